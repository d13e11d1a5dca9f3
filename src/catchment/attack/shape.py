"""Does the release hold anything that nobody promised would be in it?

The list below is the adversary's own reading of what may be published. It repeats the builder's schemas on
purpose: whoever adds a table or a column to a release must convince the attack too.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as pq

from catchment.attack.audit import Answer, Veto
from catchment.attack.files import Published

KINDS = {"i": pa.int64(), "f": pa.float64(), "b": pa.bool_(), "d": pa.date32(), "": pa.string()}
"""What follows a colon in the lists below: whole number, number, yes or no, day; nothing: text."""

_PLACE = "geo_id partner_id school_year course_id as_of:d students:i groups_left_out:i"
_COUNTS = f"{_PLACE} students_estimated:i students_margin:i"
_COMPOSITION = (
    "level geo_id partner_id school_year course_id family category estimate:i margin:i units:i count_shown:b "
    "share:f share_margin:f"
)
_ENROLLED = (
    "level geo_id partner_id school_year course_id family category enrolled:i schools:i active_schools:i"
)
_COHORT = "partner_id training_year course_id school_year trained:i sharing:i"
PUBLIC = {
    "nation": _COUNTS,
    "states": _COUNTS,
    "metrics": "id version:i name definition unit numerator denominator grain section columns",
    "courses": "course_id name family grade_band kind",
    "partners": "partner_id name kind",
    "composition": _COMPOSITION,
    "enrolled_composition": _ENROLLED,
    "benchmarks": "metric_id training_year course_id school_year partners:i value:f",
}
_GROUPS = {
    "reporting_groups": "group_id name partner_id school_id",
    "group_counts": "group_id partner_id school_year course_id as_of:d students:i groups_left_out:i "
    "schools:i active_schools:i",
}
STAFF = {
    **_GROUPS,
    "mapping": "school_id school_year partner_id district_id state",
    "cohorts_all": f"{_COHORT} started_all:i implementation_rate_all:f completed_all:i",
}
REGION = {
    "schools": f"{_PLACE} students_code gender_base:i female:i female_code status",
    "districts": f"{_COUNTS} status",
    "areas": _COUNTS,
    "regions": _COUNTS,
    "composition": _COMPOSITION,
    "enrolled_composition": _ENROLLED,
    "enrolment": "school_id school_year enrolled:i female:i male:i am:i as:i hi:i bl:i hp:i wh:i tr:i",
    "school_directory": "school_id name school_type district_id district_name address city state zip "
    "county_fips latitude:f longitude:f locale:i rural:b grade_low grade_high elementary:b middle:b high:b "
    "status enrolled:i enrolled_year frl_share:f high_needs:b urg_share:f title_i:b in_region:b",
    "district_directory": "district_id partner_id name city state zip latitude:f longitude:f schools:i",
}
PARTNER = {
    **REGION,
    **_GROUPS,
    "targets": "partner_id training_year metric_id target:f",
    "roster": "partner_id person_id training_year course_id school_year school_id trained_on:d status "
    "status_since:d needs_help:b last_activity_on:d started_on:d completed_on:d completed_level "
    "days_to_start:i implementation_365:b started_before_training:b implemented_any:b teacher_status "
    "teaches_other_course:b furthest_unit:i furthest_unit_name q1:b q2:b q3:b q4:b workshop_retention:b "
    "sustained:b scholarship:b plan school_name first_name last_name email phone",
    "cohorts": f"{_COHORT} started:i implementation_rate:f completed:i workshop_retained:i sustained:i "
    "started_365:i started_before_training:i implemented_any:i",
}
LEVELS = {"public": {"state", "nation"}, "partners": {"district", "area", "region"}}
"""Shelf -> the levels of which it may hold estimates."""
BESIDE = ("manifest.json", "audit.json", "started.json", "certificate.json.gz")
Tables = dict[str, str]


def shape(release: Published) -> Answer:
    """Are files, tables and columns the promised ones, and each partner's rows on that partner's shelf?"""
    files = sorted(path for path in release.folder.rglob("*") if path.is_file())
    names = [path.relative_to(release.folder) for path in files]
    vetoes = [veto for name in names for veto in _file(release.folder, name)]
    return Answer(len(names), [*vetoes, *_missing(release, set(names))])


def other_files(release: Published) -> Answer:
    """Are these the very bytes which the manifest vouches for? Nobody reviewed any others."""
    said, found = release.manifest["tables"], release.digests
    differing = sorted(path for path in said.keys() | found.keys() if said.get(path) != found.get(path))
    return Answer(
        len(found),
        [_veto(path, "It is not the file that the manifest names.") for path in differing],
    )


def _file(folder: Path, name: Path) -> Iterator[Veto]:
    if name.as_posix() in BESIDE:
        return
    tables = _tables(name.parts[:-1])
    if name.suffix != ".parquet" or name.stem not in tables:
        yield _veto(name.as_posix(), "It is not among the files that a release may hold.")
        return
    with pq.ParquetFile(folder / name) as file:
        yield from _columns(file.schema_arrow, name.as_posix(), tables[name.stem])
        if name.parts[0] == "partners" and "partner_id" in file.schema_arrow.names:
            yield from _strangers(file, name)
        if name.stem in ("composition", "enrolled_composition"):
            yield from _levels(file, name)


def _tables(shelf: tuple[str, ...]) -> Tables:
    if shelf in (("public",), ("staff",)):
        return PUBLIC if shelf == ("public",) else STAFF
    if len(shelf) == 2 and shelf[0] == "partners":
        return REGION if shelf[1] == "_none" else PARTNER
    return {}


def _missing(release: Published, names: set[Path]) -> Iterator[Veto]:
    shelves = [("public",), ("staff",), *(("partners", shelf.name) for shelf in release.shelves)]
    for shelf in shelves:
        for table in _tables(shelf):
            name = Path(*shelf, f"{table}.parquet")
            if name not in names:
                yield _veto(name.as_posix(), "It is missing, so it cannot be tried.")


def _columns(schema: pa.Schema, name: str, promised: str) -> Iterator[Veto]:
    kinds = dict(pair.partition(":")[::2] for pair in promised.split())
    if schema.metadata:
        yield _veto(name, "It has notes beside its columns, and nobody promised any.")
    for column in sorted(set(schema.names) ^ kinds.keys()):
        known = "missing" if column in kinds else "not among the columns it may have"
        yield _veto(f"{name}, column {column}", f"It is {known}.")
    for field in schema:
        kind = kinds.get(field.name)
        if kind is not None and field.type != KINDS[kind]:
            yield _veto(f"{name}, column {field.name}", f"It holds {field.type}, not {KINDS[kind]}.")


def _strangers(file: pq.ParquetFile, name: Path) -> Iterator[Veto]:
    """Every row of a shelf that names a partner must name the partner of the shelf."""
    owner = None if name.parts[1] == "_none" else unquote(name.parts[1])
    found = set(file.read(["partner_id"])["partner_id"].unique().to_pylist())
    for stranger in sorted(str(partner) for partner in found - {owner}):
        yield _veto(name.as_posix(), f"It holds rows of {stranger}.")


def _levels(file: pq.ParquetFile, name: Path) -> Iterator[Veto]:
    """Who is there below a state is for its partner only."""
    if "level" in file.schema_arrow.names:
        found = {*file.read(["level"])["level"].unique().to_pylist()}
        for level in sorted(map(str, found - LEVELS[name.parts[0]])):
            yield _veto(name.as_posix(), f"It holds rows of level {level}, which belong on another shelf.")


def _veto(cell: str, why: str) -> Veto:
    return Veto(cell, "whatever it says", (why,))
