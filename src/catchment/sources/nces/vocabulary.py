"""NCES's codes as DuckDB macros, so that a file is read as a set and not row by row."""

import csv
import re
from collections import Counter
from functools import cache
from importlib import resources

import duckdb
import pyarrow as pa

from catchment.network.nces import GRADES, LOCALES, MISSING
from catchment.network.states import STATE_FIPS
from catchment.warehouse.sql import text

_MISSING = (*sorted(MISSING), "NULL")
"""`NULL` is no NCES marker, but stands for the name of several districts in the search exports."""

_GRADES = {
    **{grade.lower(): grade for grade in GRADES},
    **{str(int(grade)): grade for grade in GRADES if grade.isdigit()},
    "pre-k": "PK",
    "k": "KG",
    "kindergarten": "KG",
    "ug": "UG",
    "ungraded": "UG",
    "ae": "AE",
    "adult education": "AE",
}
GRADE_MISSING = ("not applicable",)

_STATUSES = {
    **dict.fromkeys(
        ("open", "new", "added", "reopened", "changed agency", "changed boundary/agency", "changed boundary"),
        "open",
    ),
    "closed": "closed",
    **dict.fromkeys(("inactive", "future"), "excluded"),
}
_CHARTER = {
    **dict.fromkeys(("yes", "y"), "true"),
    **dict.fromkeys(("no", "n", "not applicable"), "false"),
}
"""`N` is the one place where NCES's marker is an answer: a school to which the question does not apply."""

_LEADING_ZERO_ZIPS = ("CT", "MA", "ME", "NH", "NJ", "RI", "VT", "PR", "VI")


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the macros `nces_…` and the table `county_names` (state, key, county_fips).

    `nces_text` cleans a cell; every other macro expects a cell that is clean.
    """
    for macro in _macros():
        connection.execute(f"CREATE MACRO {macro}")
    connection.register("county_names_given", _county_names())
    connection.execute("CREATE TABLE county_names AS FROM county_names_given")


def _macros() -> list[str]:
    missing = ", ".join(map(text, _MISSING))
    bare = "CASE WHEN contains(v, '.') THEN regexp_replace(v, '\\.0+$', '') ELSE v END"
    postal = {fips: state for state, fips in STATE_FIPS.items()}
    zeros = ", ".join(map(text, _LEADING_ZERO_ZIPS))
    return [
        "nces_spaced(v) AS replace(v, chr(160), ' ')",
        "nces_trim(v) AS trim(CASE WHEN contains(nces_spaced(v), '  ') "
        "THEN regexp_replace(nces_spaced(v), ' +', ' ', 'g') ELSE nces_spaced(v) END)",
        f"nces_text(v) AS CASE WHEN nces_trim(v) NOT IN ({missing}) THEN nces_trim(v) END",
        "nces_cast(v) AS TRY_CAST(replace(v, ',', '') AS DOUBLE)",
        "nces_number(v) AS nullif(nullif(nullif(nces_cast(v), -1), -2), -9)",
        f"nces_code(v) AS {bare}",
        f"nces_fips(state) AS {_lookup(STATE_FIPS)}[state]",
        f"nces_state(fips) AS {_lookup(postal)}[fips]",
        f"nces_grade(v) AS {_lookup(_GRADES)}[lower(nces_code(v))]",
        f"nces_status(v) AS {_lookup(_STATUSES)}[lower(v)]",
        f"nces_charter(v) AS CAST({_lookup(_CHARTER)}[lower(v)] AS BOOLEAN)",
        f"nces_locale(v) AS {_lookup({str(code): str(code) for code in LOCALES})}"
        "[regexp_extract(nces_code(v), '^(\\d\\d)(-.*)?$', 1)]",
        "nces_zip(v, state) AS CASE "
        "WHEN regexp_full_match(nces_code(v), '\\d{5}(-?\\d{4})?') THEN left(nces_code(v), 5) "
        f"WHEN regexp_full_match(nces_code(v), '\\d{{3,4}}') AND state IN ({zeros}) "
        "THEN lpad(nces_code(v), 5, '0') END",
        "nces_county(v, state) AS CASE "
        "WHEN regexp_full_match(nces_code(v), '\\d{5}') THEN nces_code(v) "
        "WHEN regexp_full_match(nces_code(v), '\\d{4}') AND '0' || left(nces_code(v), 1) = nces_fips(state) "
        "THEN '0' || nces_code(v) END",
        "nces_label(year) AS format('{}-{:02d}', year, (year + 1) % 100)",
        "nces_year(v) AS CASE "
        "WHEN regexp_full_match(nces_code(v), '20\\d\\d') THEN nces_label(CAST(nces_code(v) AS INTEGER)) "
        "WHEN regexp_full_match(nces_code(v), '20\\d\\d-(20)?\\d\\d') "
        "AND (CAST(left(nces_code(v), 4) AS INTEGER) + 1) % 100 = CAST(right(nces_code(v), 2) AS INTEGER) "
        "THEN nces_label(CAST(left(nces_code(v), 4) AS INTEGER)) END",
        "nces_county_key(v) AS regexp_replace(lower(strip_accents(v)), '[^a-z]', '', 'g')",
    ]


def _lookup(codes: dict[str, str]) -> str:
    return "MAP {" + ", ".join(f"{text(code)}: {text(meaning)}" for code, meaning in codes.items()) + "}"


@cache
def _county_names() -> pa.Table:
    """Counties by state and name; also by the name without `County`, where only one county has it."""
    named = [(row["state"], row["name"], row["county_fips"]) for row in _county_rows()]
    full = {(state, _key(name)): fips for state, name, fips in named}
    short = [(state, _key(_SUFFIX.sub("", name)), fips) for state, name, fips in named]
    uses = Counter((state, key) for state, key, _ in short)
    alone = {(state, key): fips for state, key, fips in short if uses[state, key] == 1}
    keys = {**alone, **full}
    return pa.table(
        {
            "state": [state for state, _ in keys],
            "key": [key for _, key in keys],
            "county_fips": list(keys.values()),
        }
    )


_SUFFIX = re.compile(r" (County|Parish|Borough|Census Area|Municipality|City and Borough|city)$")


def _key(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _county_rows() -> list[dict[str, str]]:
    source = resources.files(__package__).joinpath("county_fips.csv").read_text("utf-8")
    return list(csv.DictReader(source.splitlines()))
