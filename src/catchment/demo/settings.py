"""The demo's `network.toml`."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from catchment.demo import dates
from catchment.demo.curriculum import COURSES, CSA, CSP, PLUGGED_NEEDED

_HEAD = """\
# A synthetic network: people, classes and their work are invented, and so is enrolment that the files of its
# real schools lack. `synthetic` names what.
[network]
name = "Demo network"
demo = true
synthetic = [{synthetic}]
demographic_census = "02-15"
closing = "06-30"

[calendar]
first_class_day = "{first}"
last_class_day = "{last}"
spring_starts = "{spring}"
holidays = [{holidays}]

[cleanup]
courses = ["csd", "csp", "csa"]
opens_on = "07-15"
corrections_month = "09"
scholarship_deadline = "08-31"
non_scholarship_deadline = "09-10"
visible_by = "09-30"
"""

_DISCOVERIES = """
[[completion]]
course = "csd"
level = "half"
all_of = [{ unit = 2, lessons = 5 }, { unit = 3, lessons = 5 }]

[[completion]]
course = "csd"
level = "full"
requires = "half"
any_of = [
  [{ unit = 4, lessons = 2 }, { unit = 5, lessons = 2 }],
  [{ unit = 6, lessons = 5 }],
]
"""


def text(synthetic: Sequence[str]) -> str:
    """The whole file; `synthetic` says what is invented."""
    calendar = dates.CALENDAR
    head = _HEAD.format(
        synthetic=", ".join(f'"{name}"' for name in synthetic),
        first=calendar.first,
        last=calendar.last,
        spring=calendar.spring,
        holidays=", ".join(_span(*holiday) for holiday in calendar.holidays),
    )
    return head + "".join([_at_least(CSP), _at_least(CSA), _DISCOVERIES, *map(_plugged, PLUGGED_NEEDED)])


def write(folder: Path, synthetic: Sequence[str]) -> Path:
    """Writes `network.toml` into the folder, the package's or the network's, and returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "network.toml"
    path.write_text(text(synthetic), "utf-8")
    return path


def _span(begins: date, ends: date) -> str:
    return f'["{begins}", "{ends}"]'


def _at_least(course: int) -> str:
    return _rule(COURSES[course].id, "at_least = { units = 4, lessons = 5 }")


def _plugged(letter: str) -> str:
    return _rule(f"csf-{letter}", f"plugged_lessons = {PLUGGED_NEEDED[letter]}")


def _rule(course: str, condition: str) -> str:
    return f'\n[[completion]]\ncourse = "{course}"\nlevel = "full"\n{condition}\n'
