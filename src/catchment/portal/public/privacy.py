"""What the public page about the protection of students says: the release's rules and its attack."""

from dataclasses import dataclass
from typing import Any

from catchment.network.clocks import day_in
from catchment.network.policy import Policy
from catchment.network.settings import Network
from catchment.portal import years
from catchment.release.reader import Reader
from catchment.words import attacks, dates


@dataclass(frozen=True)
class Rules:
    """The rules in force: those of the release, before the first one those of the package."""

    n: int
    per_state: tuple[tuple[str, int], ...]
    epsilon: float
    census: str


def rules(reader: Reader | None) -> Rules:
    """The release's rules in the form in which the page says them."""
    policy = reader.manifest["policy"] if reader else Policy().as_dict()
    census = reader.manifest["census"] if reader else Network.demographic_census
    label = years.running(reader) if reader else "2000-01"
    return Rules(
        n=policy["n"],
        per_state=tuple(sorted(policy["per_state"].items())),
        epsilon=policy["epsilon_per_table"],
        census=dates.day_of_year(day_in(label, census)),
    )


def attack(reader: Reader | None) -> list[tuple[str, int]]:
    """What the attack on the release tried, in words, with how many cells it looked at; empty before it."""
    audit: dict[str, Any] = reader.audit if reader else {}
    return [(attacks.check(name), tried) for name, tried in audit.get("tried", {}).items()]
