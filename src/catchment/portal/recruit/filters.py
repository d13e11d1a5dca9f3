"""The filters of the list of schools, as they stand in the URL."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catchment.portal.dashboard.region import ACTIVE
from catchment.portal.sorting import Sorted
from catchment.words.activity import LABELS
from catchment.words.codes import BANDS, LOCALE_GROUPS

ALL_COURSES = "all"
YES_NO = ("yes", "no")
SORTS = {
    "name": "lower(name) {d}",
    "district": "lower(district_name) {d} NULLS LAST",
    "enrolled": "enrolled {d} NULLS LAST",
    "needs": "frl_share {d} NULLS LAST",
    "students": "coalesce(students, 0) {d}, active {d}",
}


@dataclass(frozen=True)
class SchoolFilters(Sorted):
    """One view of the region's schools."""

    search: str
    course: str
    active: str
    activity: str
    band: str
    locale: str
    needs: str
    district: str
    sort: str

    @property
    def narrowed(self) -> bool:
        return (
            any((self.search, self.active, self.activity, self.band, self.locale, self.needs, self.district))
            or self.course != ALL_COURSES
        )

    def where(self) -> tuple[str, list[Any]]:
        """The SQL condition over the joined list, and its parameters."""
        parts, params = ["in_region"], []
        if self.search:
            parts.append(
                "contains(lower(concat_ws(' ', name, city, district_name, zip, school_id)), lower(?))"
            )
            params.append(self.search)
        if self.active:
            parts.append(_yes_no(f"coalesce({ACTIVE}, false)", self.active))
        if self.needs:
            parts.append(_yes_no("high_needs", self.needs))
        if self.band:
            parts.append(self.band)
        if self.locale:
            parts.append("locale // 10 = ?")
            params.append(int(self.locale))
        if self.activity:
            parts.append("activity = ?")
            params.append(self.activity)
        if self.district:
            parts.append("district_id = ?")
            params.append(self.district)
        return " AND ".join(parts), params

    def order(self) -> str:
        direction = "DESC" if self.descending else "ASC"
        return SORTS[self.column].format(d=direction) + ", lower(name), school_id"


def _yes_no(condition: str, answer: str) -> str:
    return condition if answer == "yes" else f"NOT {condition}"


def read(values: Mapping[str, str], choices: Mapping[str, list[Any]]) -> SchoolFilters:
    """The filters a URL asks for; `choices` are the courses and districts of this region."""

    def one_of(name: str, allowed: Any, otherwise: str = "") -> str:
        value = values.get(name, "")
        return value if value in allowed else otherwise

    return SchoolFilters(
        search=values.get("q", "").strip()[:100],
        course=one_of("course", {row["course_id"] for row in choices["courses"]}, ALL_COURSES),
        active=one_of("active", YES_NO),
        activity=one_of("status", LABELS),
        band=one_of("band", BANDS),
        locale=one_of("locale", LOCALE_GROUPS),
        needs=one_of("needs", YES_NO),
        district=one_of("district", {row["district_id"] for row in choices["districts"]}),
        sort=one_of("sort", {*SORTS, *(f"-{name}" for name in SORTS)}, "name"),
    )
