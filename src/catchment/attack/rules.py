"""Are the rules that the release says it obeys strict enough, and does its manifest count nobody?"""

from collections.abc import Iterator
from typing import Any

from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence
from catchment.attack.files import Published

N_FLOOR = 10
N_FLOOR_WITH_LEGAL_BASIS = 5
EPSILON_CEILING = 1.0

KEYS = frozenset(
    (
        *("release", "digest", "parent", "network", "demo", "version", "synthetic", "as_of", "tables"),
        *("policy", "metrics", "calendar", "census", "closing", "school_year", "school_years", "batches"),
        *("freshness", "estimates", "thresholds"),
    )
)
"""What a manifest may say."""
NUMBERS = (
    ("policy",),
    ("thresholds",),
    ("metrics", "version"),
    ("batches", "number"),
    ("estimates", "epsilon_per_table"),
    ("estimates", "spent"),
)
"""Where in a manifest a number may stand: rules, versions and what was spent. A count of students is none."""


def policy(release: Published) -> Answer:
    """Is any n below what no policy may go below, or any epsilon above?"""
    rules = release.manifest["policy"]
    floor = N_FLOOR_WITH_LEGAL_BASIS if rules["legal_basis"].strip() else N_FLOOR
    values = {"n": rules["n"], **rules["per_state"]}
    vetoes = [
        Veto(f"policy, {name}", f"groups of {n}", (f"It shows groups of {n}, and {floor} is the floor.",))
        for name, n in values.items()
        if n < floor
    ]
    epsilon = rules["epsilon_per_table"]
    if not 0 < epsilon <= EPSILON_CEILING:
        why = f"epsilon_per_table is {epsilon}, and at most {EPSILON_CEILING} may be spent on a table."
        vetoes.append(Veto("policy, epsilon_per_table", "answers with too little noise", (why,)))
    return Answer(len(values) + 1, vetoes)


def manifest(release: Published) -> Answer:
    """Does the manifest say anything but what a manifest may say, or hold a number that could be a count?"""
    said = release.manifest
    strange = [
        Veto(f"manifest, {key}", "whatever it says", ("It is not among what a manifest may say.",))
        for key in sorted(said.keys() - KEYS)
    ]
    return Answer(len(said), [*strange, *_numbers(said, ())])


def _numbers(said: Any, path: tuple[str, ...]) -> Iterator[Veto]:
    if isinstance(said, dict):
        for key, value in said.items():
            yield from _numbers(value, (*path, str(key)))
    elif isinstance(said, list):
        for value in said:
            yield from _numbers(value, path)
    elif _is_number(said) and not any(_fits(path, allowed) for allowed in NUMBERS):
        why = "No rule says what this number is, so it may be a count of students."
        yield Veto(f"manifest, {'.'.join(path)}", f"exactly {said}", (why,))


def _is_number(said: Any) -> bool:
    if isinstance(said, str):
        return said.strip().isdecimal()
    return isinstance(said, int | float) and not isinstance(said, bool)


def _fits(path: tuple[str, ...], allowed: tuple[str, ...]) -> bool:
    """Whether `path` begins and ends as allowed; what lies between is a school year or a place in a list."""
    return path[0] == allowed[0] and (len(allowed) == 1 or path[-1] == allowed[-1])


def thresholds(evidence: Evidence) -> Answer:
    """Is each year's n that of the releases which counted it and broke it down, so that codes mean what they
    meant?"""
    releases = [*evidence.earlier, evidence.candidate]
    said, spoken = (evidence.candidate.manifest[key] for key in ("thresholds", "school_years"))
    true = {
        label: {
            "counts": _n_of(releases[year.origin]),
            "genders": None if year.census is None else _n_of(releases[year.census]),
        }
        for label, year in evidence.years.items()
        if label in spoken
    }
    vetoes = [
        Veto(f"manifest, thresholds.{label}", "what a code means", (f"It says {n}, not {true.get(label)}.",))
        for label, n in {**dict.fromkeys(true), **said}.items()
        if n != true.get(label)
    ]
    return Answer(len(true), vetoes)


def _n_of(release: Published) -> dict[str, Any]:
    return {key: release.manifest["policy"][key] for key in ("n", "per_state")}
