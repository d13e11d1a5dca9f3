"""Runs every attack there is on a candidate, with all earlier releases in hand."""

from collections.abc import Sequence
from pathlib import Path

from catchment.attack import groups, history, subtraction, teachers
from catchment.attack.audit import Audit, Veto
from catchment.attack.files import Published


def attack(candidate: Path, earlier: Sequence[Path]) -> Audit:
    """Try to deduce what `candidate` withholds; `earlier` are all releases ever published, oldest first."""
    release = Published(candidate)
    audit = Audit(release.manifest["release"], release.manifest["digest"])
    n_of = _thresholds(release)
    past = [history.cells(Published(folder).schools) for folder in earlier]
    before = past[-1] if past else {}
    now = history.cells(release.schools)
    audit.add("read_off", len(now), groups.read_off(release.schools, before, n_of))
    audit.add("from_enrolment", len(now), groups.from_enrolment(release, _enrolled(release), n_of))
    audit.add("from_totals", len(release.schools), subtraction.from_totals(release))
    for cells in past:
        # with every earlier release, not only the last: 20, 31, 21 moves by 10 or more at each step
        audit.add("from_differences", len(now), history.from_differences(cells, now, n_of))
    audit.add("from_teacher_rows", len(release.rows("roster")), teachers.from_teacher_rows(release))
    audit.add("from_other_files", len(release.digests()), _other_files(release))
    return audit


def _thresholds(release: Published) -> groups.Threshold:
    """n of each school, from the policy that the release itself publishes."""
    rules = release.manifest["policy"]
    states = {row["school_id"]: row["state"] for row in release.rows("mapping")}
    return lambda school_id: rules["per_state"].get(states.get(school_id, ""), rules["n"])


def _enrolled(release: Published) -> groups.Enrolled:
    rows = release.rows("school_directory")
    return {
        row["school_id"]: (row["enrolled_year"], row["enrolled"])
        for row in rows
        if row["enrolled"] is not None
    }


def _other_files(release: Published) -> list[Veto]:
    """Bytes beside the tables that the manifest vouches for: nobody reviewed them."""
    said, found = release.manifest["tables"], release.digests()
    differing = sorted(path for path in said.keys() | found.keys() if said.get(path) != found.get(path))
    return [Veto("from_other_files", path, "is not the file that the manifest names") for path in differing]
