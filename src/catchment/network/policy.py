"""What a privacy owner decides, within floors that the package does not let go: `policy.toml`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from catchment.network.errors import BadInput
from catchment.network.states import STATE_FIPS
from catchment.network.tomlfile import Section, parse_toml, read_text

N_FLOOR = 10
N_FLOOR_WITH_LEGAL_BASIS = 5
EPSILON_FLOOR = 0.01
"""Less would drown a whole state in noise: nothing could be shown, and no margin would be worth computing."""
EPSILON_CEILING = 1.0
KEEP_DAYS_FLOOR = 1


@dataclass(frozen=True)
class Breaker:
    """An import is held when a batch changes more than these shares (0 to 1) against the last one."""

    rows: float = 0.30
    persons: float = 0.10
    nulls_per_column: float = 0.10


@dataclass(frozen=True)
class Policy:
    """The rules of disclosure in force. One that is looser than the floor cannot be made: BadInput.

    `n`: the smallest group of students that is shown. `per_state`: n of a state where it differs.
    `epsilon_per_table`: what each of the four tables of estimates may tell of a student, by differential
    privacy; smaller is noisier.
    """

    n: int = N_FLOOR
    legal_basis: str = ""
    epsilon_per_table: float = 0.5
    per_state: Mapping[str, int] = field(default_factory=dict)
    routine_preapproved: bool = True
    breaker: Breaker = Breaker()
    audit_keep_days: int = 1095

    def __post_init__(self) -> None:
        self._check_n("n", self.n)
        for state, n in self.per_state.items():
            if state not in STATE_FIPS:
                raise BadInput(
                    f'disclosure.per_state names "{state}", which is not the two-letter code of a state.'
                )
            self._check_n(f"per_state.{state}", n)
        if not EPSILON_FLOOR <= self.epsilon_per_table <= EPSILON_CEILING:
            raise BadInput(
                f"disclosure.epsilon_per_table must be from {EPSILON_FLOOR} to {EPSILON_CEILING}, "
                f"not {self.epsilon_per_table}."
            )
        for name, share in asdict(self.breaker).items():
            if not 0 <= share <= 1:
                raise BadInput(f"breaker.{name} is a share and must be from 0 to 1, not {share}.")
        if self.audit_keep_days < KEEP_DAYS_FLOOR:
            raise BadInput(f"audit.keep_days must be {KEEP_DAYS_FLOOR} or more, not {self.audit_keep_days}.")

    def n_for(self, state: str | None) -> int:
        """The smallest group that is shown for a school of the state."""
        return self.per_state.get(state, self.n) if state else self.n

    def as_dict(self) -> dict[str, object]:
        """The policy as plain values, for manifests."""
        return asdict(self)

    def _check_n(self, key: str, n: int) -> None:
        if n < N_FLOOR_WITH_LEGAL_BASIS:
            raise BadInput(
                f"disclosure.{key} = {n} is below {N_FLOOR_WITH_LEGAL_BASIS}: "
                "groups that small are never shown."
            )
        if n < N_FLOOR and not self.legal_basis.strip():
            raise BadInput(
                f"disclosure.{key} = {n} is below {N_FLOOR}, which needs a disclosure.legal_basis: "
                "say which rule allows it."
            )


def load(path: Path) -> Policy:
    """Reads `policy.toml`; without the file, the defaults hold. BadInput if it is wrong or too loose."""
    return parse(read_text(path), path.name) if path.exists() else Policy()


def parse(text: str, file: str) -> Policy:
    """The policy that a `policy.toml` states; `file` is how errors call it."""
    whole = parse_toml(text, file)
    whole.only("disclosure", "releases", "breaker", "audit")
    disclosure, releases, audit = (whole.section(key) for key in ("disclosure", "releases", "audit"))
    disclosure.only("n", "legal_basis", "epsilon_per_table", "per_state")
    releases.only("routine_preapproved")
    audit.only("keep_days")
    n = disclosure.integer("n", Policy.n)
    legal_basis = disclosure.text("legal_basis", Policy.legal_basis)
    epsilon = disclosure.number("epsilon_per_table", Policy.epsilon_per_table)
    per_state = disclosure.section("per_state")
    n_of_states = {state: per_state.integer(state) for state in per_state}
    preapproved = releases.flag("routine_preapproved", Policy.routine_preapproved)
    breaker = _breaker(whole.section("breaker"))
    keep_days = audit.integer("keep_days", Policy.audit_keep_days)
    try:
        return Policy(n, legal_basis, epsilon, n_of_states, preapproved, breaker, keep_days)
    except BadInput as error:
        raise BadInput(f"{file}: {error}") from error


def _breaker(section: Section) -> Breaker:
    section.only("rows", "persons", "nulls_per_column")
    return Breaker(
        section.number("rows", Breaker.rows),
        section.number("persons", Breaker.persons),
        section.number("nulls_per_column", Breaker.nulls_per_column),
    )
