"""Leading zeros that a spreadsheet took: written back only where the row's own state proves them."""

import duckdb

from catchment.network import contract
from catchment.network.states import STATE_FIPS
from catchment.warehouse.sql import quoted, text

_DIGITS = {"school_id": 11, "district_id": 6}


def restore_zeros(connection: duckdb.DuckDBPyConnection, table: contract.Table) -> None:
    """Correct `raw.<table>` in place, with a warning for each value that was corrected.

    The rule is that of `network.nces`, as SQL because a state has thousands of schools.
    """
    if "state" not in table.columns:
        return
    for name in (name for name in _DIGITS if name in table.columns):
        proven = _proven(name)
        connection.execute(
            f"INSERT INTO faults SELECT {text(table.name)}, rowid, 'warning', 'restored_zero', {text(name)}, "
            f"'a leading zero was lost; restored, because the row''s state proves it' "
            f"FROM raw.{quoted(table.name)} WHERE {proven}"
        )
        connection.execute(f"UPDATE raw.{quoted(table.name)} SET {name} = '0' || {name} WHERE {proven}")


def _proven(name: str) -> str:
    fips = " ".join(f"WHEN {text(state)} THEN {text(code)}" for state, code in STATE_FIPS.items())
    begins = f"'0' || left({name}, 1) = CASE state {fips} END"
    return f"regexp_full_match({name}, '\\d{{{_DIGITS[name]}}}') AND {begins}"
