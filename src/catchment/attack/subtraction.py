"""Does any total hold students who are not in a shown cell? Then subtracting gives them away."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from catchment.attack.audit import Veto
from catchment.attack.files import Published

Row = Mapping[str, Any]
Sums = dict[tuple[str, str, str], list[int]]


def from_totals(release: Published) -> Iterator[Veto]:
    """Adds the schools up itself, at every level, and compares with what the release says."""
    places = _places(release)
    for level, place_of in places.items():
        expected = _sums(release, place_of)
        for row in release.rows(level):
            if level == "schools" and row["course_id"] != "all":
                continue  # a cell, not a sum
            key = (row["geo_id"], row["school_year"], row["course_id"])
            if level == "districts":
                key = (f"{row['geo_id']} of {row['partner_id']}", *key[1:])
            students, left_out = expected.get(key, [0, 0])
            if (row["students"], row["groups_left_out"]) != (students, left_out):
                yield Veto(
                    "from_totals",
                    f"{level} {' '.join(key)}",
                    f"says {row['students']} students and {row['groups_left_out']} small groups; the schools "
                    f"there make {students} and {left_out}: the difference is somebody",
                )


def _sums(release: Published, place_of: Callable[[Row], str | None]) -> Sums:
    sums: Sums = defaultdict(lambda: [0, 0])
    for row in release.schools:
        place = place_of(row)
        if row["course_id"] == "all" or place is None:
            continue
        courses = [row["course_id"]]
        if release.families[row["course_id"]] == "course":
            courses.append("all")
        for course in courses:
            total = sums[place, row["school_year"], course]
            total[0] += row["students"] or 0
            total[1] += row["students"] is None
    return sums


def _places(release: Published) -> dict[str, Callable[[Row], str | None]]:
    homes = {(row["school_id"], row["school_year"]): row for row in release.rows("mapping")}

    def home(row: Row) -> Row:
        return homes[row["geo_id"], row["school_year"]]

    def district(row: Row) -> str | None:
        lea = home(row)["district_id"]
        return lea and f"{lea} of {row['partner_id']}"

    return {
        "schools": lambda row: row["geo_id"],
        "districts": district,
        "areas": lambda row: f"{home(row)['state']}:{row['partner_id'] or '_none'}",
        "regions": lambda row: row["partner_id"] or "_none",
        "states": lambda row: home(row)["state"],
        "nation": lambda row: "US",
    }
