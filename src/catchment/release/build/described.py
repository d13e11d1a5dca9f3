"""A column is published only if it is a key, a label, or named by a metric of the registry."""

from catchment.network import metrics
from catchment.network.errors import PromiseFailed

KEYS = frozenset(
    (
        *("geo_id", "partner_id", "school_year", "training_year", "course_id", "school_id", "district_id"),
        *("person_id", "group_id", "metric_id", "level", "family", "category", "state", "as_of"),
    )
)
"""What a row of any table can be about, and of when it is."""
BY_ROW = {"targets": "target"}
"""Table -> the column whose metric each row names in `metric_id`."""
LABELS = {
    "benchmarks": {"partners"},
    "metrics": {
        *("id", "version", "name", "definition", "unit", "numerator", "denominator", "grain", "section"),
        "columns",
    },
    "courses": {"name", "grade_band", "kind"},
    "partners": {"name", "kind"},
    "school_directory": {
        *("name", "school_type", "district_name", "address", "city", "zip", "county_fips", "latitude"),
        *("longitude", "locale", "grade_low", "grade_high", "status", "enrolled_year", "in_region"),
    },
    "district_directory": {"name", "city", "zip", "latitude", "longitude"},
    "roster": {
        *("scholarship", "plan", "first_name", "last_name", "email", "phone", "school_name"),
    },
    "reporting_groups": {"name"},
    "group_counts": {"name"},
}
"""Table -> names, addresses and public codes, which measure nothing."""


def require(table: str, columns: list[str]) -> None:
    """PromiseFailed where a column of a table to be published says something that no metric defines."""
    for column in columns:
        if not is_described(table, column):
            raise PromiseFailed(
                f'the column "{column}" of the table {table} has no entry in the registry of metrics, so it '
                "cannot be published"
            )


def is_described(table: str, column: str) -> bool:
    """Whether somebody who reads the column can find out what it means."""
    named = column in KEYS or column in LABELS.get(table, ()) or column == BY_ROW.get(table)
    return named or bool(metrics.of_column(table, column))
