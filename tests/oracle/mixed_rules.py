"""Other completion rules for the courses of the backdrop: one course with levels of different kinds."""

from dataclasses import replace

from catchment.network import settings
from tests.oracle.backdrop import SETTINGS

MIXED = replace(
    SETTINGS,
    completion=settings.parse(
        """
[network]
name = "Small network with mixed rules"
[[completion]]
course = "csp"
level = "some"
plugged_lessons = 2
[[completion]]
course = "csp"
level = "full"
requires = "some"
at_least = { units = 2, lessons = 2 }
[[completion]]
course = "csd"
level = "half"
all_of = [{ unit = 1, lessons = 2 }, { unit = 2, lessons = 1 }]
[[completion]]
course = "csd"
level = "full"
requires = "half"
plugged_lessons = 5
[[completion]]
course = "csf-a"
level = "some"
at_least = { units = 1, lessons = 2 }
[[completion]]
course = "csf-a"
level = "full"
requires = "some"
any_of = [[{ unit = 2, lessons = 2 }], [{ unit = 3, lessons = 1 }]]
""",
        "mixed.toml",
    ).completion,
)
