"""Work on the platform: who worked on which lesson on which day. Millions of rows, so arrays all the way."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from catchment.demo import dates
from catchment.demo.chance import stream
from catchment.demo.columns import Columns, lookup
from catchment.demo.curriculum import HOUR_OF_CODE, LENGTHS, LESSON_IDS, OFFSETS, PLUGGED
from catchment.demo.members import Members
from catchment.demo.sections import Sections

_FRIDAY = 4
_PART = 2_000_000
"""About how many rows are made, and written, at a time."""


def parts(sections: Sections, members: Members, names: pa.Array, seed: int) -> Iterator[tuple[str, Columns]]:
    """The `activity` table in parts, each with its name: some students of one school year after the other."""
    for year, label in enumerate(dates.YEARS):
        chance = stream(seed, f"work {label}")
        meetings = _Timetable(sections, year, chance)
        seated = np.flatnonzero(sections.year[members.section] == year)
        seated = seated[np.argsort(members.student[seated], kind="stable")]
        rows = np.cumsum(meetings.counts[members.section[seated]])
        for number, some in enumerate(np.split(seated, np.searchsorted(rows, _steps(rows)))):
            yield f"{label}-{number + 1:03d}", _rows(meetings, members, some, names, chance)


def _steps(rows: np.ndarray) -> np.ndarray:
    return np.arange(_PART, rows[-1] if len(rows) else 0, _PART)


def _rows(
    meetings: "_Timetable", members: Members, seated: np.ndarray, names: pa.Array, chance: np.random.Generator
) -> Columns:
    row, at = meetings.of(members.section[seated])
    who = seated[row]
    on, lesson = meetings.days[at], meetings.lessons[at]
    lagging = (chance.random(len(row), np.float32) < 0.15) & ~meetings.first_lesson[at]
    lesson = np.where(lagging, lesson - 1, lesson)
    works = chance.random(len(row), np.float32) < members.diligence[who]
    works &= (on >= members.joined[who]) & (on <= members.works_until[who]) & PLUGGED[lesson]
    on, lesson, who = on[works], lesson[works], who[works]
    at_home = (dates.weekday(on) == _FRIDAY) & (chance.random(len(on), np.float32) < 0.12)
    on = on + np.where(at_home, chance.integers(1, 3, len(on), np.int32), 0)
    known = _known(on, members.removed[who])
    return {
        "student_id": _named(names, members.student[who[known]]),
        "lesson_id": lookup(LESSON_IDS, lesson[known]),
        "on": on[known],
        "attempts": _attempts(int(known.sum()), chance),
    }


def _named(names: pa.Array, student: np.ndarray) -> pa.Array:
    """Their pseudonyms; only those of the span at hand go into the dictionary of the file."""
    if not len(student):
        return lookup(names[:0], student)
    first, last = int(student.min()), int(student.max())
    return lookup(names.slice(first, last - first + 1), student - first)


def _known(on: np.ndarray, removed: np.ndarray) -> np.ndarray:
    """Homework may fall on the weekend after the as-of date or after leaving; that did not happen."""
    return (on <= dates.number(dates.AS_OF)) & ((removed < 0) | (on <= removed))


def _attempts(count: int, chance: np.random.Generator) -> np.ndarray:
    tries = chance.geometric(0.35, count)
    return np.where(chance.random(count, np.float32) < 0.01, 0, tries)  # looked at, never tried


class _Timetable:
    """The meetings of a year's sections: their `days` and `lessons`, section after section.

    `counts` says how many each section of all years has; `first_lesson` marks the first lesson of a course.
    """

    def __init__(self, sections: Sections, year: int, chance: np.random.Generator) -> None:
        held = np.flatnonzero(sections.year == year)
        grid = _meets(sections, held, dates.school_days(year), chance)
        counts = grid.sum(axis=1)
        place, day = np.nonzero(grid)
        section = held[place]
        self.days = dates.school_days(year)[day]
        nth = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
        self.lessons = _lessons(sections, section, nth)
        self.first_lesson = self.lessons == OFFSETS[sections.course[section]]
        self.counts = np.zeros(len(sections), np.int64)
        self.counts[held] = counts
        self._begins = np.cumsum(self.counts) - self.counts

    def of(self, section: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Every meeting of each given section: place in `section`, and place in the arrays above."""
        counts = self.counts[section]
        row = np.repeat(np.arange(len(section), dtype=np.int32), counts)
        within = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
        return row, (self._begins[section][row] + within).astype(np.int32)


def _meets(sections: Sections, held: np.ndarray, days: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Sections × days: the section meets on its weekdays between its first and last day, and skips some."""
    order = np.argsort(chance.random((len(held), 5)), axis=1)
    weekdays = order < sections.meets[held][:, None]
    spans = (days >= sections.begins[held][:, None]) & (days <= sections.ends[held][:, None])
    skipped = chance.random((len(held), len(days)), np.float32) < 0.08
    skipped &= ~np.isin(sections.course[held], HOUR_OF_CODE)[:, None]
    return weekdays[:, dates.weekday(days)] & spans & ~skipped


def _lessons(sections: Sections, section: np.ndarray, nth: np.ndarray) -> np.ndarray:
    """The lesson of the n-th meeting; a class that is through goes over its last lessons again."""
    course = sections.course[section]
    reached = (nth * sections.pace[section]).astype(np.int64)
    last = LENGTHS[course] - 1
    again = np.maximum(last - nth % 3, 0)
    return (OFFSETS[course] + np.where(reached > last, again, reached)).astype(np.int32)
