"""What a sheet says that landed and still deserves a look: warning findings."""

from dataclasses import dataclass

import duckdb

from catchment.sources.findings import Example, Finding
from catchment.sources.nces.sheet import Sheet
from catchment.sources.nces.tables import UNDATED
from catchment.warehouse.sql import text

_EXAMPLES = 2


@dataclass(frozen=True)
class Remark:
    """`holds` is a condition over `g` (the text) and `t` (its meaning); `reason` an SQL string."""

    rule: str
    column: str
    holds: str
    reason: str


_YEAR_HELP = "the file names no school year; import it again with --school-year (the year of its enrolment)"
_COUNTED = "coalesce(t.students, t.free_lunch, t.reduced_lunch) IS NOT NULL"
_REMARKS = (
    Remark(
        "enrollment_without_year",
        "students",
        f"t.starred_year = {text(UNDATED)} AND {_COUNTED}",
        text(f"the enrolment was left out: {_YEAR_HELP}"),
    ),
    Remark(
        "facts_without_year",
        "name",
        f"t.school_year = {text(UNDATED)}",
        text(f"every dated file goes before this one: {_YEAR_HELP}"),
    ),
    Remark(
        "address_in_another_state",
        "state",
        "t.elsewhere",
        "format('the id is of {}; the address in {} was not taken over', t.id_state, t.address_state)",
    ),
    Remark(
        "unknown_county",
        "county_name",
        "g.county_name IS NOT NULL AND t.county_fips IS NULL",
        "format('\"{}\" is no county of {} that is known by that name', g.county_name, t.state)",
    ),
    Remark(
        "restored_zero",
        "",
        "length(nces_code(coalesce(g.school_id, g.district_id))) < length(t.id)",
        "format('the id had lost its leading zero; its state proves {}', t.id)",
    ),
)


def remarks_of(connection: duckdb.DuckDBPyConnection, sheet: Sheet, label: str) -> list[Finding]:
    """The warnings of the sheet in `given` and `typed`, refused rows apart."""
    findings = [_finding(connection, sheet, label, remark) for remark in _REMARKS]
    notes = [Finding("file_note", label, "warning", 1, [Example(label, 0, "", note)]) for note in sheet.notes]
    return notes + [finding for finding in findings if finding.count]


def _finding(connection: duckdb.DuckDBPyConnection, sheet: Sheet, label: str, remark: Remark) -> Finding:
    rows = connection.execute(
        f"SELECT row, {remark.reason}, count(*) OVER () FROM given g JOIN typed t USING (row) "
        f"ANTI JOIN problems USING (row) WHERE {remark.holds} ORDER BY row LIMIT {_EXAMPLES}"
    ).fetchall()
    column = sheet.headers.get(remark.column, "")
    examples = [Example(label, row, column, reason) for row, reason, _ in rows]
    return Finding(remark.rule, label, "warning", rows[0][2] if rows else 0, examples)
