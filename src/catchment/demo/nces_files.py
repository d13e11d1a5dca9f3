"""The public school data that comes with Catchment, as files for the door `sources/nces`.

What they are, of which years and under which licence: `data/SOURCE.md`.
"""

from pathlib import Path

SCHOOL_YEAR = "2022-23"
"""The school year of the enrolment in the search exports; their other columns are a year younger."""

_DATA = Path(__file__).parent / "data"


def default_files() -> list[Path]:
    """California, Florida and Michigan: names, enrolment, lunch counts and places of their schools."""
    exports = sorted(_DATA.glob("*.csv.gz"))
    return [*exports, *sorted(_DATA.glob("edge_*_ca_fl_mi.parquet"))]


def national_files() -> list[Path]:
    """The files of `default_files`, and names and places of the schools of all other states.

    Only the three states have enrolment.
    """
    return [*sorted(_DATA.glob("*.csv.gz")), *sorted(_DATA.glob("*.parquet"))]
