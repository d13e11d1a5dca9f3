"""The curriculum and the rules of the small networks in which measures are tried out.

Every course has four units of three lessons; lesson `csd-2-3` is the third of the second unit, and every
third lesson is unplugged.
"""

from catchment.network import settings

SETTINGS = settings.parse(
    """
[network]
name = "Small network"
[calendar]
holidays = [["2025-11-24", "2025-11-30"], ["2025-12-20", "2026-01-04"]]
[[completion]]
course = "csp"
level = "full"
at_least = { units = 2, lessons = 2 }
[[completion]]
course = "csd"
level = "half"
all_of = [{ unit = 1, lessons = 1 }, { unit = 2, lessons = 2 }]
[[completion]]
course = "csd"
level = "full"
requires = "half"
any_of = [[{ unit = 3, lessons = 1 }, { unit = 4, lessons = 1 }], [{ unit = 2, lessons = 3 }]]
[[completion]]
course = "csf-a"
level = "full"
plugged_lessons = 2
[[completion]]
course = "csf-b"
level = "full"
plugged_lessons = 3
""",
    "small.toml",
)
COURSES = [
    {"course_id": "csd", "family": "CS", "grade_band": "6-8", "kind": "course"},
    {"course_id": "csp", "family": "CS", "grade_band": "9-12", "kind": "course"},
    {"course_id": "csf-a", "family": "CSF", "grade_band": "K-5", "kind": "course"},
    {"course_id": "csf-b", "family": "CSF", "grade_band": "K-5", "kind": "course"},
    {"course_id": "maze", "family": "Hour of Code", "grade_band": "K-5", "kind": "hour_of_code"},
]
UNITS, LESSONS = 4, 3


def curriculum() -> dict[str, list[dict]]:
    """Rows of `courses`, `units` and `lessons`."""
    units = [(course["course_id"], unit) for course in COURSES for unit in range(1, UNITS + 1)]
    return {
        "courses": [{"name": course["course_id"], **course} for course in COURSES],
        "units": [
            {"unit_id": f"{course}-{unit}", "course_id": course, "position": unit, "name": f"{course} {unit}"}
            for course, unit in units
        ],
        "lessons": [
            {
                "lesson_id": f"{course}-{unit}-{lesson}",
                "unit_id": f"{course}-{unit}",
                "position": lesson,
                "plugged": lesson != LESSONS,
            }
            for course, unit in units
            for lesson in range(1, LESSONS + 1)
        ],
    }
