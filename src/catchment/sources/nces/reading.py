"""A sheet read with NCES's codes: one row per row of the file, typed, beside the text it came from."""

from collections.abc import Callable

import duckdb
import pyarrow as pa

from catchment.network.nces import district_id, public_school_id
from catchment.sources.nces.kinds import KINDS
from catchment.sources.nces.sheet import Sheet
from catchment.sources.nces.years import Years
from catchment.warehouse.sql import text

Normal = Callable[[str | None, str | None], str | None]

_CELLS = sorted({name for kind in KINDS for name in kind.columns})


def read_codes(connection: duckdb.DuckDBPyConnection, sheet: Sheet, years: Years) -> None:
    """Replace the tables `given` (cleaned text) and `typed` (what it means) with those of this sheet."""
    connection.register("cells", _with_ids(sheet))
    present = set(sheet.cells.column_names)
    texts = [_text_of(name, name in present) for name in _CELLS if name != "charter"]
    charter = "nces_trim(charter)" if "charter" in present else "CAST(NULL AS VARCHAR)"
    connection.execute(
        f"CREATE OR REPLACE TABLE given AS SELECT row, id, agency, {', '.join(texts)}, {charter} AS charter "
        "FROM cells"
    )
    connection.unregister("cells")
    connection.execute(_typed(sheet, years))


def _text_of(name: str, present: bool) -> str:
    return f"nces_text({name}) AS {name}" if present else f"CAST(NULL AS VARCHAR) AS {name}"


def _with_ids(sheet: Sheet) -> pa.Table:
    """The cells with `id` and, for schools, `agency`: the ids that the row's own state allows."""
    states = [(state or "").strip().upper() for state in _texts(sheet, "state")]
    districts = _ids(district_id, _texts(sheet, "district_id"), states)
    if sheet.kind.subject == "district":
        return sheet.cells.append_column("id", districts).append_column("agency", districts)
    schools = _ids(public_school_id, _texts(sheet, "school_id"), states)
    return sheet.cells.append_column("id", schools).append_column("agency", districts)


def _texts(sheet: Sheet, name: str) -> list[str | None]:
    if name not in sheet.cells.column_names:
        return [None] * sheet.cells.num_rows
    return list(sheet.cells[name].to_pylist())


def _ids(normal: Normal, given: list[str | None], states: list[str]) -> pa.Array:
    # A spreadsheet or a data frame with blanks makes a number of an id: 60429013779.0.
    plain = ((value or "").strip().removesuffix(".0") for value in given)
    return pa.array([normal(value, state) for value, state in zip(plain, states, strict=True)], pa.string())


def _typed(sheet: Sheet, years: Years) -> str:
    """`state` is that of the agency which runs the school, as its id says; only the ids of the Bureau of
    Indian Education and of the Department of Defense name no state, and there it is that of the address."""
    named = "year IS NOT NULL"
    return f"""
    CREATE OR REPLACE TABLE typed AS
    WITH located AS (
      SELECT *, upper(given.state) AS address_state, nces_state(left(id, 2)) AS id_state FROM given
    )
    SELECT
      row, id, agency, id_state, address_state,
      coalesce(id_state, address_state) AS state,
      coalesce(id_state <> address_state, false) AS elsewhere,
      nces_number(latitude) AS latitude, nces_number(longitude) AS longitude,
      CAST(nces_locale(locale) AS BIGINT) AS locale,
      nces_grade(grade_low) AS grade_low, nces_grade(grade_high) AS grade_high,
      nces_zip(zip, address_state) AS zip,
      nces_county(located.county_fips, address_state) AS county_code,
      coalesce(county_code, names.county_fips) AS county_fips,
      nces_number(students) AS students, nces_number(free_lunch) AS free_lunch,
      nces_number(reduced_lunch) AS reduced_lunch,
      nces_charter(charter) AS charter, nces_status(status) AS status,
      CASE WHEN {named} THEN nces_year(year) ELSE {text(years.others)} END AS school_year,
      CASE WHEN {named} THEN nces_year(year) ELSE {text(years.starred)} END AS starred_year
    FROM located LEFT JOIN county_names names
      ON names.state = coalesce(id_state, address_state) AND names.key = nces_county_key(county_name)"""
