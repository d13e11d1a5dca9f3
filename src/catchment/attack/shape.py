"""Does the release hold anything that nobody promised would be in it?

The list below is the adversary's own reading of what may be published. It repeats the builder's schemas on
purpose: whoever adds a table or a column to a release must convince the attack too.
"""

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

from catchment.attack.audit import Veto
from catchment.attack.files import Published

_COUNTS = "geo_id partner_id school_year course_id as_of students groups_left_out"
_COMPOSITION = "level geo_id school_year course_id family category estimate margin"
PUBLIC = {
    "nation": _COUNTS,
    "states": _COUNTS,
    "metrics": "id version name definition unit numerator denominator grain section",
    "courses": "course_id name family grade_band kind",
    "partners": "partner_id name kind",
    "composition": _COMPOSITION,
    "benchmarks": "metric_id training_year course_id school_year partners value",
}
STAFF = {
    "mapping": "school_id school_year partner_id district_id state",
    "cohorts_all": "partner_id training_year course_id school_year trained sharing started_all "
    "implementation_rate_all completed_all",
}
REGION = {
    "schools": f"{_COUNTS} students_code gender_base female female_code",
    "districts": _COUNTS,
    "areas": _COUNTS,
    "regions": _COUNTS,
    "composition": _COMPOSITION,
    "enrolment": "school_id school_year enrolled",
    "school_directory": "school_id name school_type district_id district_name address city state zip "
    "county_fips latitude longitude locale rural grade_low grade_high elementary middle high status enrolled "
    "enrolled_year frl_share high_needs urg_share title_i in_region",
    "district_directory": "district_id partner_id name city state zip latitude longitude schools",
}
PARTNER = {
    **REGION,
    "roster": "partner_id person_id training_year course_id school_year school_id trained_on status "
    "status_since needs_help last_activity_on started_on completed_on completed_level teaches_other_course "
    "furthest_unit furthest_unit_name q1 q2 q3 q4 workshop_retention sustained scholarship plan school_name "
    "first_name last_name email phone",
    "cohorts": "partner_id training_year course_id school_year trained sharing started implementation_rate "
    "completed workshop_retained sustained",
}
NOT_YET = ("composition", "benchmarks")
"""Tables whose rules do not stand yet: they must be empty."""
NOT_YET_COLUMNS = {"schools": ("gender_base", "female", "female_code")}
_ABOUT = "release digest parent network demo version synthetic"
_MADE_OF = "as_of tables policy metrics calendar closing school_year school_years batches freshness"
MANIFEST = frozenset(_ABOUT.split() + _MADE_OF.split())
BESIDE = ("manifest.json", "audit.json", "started.json")


def from_shape(release: Published) -> Iterator[Veto]:
    """Files, tables, columns or manifest keys beyond the promised ones, and values before their time."""
    for key in sorted(release.manifest.keys() - MANIFEST):
        yield Veto("from_shape", f"manifest {key}", "is not among what a manifest may say")
    for file in sorted(path for path in release.folder.rglob("*") if path.is_file()):
        name = file.relative_to(release.folder).as_posix()
        if name in BESIDE:
            continue
        allowed = _allowed(file.relative_to(release.folder))
        if allowed is None:
            yield Veto("from_shape", name, "is not among the files that a release may hold")
        else:
            yield from _columns(file, name, allowed)


def _allowed(path: Path) -> str | None:
    shelf, table = path.parts[:-1], path.stem
    if path.suffix != ".parquet":
        return None
    if shelf == ("public",):
        return PUBLIC.get(table)
    if shelf == ("staff",):
        return STAFF.get(table)
    if len(shelf) == 2 and shelf[0] == "partners":
        return (REGION if shelf[1] == "_none" else PARTNER).get(table)
    return None


def _columns(file: Path, name: str, allowed: str) -> Iterator[Veto]:
    table = pq.read_table(file)
    for column in sorted(set(table.column_names) - set(allowed.split())):
        yield Veto("from_shape", f"{name}, column {column}", "is not among the columns it may have")
    if file.stem in NOT_YET and len(table):
        yield Veto("from_shape", name, "has rows, but no rule says yet what it may show")
    for column in NOT_YET_COLUMNS.get(file.stem, ()):
        if column in table.column_names and table[column].null_count < len(table):
            yield Veto("from_shape", f"{name}, column {column}", "has values, but no rule says yet which")
