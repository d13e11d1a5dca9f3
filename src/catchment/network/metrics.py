"""The registry of metrics (`metrics.toml`): what every published number means.

An id keeps its meaning. To change what is counted, give the entry a new version and say so in the change
log; a reader who compares two releases can then see that the numbers differ in kind.
"""

import tomllib
from dataclasses import dataclass
from importlib import resources

from catchment.network.errors import BadInput

UNITS = (
    "applications",
    "code",
    "date",
    "days",
    "groups",
    "policies",
    "position",
    "schools",
    "share",
    "students",
    "teachers",
    "yes or no",
)
"""What a metric's value is. A `share` is from 0 to 1; a `code` is one of a short list of words."""


@dataclass(frozen=True)
class Metric:
    """One metric. `numerator` and `denominator` are blank unless `unit` is `share`.

    `grain`: what one value is about, as "thing × thing". `section`: where the specification defines it.
    `columns`: where a release says it, as "table.column"; none: it is measured and not published.
    """

    id: str
    version: int
    name: str
    definition: str
    numerator: str
    denominator: str
    unit: str
    grain: str
    section: str
    columns: tuple[str, ...]


def metric(id: str) -> Metric:
    """The metric of that id. BadInput if there is none."""
    found = _BY_ID.get(id)
    if found is None:
        raise BadInput(f'There is no metric "{id}".')
    return found


def exists(id: str) -> bool:
    """Whether there is a metric of that id."""
    return id in _BY_ID


def of_column(table: str, column: str) -> tuple[Metric, ...]:
    """The metrics that a column of a released table says; none: it is a key, a name or an address."""
    return _BY_COLUMN.get(f"{table}.{column}", ())


def _read() -> tuple[Metric, ...]:
    raw = tomllib.loads(resources.files(__package__).joinpath("metrics.toml").read_text("utf-8"))
    blank = {"numerator": "", "denominator": ""}
    return tuple(
        Metric(**{**blank, **entry, "columns": tuple(entry.get("columns", ()))}) for entry in raw["metric"]
    )


METRICS = _read()
_BY_ID = {entry.id: entry for entry in METRICS}
_BY_COLUMN = {
    column: tuple(entry for entry in METRICS if column in entry.columns)
    for column in {column for entry in METRICS for column in entry.columns}
}
