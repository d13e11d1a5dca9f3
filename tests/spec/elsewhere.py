"""What is promised of figures that the measures do not make: in a release, or at the door."""

from catchment.network.regions import RegionMap, RegionRow
from tests.spec.reading import Case

RELEASED = {
    "groups_left_out": "tests/unit/disclosure/test_sums.py",
    "gender_base": "tests/unit/disclosure/test_genders.py",
    "female": "tests/unit/disclosure/test_genders.py",
    "representation_gap": "tests/attack/test_enrolled.py",
    "schools": "tests/attack/test_declared.py",
    "schools_active": "tests/attack/test_declared.py",
    "students_estimated": "tests/unit/release/test_estimates.py",
    "completion_rate": "tests/unit/disclosure/test_benchmarks.py",
    "workshop_retention_rate": "tests/unit/disclosure/test_benchmarks.py",
    "school_status": "tests/unit/disclosure/test_statuses.py",
    "district_status": "tests/unit/disclosure/test_statuses.py",
}
"""Metric → where it is tested: they are made of what a release shows, so rows of sources say too little."""


def regions(case: Case) -> list[dict]:
    """Every school of a case with the partner that serves it."""
    rows = case.given["partner_regions"]
    names = ("partner_id", "state", "zip", "starts_on", "ends_on")
    served = RegionMap(RegionRow(**{name: row.get(name) for name in names}) for row in rows)
    return [
        {
            "school_id": school["school_id"],
            "partner_id": served.partner_of(school["state"], school["zip"], case.as_of),
        }
        for school in case.given["schools"]
    ]
