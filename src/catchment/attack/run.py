"""Runs every attack there is on a candidate, with all earlier releases in hand."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from catchment.attack import groups, history, shape, subtraction, teachers
from catchment.attack.audit import Audit, Veto
from catchment.attack.files import Published

N_FLOOR = 5
"""No policy may show smaller groups than this."""


def attack(candidate: Path, earlier: Sequence[Path]) -> Audit:
    """Try to deduce what `candidate` withholds; `earlier` are all releases ever published, oldest first."""
    release = Published(candidate)
    audit = Audit(release.manifest["release"], release.manifest["digest"])
    audit.add("from_shape", len(release.manifest["tables"]), shape.from_shape(release))
    audit.add("from_other_files", len(release.digests()), _other_files(release))
    if not audit.passed:
        return audit  # what is no release at all cannot be read as one
    n_of = _thresholds(release)
    past = [history.cells(Published(folder).schools) for folder in earlier]
    before, now = past[-1] if past else {}, history.cells(release.schools)
    enrolled = _enrolled(release)
    audit.add("policy", 1, _loose(release))
    audit.add("read_off", len(now), groups.read_off(release.schools, before, n_of))
    found = groups.from_enrolment(now, before, release.families, enrolled, n_of)
    audit.add("from_enrolment", len(now), found)
    audit.add("from_totals", len(release.schools), subtraction.from_totals(release))
    audit.add("from_differences", len(now) * len(past), history.from_differences(past, now, n_of))
    audit.add("from_teacher_rows", len(release.rows("roster")), teachers.from_teacher_rows(release))
    return audit


def _thresholds(release: Published) -> groups.Threshold:
    """n of each school, from the policy that the release itself publishes."""
    rules = release.manifest["policy"]
    states = {row["school_id"]: row["state"] for row in release.rows("mapping")}
    return lambda school_id: rules["per_state"].get(states.get(school_id, ""), rules["n"])


def _loose(release: Published) -> list[Veto]:
    rules = release.manifest["policy"]
    values = {"n": rules["n"], **rules["per_state"]}
    return [Veto("policy", name, f"shows groups of {n}") for name, n in values.items() if n < N_FLOOR]


def _enrolled(release: Published) -> groups.Enrolled:
    known: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in release.rows("enrolment"):
        known[row["school_id"]].append((row["school_year"], row["enrolled"]))
    return {school: sorted(years) for school, years in known.items()}


def _other_files(release: Published) -> list[Veto]:
    """Bytes that are not those which the manifest vouches for: nobody reviewed them."""
    said, found = release.manifest["tables"], release.digests()
    differing = sorted(path for path in said.keys() | found.keys() if said.get(path) != found.get(path))
    return [Veto("from_other_files", path, "is not the file that the manifest names") for path in differing]
