"""The roster's filters, as they stand in the URL. Whatever a URL says that is no choice here is ignored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catchment.portal.sorting import Sorted
from catchment.words.statuses import LABELS

NEEDS_HELP = "needs_help"
STATUSES = (NEEDS_HELP, *LABELS)
SORTS = {
    "name": "lower(last_name) {d}, lower(first_name) {d}",
    "status": "list_position(?, status) {d}",
    "activity": "last_activity_on {d} NULLS LAST",
    "trained": "trained_on {d}",
    "school": "lower(school_name) {d} NULLS LAST",
}
"""What the roster can be sorted by; `{d}` takes the direction."""


@dataclass(frozen=True)
class RosterFilters(Sorted):
    """One view of the roster."""

    search: str
    status: str
    course: str
    training_year: str
    school_year: str
    sort: str

    @property
    def narrowed(self) -> bool:
        """Whether anything but the school year and the order is asked for."""
        return bool(self.search or self.status or self.course or self.training_year)

    def where(self) -> tuple[str, list[Any]]:
        """The SQL condition over `teachers`, and its parameters."""
        parts, params = ["school_year = ?"], [self.school_year]
        if self.search:
            parts.append(
                "contains(lower(concat_ws(' ', first_name, last_name, email, school_name)), lower(?))"
            )
            params.append(self.search)
        if self.status == NEEDS_HELP:
            parts.append("needs_help")
        for column, value in (
            ("status", self.status if self.status != NEEDS_HELP else ""),
            ("course_id", self.course),
            ("training_year", self.training_year),
        ):
            if value:
                parts.append(f"{column} = ?")
                params.append(value)
        return " AND ".join(parts), params

    def order(self) -> tuple[str, list[Any]]:
        """The SQL order, and its parameters. Ties break by name, so that pages never overlap."""
        direction = "DESC" if self.descending else "ASC"
        sql = SORTS[self.column].format(d=direction)
        params = [list(LABELS)] if self.column == "status" else []
        return f"{sql}, lower(last_name), lower(first_name), person_id, course_id, training_year", params


def read(values: Mapping[str, str], choices: Mapping[str, list[Any]], school_year: str) -> RosterFilters:
    """The filters a URL asks for; `choices` are those of this roster (see `choices.of`)."""

    def one_of(name: str, allowed: list[Any], otherwise: str = "") -> str:
        value = values.get(name, "")
        return value if value in allowed else otherwise

    return RosterFilters(
        search=values.get("q", "").strip()[:100],
        status=one_of("status", list(STATUSES)),
        course=one_of("course", [course["course_id"] for course in choices["courses"]]),
        training_year=one_of("cohort", choices["training_years"]),
        school_year=one_of("year", choices["school_years"], school_year),
        sort=one_of("sort", [*SORTS, *(f"-{name}" for name in SORTS)], "name"),
    )
