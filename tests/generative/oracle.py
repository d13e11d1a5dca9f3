"""What the reference reading says a release should tell of the exact layer, school by school.

It is the reading by which `tests/worlds` judges the rules, followed through a whole story.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from tests.generative.stories import BEFORE, COURSES, NEXT, THIS, Chapter, Story
from tests.worlds import reading
from tests.worlds.reading import Reader
from tests.worlds.town import School

MOST = 9999
CENSUS = {BEFORE: date(2025, 2, 15), THIS: date(2026, 2, 15), NEXT: date(2027, 2, 15)}
CLOSING = {BEFORE: date(2025, 6, 30), THIS: date(2026, 6, 30), NEXT: date(2027, 6, 30)}
FAMILIES = (COURSES[:3], COURSES[3:])
Row = tuple
"""school, year, course, students, code, gender base, female, female code"""


@dataclass
class SchoolYear:
    """One school in one year, as far as the story goes."""

    readers: list[Reader]
    behind: dict[str, frozenset[str]] = field(default_factory=dict)
    gender: tuple | None = None
    rows: list[Row] = field(default_factory=list)


class Oracle:
    """Follows a story. Copy it before a release that may never be published."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._schools: dict[tuple[str, str], SchoolYear] = {}
        self._computed: dict[str, date] = {}
        self._broken_down: set[str] = set()

    def release(self, chapter: Chapter) -> list[Row]:
        """The rows of the table `schools`, sorted."""
        named = {year for _, year in self._schools} | {THIS if chapter.as_of < date(2026, 7, 1) else NEXT}
        for year in sorted({row["school_year"] for row in chapter.students} | named):
            if self._computed.get(year, date.min) < CLOSING[year]:
                self._compute(year, chapter)
            if year not in named and not self._tells(year):
                self._schools = {key: found for key, found in self._schools.items() if key[1] != year}
        return sorted(row for found in self._schools.values() for row in found.rows)

    def _tells(self, year: str) -> bool:
        """Whether any group of the year is told of; were it named without, that alone would tell."""
        return any(
            row[1] == year and row[2] != "all" for found in self._schools.values() for row in found.rows
        )

    def stand(self, chapter: Chapter) -> None:
        """The last release was published and never withdrawn."""
        for year in {year for _, year in self._schools}:
            if self._computed.get(year, date.min) < CLOSING[year]:
                self._computed[year] = chapter.as_of

    def _compute(self, year: str, chapter: Chapter) -> None:
        groups = _groups(chapter, year)
        told = {}
        for school in self._story.schools:
            found = self._schools.setdefault((school.id, year), self._new(school.id, year))
            told[school.id] = self._count(found, groups[school.id])
        self._take_census(year, chapter, any(courses.stand or courses.flags for courses, _ in told.values()))
        for school_id, counts in told.items():
            found = self._schools[school_id, year]
            found.rows = list(_rows((school_id, year), counts, found.gender))

    def _take_census(self, year: str, chapter: Chapter, any_told: bool) -> None:
        """Once a year, and not before anything is told of a course: else this would tell of somebody."""
        if chapter.as_of < CENSUS[year] or year in self._broken_down or not any_told:
            return
        self._broken_down.add(year)
        genders = {row["student_id"]: row["gender"] for row in chapter.known}
        for school in self._story.schools:
            found = self._schools[school.id, year]
            found.gender = self._gender(school.id, year, found, genders)

    def _new(self, school_id: str, year: str) -> SchoolYear:
        figures = [row[2] for row in self._rows_of(school_id, year) if row[2] is not None]
        enrolled = figures[-1] if figures else None
        return SchoolYear([Reader(self._n(school_id), enrolled, MOST) for _ in FAMILIES])

    def _count(self, found: SchoolYear, groups: dict[str, frozenset[str]]) -> list[reading.Told]:
        told = []
        for courses, reader in zip(FAMILIES, found.readers, strict=True):
            told.append(reader.release({course: len(groups.get(course, ())) for course in courses}))
            for course in reader.news:
                found.behind[course] = groups[course]
        return told

    def _gender(self, school_id: str, year: str, found: SchoolYear, genders: dict[str, str]) -> tuple:
        behind = frozenset().union(*(who for course, who in found.behind.items() if course != "hoc"))
        said = Counter(genders.get(student, "not_reported") for student in behind)
        base = said.total() - said["not_reported"]
        if not base:
            return 0, None, "few"
        known = reading.gender(self._n(school_id), self._public(school_id, year), base, said["female"])
        return base, said["female"] if known.code == "exact" else None, known.code

    def _public(self, school_id: str, year: str) -> School:
        """The row of public figures that holds for the year: no figure where it contradicts itself."""
        rows = self._rows_of(school_id, year)
        _, _, students, female, male = rows[-1] if rows else (None,) * 5
        if None not in (students, female) and female + (male or 0) > students:
            female = None
        return School(school_id, students, female)

    def _rows_of(self, school_id: str, year: str) -> list[tuple]:
        return [row for row in self._story.enrolment if row[0] == school_id and row[1] <= year]

    def _n(self, school_id: str) -> int:
        state = next(school.state for school in self._story.schools if school.id == school_id)
        return self._story.rules.per_state.get(state, self._story.rules.n)


def _groups(chapter: Chapter, year: str) -> dict[str, dict[str, frozenset[str]]]:
    """Who is in each course of each school."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in chapter.students:
        if row["school_year"] == year:
            found[row["school_id"]][row["course_id"]].add(row["student_id"])
    return defaultdict(
        dict,
        {
            school: {course: frozenset(who) for course, who in courses.items()}
            for school, courses in found.items()
        },
    )


def _rows(place: tuple[str, str], told: list[reading.Told], gender: tuple | None) -> Iterable[Row]:
    nothing = ("", "", "")
    for family in told:
        yield from ((*place, course, count, "exact", *nothing) for course, count in family.stand)
        yield from ((*place, course, -1, "small", *nothing) for course in family.flags)
    total = sum(count for _, count in told[0].stand)
    base, female, code = gender or nothing
    yield (*place, "all", total, "exact", base, "" if female is None else female, code)


def rows_of(table: list[dict]) -> list[Row]:
    """The released rows of `schools` in the same form: blanks as "", a flag's blank count as -1."""
    return sorted(
        (
            row["geo_id"], row["school_year"], row["course_id"],
            -1 if row["students"] is None else row["students"], row["students_code"],
            *("" if row[name] is None else row[name] for name in ("gender_base", "female", "female_code")),
        )
        for row in table
    )  # fmt: skip
