"""What makes a row unusable, and why: the first rule that a row breaks sends it to quarantine."""

from dataclasses import dataclass

import duckdb

from catchment.sources.nces.kinds import Subject
from catchment.sources.nces.vocabulary import GRADE_MISSING
from catchment.warehouse.sql import text

_AGENCIES_WITHOUT_STATE = ("58", "59", "61", "63")
"""The Department of Defense and the Bureau of Indian Education have FIPS codes of their own."""
_ABROAD = "58"


@dataclass(frozen=True)
class Check:
    """`broken` is a condition over `g` (the text) and `t` (its meaning); `reason` an SQL string."""

    rule: str
    column: str
    broken: str
    reason: str


def _code(rule: str, column: str, expected: str, means: str = "", known: tuple[str, ...] = ()) -> Check:
    """A cell that says something which is no code of its column."""
    allowed = f" AND lower(g.{column}) NOT IN ({', '.join(map(text, known))})" if known else ""
    broken = f"g.{column} IS NOT NULL AND t.{means or column} IS NULL{allowed}"
    return Check(rule, column, broken, _said(column, expected))


def _said(column: str, expected: str) -> str:
    return f"format('\"{{}}\": expected {expected}', g.{column})"


def _count(column: str) -> Check:
    unusable = (
        f"NOT coalesce(t.{column} >= 0 AND t.{column} = floor(t.{column}) AND t.{column} < 1e9, "
        f"nces_cast(g.{column}) IN (-1, -2, -9), false)"
    )
    return Check(
        "bad_number",
        column,
        f"g.{column} IS NOT NULL AND {unusable}",
        _said(column, "a whole number, or a mark of a missing one"),
    )


def _id(subject: Subject) -> list[Check]:
    column = f"{subject}_id"
    digits = 12 if subject == "school" else 7
    agencies = ", ".join(map(text, _AGENCIES_WITHOUT_STATE))
    wanted = f"{digits} digits (a lost leading zero counts only where the row''s state proves it)"
    return [
        Check(
            f"bad_{column}",
            column,
            "t.id IS NULL",
            f"format('\"{{}}\": expected {wanted}', coalesce(g.{column}, ''))",
        ),
        Check(
            f"bad_{column}",
            column,
            f"t.id_state IS NULL AND left(t.id, 2) NOT IN ({agencies})",
            _said(column, "the code of a state in the first two digits"),
        ),
    ]


_STATE_ID = "coalesce(g.state_school_id, g.state_district_id)"
_SAME_AGENCY = (
    f"coalesce(left(t.agency, 2) = left(t.id, 2) AND g.school_id IS NOT NULL, false) "
    f"OR coalesce(lpad(nces_code(g.agency_fips), 2, '0') = left(t.id, 2), false) "
    f"OR coalesce(left({_STATE_ID}, 3) = t.id_state || '-', false)"
)
"""Another cell of the row that says the same state as its id: then the address only lies elsewhere."""

_COORDINATES_POSSIBLE = (
    "t.latitude BETWEEN -15 AND 72 AND (t.longitude BETWEEN -180 AND -64 OR t.longitude BETWEEN 144 AND 180)"
)
"""The states and territories from Samoa to Alaska, from Guam over the date line to the Virgin Islands."""


def _place() -> list[Check]:
    return [
        Check(
            "bad_state",
            "state",
            "nces_fips(t.address_state) IS NULL AND g.state IS NOT NULL "
            "AND (t.id_state IS NOT NULL OR NOT regexp_full_match(t.address_state, '[A-Z]{2}'))",
            _said("state", "the postal code of a state"),
        ),
        Check(
            "state_contradicts_id",
            "agency_fips",
            "lpad(nces_code(g.agency_fips), 2, '0') <> left(t.id, 2)",
            "format('\"{}\": the id begins with {}', g.agency_fips, left(t.id, 2))",
        ),
        Check(
            "state_contradicts_id",
            "state",
            f"t.elsewhere AND NOT ({_SAME_AGENCY})",
            "format('\"{}\": the id is of {}, and nothing else in the row confirms it', g.state, t.id_state)",
        ),
        _code("bad_zip", "zip", "five digits, or nine"),
        _code("bad_county", "county_fips", "the five digits of a county", "county_code"),
        _code("bad_coordinates", "latitude", "degrees"),
        _code("bad_coordinates", "longitude", "degrees"),
        Check(
            "bad_coordinates",
            "latitude",
            "(t.latitude IS NULL) <> (t.longitude IS NULL)",
            "'a latitude without a longitude, or the other way round'",
        ),
        Check(
            "impossible_coordinates",
            "latitude",
            f"NOT ({_COORDINATES_POSSIBLE}) AND left(t.id, 2) <> {text(_ABROAD)}",
            "format('{}, {}: no place of the United States', g.latitude, g.longitude)",
        ),
    ]


def _checks(subject: Subject) -> list[Check]:
    return [
        *_id(subject),
        Check("bad_year", "year", "t.school_year IS NULL", _said("year", "a school year like 2022-2023")),
        _code("bad_district_id", "district_id", "7 digits", "agency"),
        *_place(),
        _code("bad_locale", "locale", "an NCES locale, 11 to 43"),
        _code("bad_grade", "grade_low", "PK, KG, 01 to 13, UG or AE", known=GRADE_MISSING),
        _code("bad_grade", "grade_high", "PK, KG, 01 to 13, UG or AE", known=GRADE_MISSING),
        _code("bad_status", "status", "a status of the CCD such as Open or Closed"),
        Check(
            "bad_charter",
            "charter",
            "t.charter IS NULL AND nces_text(g.charter) IS NOT NULL",
            _said("charter", "Yes or No"),
        ),
        *(_count(column) for column in ("students", "free_lunch", "reduced_lunch")),
    ]


def find_problems(connection: duckdb.DuckDBPyConnection, subject: Subject) -> None:
    """Replace the table `problems` (row, rule, field, reason) with those of `given` and `typed`."""
    cases = " ".join(
        f"WHEN {check.broken} THEN "
        f"{{'rule': {text(check.rule)}, 'field': {text(check.column)}, 'reason': {check.reason}}}"
        for check in _checks(subject)
    )
    connection.execute(
        "CREATE OR REPLACE TABLE problems AS SELECT row, unnest(problem) FROM ("
        f"SELECT t.row, CASE {cases} END AS problem FROM given g JOIN typed t USING (row)"
        ") WHERE problem IS NOT NULL"
    )
    connection.execute(_duplicates(subject))


def _duplicates(subject: Subject) -> str:
    """Of rows with one id (and year) the first lands: which of them is right, only its publisher knows."""
    return f"""
    INSERT INTO problems
    SELECT row, 'duplicate_id', '{subject}_id',
      format('"{{}}": row {{}} has this id too and was taken', id, first)
    FROM (
      SELECT row, id, min(row) OVER (PARTITION BY id, school_year) AS first
      FROM typed ANTI JOIN problems USING (row)
    ) WHERE row <> first"""
