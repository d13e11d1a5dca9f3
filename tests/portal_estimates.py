"""The estimated layer of the hand-made release: noised counts of one region and of the network."""

from catchment.disclosure.margins import LEAST_COUNT, count_margin, shares
from catchment.network.categories import COMPOSITION

EPSILON = 0.5
REGION_UNITS, NETWORK_UNITS, DISTRICT_UNITS = 2, 40, 1
HIDDEN = -3
"""What noise made of an empty group: an estimate that no page shows."""
REGION = {
    "gender": (60, 118, 4, HIDDEN, 14),
    "race": (70, 9, 2, 31, 24, HIDDEN, 45, 3, 12),
    "gender_urg": (31, 22, 7, 62, 50, 6, 2, 1, HIDDEN, 0, 1, -2, 6, 5, 4),
    "gender_trained": (44, 15, 80, 37, 3, 1, HIDDEN, 0, 9, 4),
}
NETWORK_TIMES = 60
"""The network is so many times as large as either region."""
STUDENTS = {1: 78, 2: 121}
"""Estimated students of the two districts, small groups included; both add up to the region's 193."""


def of_region(partner: str, year: str) -> list[dict]:
    """The composition on a partner's shelf: its region over all courses, and the girls of one course."""
    rows = [
        row for family in COMPOSITION for row in table("region", partner, partner, family, REGION[family])
    ]
    one = table("region", partner, partner, "gender", (41, 76, 2, HIDDEN, 9), course_id="csp")
    districts = [
        row
        for number, girls in ((1, 25), (2, 8))
        for row in table(
            "district", f"060000{number}", partner, "gender", (girls, STUDENTS[number] - girls, 0, 0, 0)
        )
    ]
    return [{**row, "school_year": year} for row in (*rows, *one, *districts)]


def of_nation(year: str) -> list[dict]:
    """The composition on the public shelf."""
    counts = {family: tuple(NETWORK_TIMES * count for count in REGION[family]) for family in COMPOSITION}
    rows = [row for family in COMPOSITION for row in table("nation", "US", None, family, counts[family])]
    return [{**row, "school_year": year} for row in rows]


def table(
    level: str, geo_id: str, partner: str | None, family: str, counts: tuple[int, ...], course_id: str = "all"
) -> list[dict]:
    """One released table of a place, with margins and shares as the rules give them."""
    units = {"region": REGION_UNITS, "nation": NETWORK_UNITS, "district": DISTRICT_UNITS}[level]
    estimates = dict(zip(COMPOSITION[family], counts, strict=True))
    certain = shares(estimates, EPSILON, units)
    return [
        {
            "level": level,
            "geo_id": geo_id,
            "partner_id": partner,
            "course_id": course_id,
            "family": family,
            "category": category,
            "estimate": estimate,
            "margin": count_margin(EPSILON, units),
            "units": units,
            "count_shown": estimate >= LEAST_COUNT,
            "share": certain[category].value if category in certain else None,
            "share_margin": certain[category].margin if category in certain else None,
        }
        for category, estimate in estimates.items()
    ]


def total(students: int, units: int) -> dict[str, int]:
    """The estimated total of a place, for its row of counts."""
    return {"students_estimated": students, "students_margin": count_margin(EPSILON, 5 * units)}
