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


@dataclass(frozen=True)
class Attack:
    """The attack on the release: what it asked and of how many values; what is withheld, by kind.

    Of each kind: how many values are withheld, and the fewest values that any of them could still have.
    """

    tried: list[tuple[str, int]]
    withheld: list[tuple[str, int, int]]

    @property
    def looked_at(self) -> int:
        return sum(count for _check, count in self.tried)

    @property
    def hidden(self) -> int:
        return sum(count for _kind, count, _least in self.withheld)


def attack(reader: Reader | None) -> Attack | None:
    """The attack that the release withstood; None where there is no release, or none attacked."""
    audit: dict[str, Any] = reader.audit if reader else {}
    if not audit.get("passed"):
        return None
    return Attack(
        tried=[(attacks.check(name), count) for name, count in audit["tried"].items()],
        withheld=[
            (attacks.kind(name), count, audit["least"][name])
            for name, count in audit["withheld"].items()
            if count
        ],
    )
