"""Packages with one bad row each: it is quarantined with file, row, column and reason; nothing else moves."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from catchment.sources.package import import_package
from catchment.sources.package.sample import write_sample
from tests.corpus.packages import add_line, append, edit, quarantined, read_rows, state


@dataclass(frozen=True)
class Case:
    """`change` breaks row `row` of `table`; the report must say `reason` of `column` under `rule`."""

    name: str
    table: str
    row: int
    column: str
    rule: str
    reason: str
    change: Callable[[Path], object]


def edited(
    name: str, table: str, rule: str, reason: str, row: int = 1, column: str = "", **values: str
) -> Case:
    named = column or next(iter(values)).removesuffix("_")
    return Case(name, table, row, named, rule, reason, lambda folder: edit(folder, table, row, **values))


def added(name: str, table: str, row: int, column: str, rule: str, reason: str, **values: str) -> Case:
    return Case(name, table, row, column, rule, reason, lambda folder: append(folder, table, **values))


def line(name: str, table: str, row: int, reason: str, text: str) -> Case:
    return Case(name, table, row, "", "ragged", reason, lambda folder: add_line(folder, table, text))


DATE = "expected a date like 2026-03-01"
WHOLE = "expected a whole number like 12"
UNKNOWN = "in the package or the warehouse"

TYPES = [
    edited("30 February", "activity", "type", f"{DATE}, found '2026-02-30'", on_="2026-02-30"),
    edited("American date", "activity", "type", f"{DATE}, found '09/08/2025'", on_="09/08/2025"),
    edited("date with time", "activity", "type", DATE, on_="2025-09-08 10:00"),
    edited("date without zeros", "consents", "type", DATE, granted_on="2025-7-14"),
    edited("year 202", "activity", "type", DATE, on_="0202-09-08"),
    edited("a dash for a date", "sections", "type", DATE, deleted_on="-"),
    edited("fraction", "activity", "type", f"{WHOLE}, found '1.5'", attempts="1.5"),
    edited("whole with point", "activity", "type", WHOLE, attempts="3.0"),
    edited("thousands", "activity", "type", WHOLE, attempts="1_000"),
    edited("exponent", "activity", "type", WHOLE, attempts="1e3"),
    edited("space before number", "activity", "type", WHOLE, attempts=" 3"),
    edited("number beyond 64 bits", "activity", "type", WHOLE, attempts="99999999999999999999"),
    edited("word for a number", "access_overrides", "type", WHOLE, sequence="first"),
    edited("word for a decimal", "targets", "type", "expected a number like 12.5, found 'ten'", target="ten"),
    edited("not a number", "districts", "type", "expected a number like 12.5", latitude="nan"),
    edited("yes for true", "lessons", "type", "expected true or false, found 'yes'", plugged="yes"),
    edited("1 for true", "signals", "type", "expected true or false, found '1'", may_show="1"),
]

VALUES = [
    edited("blank id", "students", "required", "expected a value, found a blank", student_id=""),
    edited("blank attempts", "activity", "required", "expected a value, found a blank", attempts=""),
    edited("negative attempts", "activity", "minimum", "expected at least 0, found '-1'", attempts="-1"),
    edited("unit 0", "units", "minimum", "expected at least 1, found '0'", position="0"),
    edited("negative capacity", "workshops", "minimum", "expected at least 0", capacity="-5"),
    edited("north of the pole", "schools", "maximum", "expected at most 90, found '91'", latitude="91"),
    edited("west of the map", "schools", "minimum", "expected at least -180", longitude="-181"),
    edited("unknown kind", "partners", "enum", "expected one of scholarship, non_scholarship", kind="paid"),
    edited("unknown gender", "students", "enum", "expected one of female, male", gender="F"),
    edited("unknown answer", "check_ins", "enum", "expected one of teaching", answer="maybe"),
    edited("unknown program", "exam_offerings", "enum", "expected one of AP, IB", program="A-level"),
    edited("short ZIP", "schools", "pattern", "expected the pattern ^\\d{5}$, found '9419'", zip="9419"),
    edited("state in full", "districts", "pattern", "expected the pattern ^[A-Z]{2}$", state="California"),
    edited("unknown topic", "survey_submissions", "pattern", "expected the pattern", topics="text,data"),
    edited("fifth quarter", "workshops", "pattern", "expected the pattern", 4, quarters="1;5"),
    edited("slash in a label", "school_enrollment", "pattern", "^20\\d\\d-\\d\\d$", school_year="2025/26"),
    edited(
        "label of three years",
        "targets",
        "school_year",
        "two years in a row like 2025-26",
        training_year="2025-27",
    ),
    edited("unknown race", "students", "race", "codes of hispanic", races="white;green"),
    edited("unknown grade", "schools", "grade", "expected one of PK, KG, 01", grade_high="12th"),
    edited("grades upside down", "schools", "grades", "a grade not below grade_low", grade_high="08"),
    edited("unknown locale", "schools", "locale", "expected one of 11, 12, 13, 21", locale="14"),
]

IDS = [
    added(
        "13 digits",
        "teacher_schools",
        9,
        "school_id",
        "nces_id",
        "12 digits, or 8 if private",
        school_id="0699990000013",
    ),
    edited(
        "letters in a public id", "signals", "nces_id", "12 digits, or 8 if private", school_id="06999900000X"
    ),
    edited("lost zero", "teacher_schools", "lost_zero", "a leading zero seems lost", school_id="69999100003"),
    edited("lost zero of another state", "schools", "lost_zero", "12 digits", school_id="19999000001"),
    edited("lost zero of a district", "schools", "lost_zero", "7 digits", district_id="199990"),
    added(
        "private school with 12 digits",
        "schools",
        6,
        "school_id",
        "nces_id",
        "8 characters for a private school",
        school_type="private",
        school_id="069999000009",
    ),
    added(
        "public school with 8",
        "schools",
        6,
        "school_id",
        "nces_id",
        "12 digits for any other",
        school_id="A9900009",
    ),
    added(
        "slash in a partner",
        "partners",
        3,
        "partner_id",
        "partner_id",
        "printable characters",
        partner_id="a/b",
    ),
    added(
        "partner above the shelf",
        "partners",
        3,
        "partner_id",
        "partner_id",
        "that begin with",
        partner_id="..",
    ),
    added(
        "name of the shelf of nobody",
        "partners",
        3,
        "partner_id",
        "partner_id",
        "that begin",
        partner_id="_none",
    ),
    added(
        "control character in a partner",
        "partners",
        3,
        "partner_id",
        "partner_id",
        "printable",
        partner_id="a\tb",
    ),
]

ESCAPED = "at most 200 bytes when percent-escaped as the name of a folder"
TOTAL = "expected another id than all, which names the total of all courses"

NAMES = [
    edited(
        "partner of 65 characters", *("partners", "partner_id", "up to 64 printable"), partner_id="p" * 65
    ),
    edited("name of a folder", *("partners", "partner_id", ESCAPED), partner_id="学" * 23),
    edited("total of all courses", *("courses", "reserved_id", TOTAL), course_id="all"),
    edited("correction of all courses", *("roster_corrections", "reserved_id", TOTAL), course_id="all"),
]

KEYS = [
    added(
        "key twice",
        "activity",
        922,
        "student_id, lesson_id, on",
        "duplicate_key",
        "the same as in activity.csv row 1",
    ),
    added(
        "key twice with another value",
        "lessons",
        36,
        "lesson_id",
        "duplicate_key",
        "lessons.csv row 1",
        plugged="true",
    ),
    added(
        "key with a blank twice",
        "partner_regions",
        3,
        "partner_id, state, zip, starts_on",
        "duplicate_key",
        "row 1",
    ),
    added(
        "number key twice",
        "access_overrides",
        2,
        "school_id, school_year, sequence",
        "duplicate_key",
        "row 1",
        sequence="01",
    ),
    edited(
        "unknown student",
        "activity",
        "reference",
        f"a known student_id, one of students {UNKNOWN}",
        student_id="nobody",
    ),
    edited("unknown lesson", "activity", "reference", "found 'csp-u9-l1'", lesson_id="csp-u9-l1"),
    edited("unknown course", "sections", "reference", "a known course_id, one of courses", course_id="csx"),
    edited(
        "unknown teacher",
        "sections",
        "reference",
        "a known teacher_id, one of teachers",
        teacher_id="teacher-9",
    ),
    edited(
        "unknown school",
        "signals",
        "reference",
        "a known school_id, one of schools",
        school_id="069999000099",
    ),
    edited("unknown partner", "consents", "reference", "found 'south'", partner_id="south"),
    edited("unknown session", "attendance", "reference", "a known session_id", session_id="ws-csp-9"),
    edited("unknown enrollment", "attendance", "reference", "a known enrollment_id", enrollment_id="en-9"),
]

DOMAIN = [
    edited(
        "state and ZIP",
        "partner_regions",
        "state_xor_zip",
        "a state or a ZIP, one and not both",
        column="state",
        zip="94110",
    ),
    edited("neither state nor ZIP", "partner_regions", "state_xor_zip", "one and not both", state=""),
    edited("no such state", "partner_regions", "state", "two letters, found 'ZZ'", state="ZZ"),
    added(
        "two partners for a state",
        "partner_regions",
        3,
        "partner_id",
        "two_partners",
        "The state CA belongs to two partners",
        partner_id="bay",
    ),
    added(
        "two partners for a ZIP",
        "partner_regions",
        3,
        "partner_id",
        "two_partners",
        "The ZIP 94199 belongs to two",
        state="",
        zip="94199",
        starts_on="2025-01-01",
    ),
    edited("partner ends first", "partners", "dates", "a date not before starts_on", ends_on="2019-01-01"),
    edited(
        "removed before joining", "section_students", "dates", "not before joined_on", removed_on="2025-09-01"
    ),
    edited("deleted before created", "sections", "dates", "not before created_on", deleted_on="2020-01-01"),
    edited(
        "withdrawn before granted", "consents", "dates", "not before granted_on", withdrawn_on="2025-07-13"
    ),
    edited(
        "withdrawn before enrolled",
        "enrollments",
        "dates",
        "not before enrolled_on",
        withdrawn_on="2025-03-31",
    ),
    edited(
        "closed before opened",
        "schools",
        "dates",
        "not before opened_on",
        column="closed_on",
        opened_on="2020-01-01",
        closed_on="2019-01-01",
    ),
    edited(
        "undone before decided", "access_overrides", "dates", "not before decided_on", undone_on="2025-10-19"
    ),
    edited("workshop ends first", "workshops", "dates", "not before starts_on", ends_on="2025-07-13"),
    edited(
        "session outside its workshop",
        "workshop_sessions",
        "outside_workshop",
        "a day of its workshop, 2025-07-14 to 2025-07-18, found 2025-07-19",
        on_="2025-07-19",
    ),
    edited(
        "quarters of a summer", "workshops", "quarters", "only workshops of the kind quarter", quarters="1;2"
    ),
    edited("aim for no metric", "targets", "metric", "expected the id of a metric", metric_id="teachers"),
    edited(
        "update without a value",
        "roster_corrections",
        "correction",
        "expected field and value",
        column="field",
        value="",
    ),
]

RAGGED = [
    line("short row", "activity", 922, "has 3 values, expected 4 like the header", "a,b,2026-01-01\n"),
    line("long row", "students", 81, "has 4 values, expected 3 like the header", "a,female,white,extra\n"),
    line(
        "text after a quote",
        "courses",
        3,
        "expected quotes around the whole value",
        '"csx"y,Sample,csx,9-12,course\n',
    ),
]

CASES = [*TYPES, *VALUES, *IDS, *NAMES, *KEYS, *DOMAIN, *RAGGED]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bad_row_is_quarantined_and_nothing_else_moves(case, sample, network):
    before = state(network)
    rows = len(read_rows(sample, case.table)) + (case in RAGGED)
    case.change(sample)
    if len(read_rows(sample, case.table)) == 1:
        add_good_row(sample, case)
    report = import_package([sample / f"{case.table}.csv"], network)
    count = report.tables[0]
    assert count.rows_in == count.landed + count.quarantined
    assert count.rows_in >= rows
    assert count.quarantined == len(quarantined(network, case.table))
    assert case.row in {int(row["row"]) for row in quarantined(network, case.table)}
    assert_said(case, report)
    assert state(network) == before


def add_good_row(sample: Path, case: Case) -> None:
    """Put the sample's own row behind the broken one: a table without a usable row is refused whole."""
    whole = write_sample(sample.parent / "again")
    broken = (sample / f"{case.table}.csv").read_text("utf-8")
    good = (whole / f"{case.table}.csv").read_text("utf-8").splitlines()[1]
    (sample / f"{case.table}.csv").write_text(f"{broken}{good}\n", "utf-8")


def assert_said(case: Case, report) -> None:
    """The sentence stands in the report and beside the row, with all four: file, row, column, expectation."""
    place = f"{case.table}.csv row {case.row}" + (f", column {case.column}" if case.column else "")
    lines = [text for text in report.as_text().splitlines() if place in text and case.reason in text]
    assert lines, report.as_text()
    assert f"error {case.rule} in {case.table}" in report.as_text()
    assert json.loads(report.as_json())["tables"][0]["quarantined"] >= 1


def test_there_are_enough_cases():
    assert len({case.name for case in CASES}) == len(CASES) >= 60
