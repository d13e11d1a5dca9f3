"""The same district as a release has it: its schools' rows in words, and two worlds behind each row."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from catchment.portal import years
from catchment.portal.recruit import said
from catchment.portal.tryout.plain import Plain
from catchment.release.reader import Reader
from catchment.words import withheld
from catchment.words.said import Said

FEMALE = "female"
"""In a certificate, the name of the number of female students; the others are courses."""
_ROWS = """
SELECT geo_id, school_year, course_id, name AS course, students, students_code, groups_left_out, gender_base,
    female, female_code, state, students > 0 OR groups_left_out > 0 AS active_at_all
FROM schools LEFT JOIN courses USING (course_id)
LEFT JOIN (SELECT DISTINCT school_id, state FROM school_directory WHERE in_region) ON school_id = geo_id
WHERE school_year = ? AND list_contains(?, geo_id) ORDER BY course_id = 'all', course
"""
_DISTRICT = """
SELECT sum(students)::BIGINT AS students, sum(groups_left_out)::BIGINT AS groups_left_out
FROM districts WHERE geo_id = ? AND school_year = ? AND course_id = 'all'
"""


@dataclass(frozen=True)
class School:
    """One school as published: its students and the female among them in words, and whether worlds differ."""

    school_id: str
    name: str
    students: Said
    female: Said | None
    in_doubt: bool


@dataclass(frozen=True)
class Value:
    """Something that the release withholds: how it is published, and what it is in either world."""

    name: str
    published: Said
    worlds: tuple[int, int]


class Released:
    """What is published of the schools of the plain tables."""

    def __init__(self, reader: Reader, tables: Plain) -> None:
        self._reader, self._tables = reader, tables
        rows = reader.query(_ROWS, [tables.school_year, list(tables.schools)])
        self._rows = {(row["geo_id"], row["course_id"]): row for row in rows}
        self._census = years.census(reader, tables.school_year)

    def schools(self) -> list[School]:
        """The schools in the order of the plain tables."""
        return [self._school(school_id, name) for school_id, name in self._tables.schools.items()]

    def district(self) -> Said:
        """The district's sum of shown students, and what it leaves out."""
        row = self._reader.query(_DISTRICT, [self._tables.district_id, self._tables.school_year])[0]
        return withheld.total(row["students"], row["groups_left_out"])

    def worlds(self, school_id: str) -> list[Value]:
        """Two worlds of a school that both make exactly its row; empty where nothing is withheld."""
        doubts = self._reader.witnesses(school_id, self._tables.school_year)
        if not doubts:
            return []
        other = _most_different(list(doubts.values()))
        return [
            Value(self._name(name), self._published(school_id, name), (values[0], values[other]))
            for name, values in doubts.items()
        ]

    def _school(self, school_id: str, name: str) -> School:
        row = self._rows.get((school_id, "all"))
        in_doubt = bool(self._reader.witnesses(school_id, self._tables.school_year))
        if row is None:
            return School(school_id, name, withheld.none_shown(), None, in_doubt)
        students, female = said.students(self._reader, row), said.female(self._reader, row)
        return School(school_id, name, students, female, in_doubt)

    def _published(self, school_id: str, name: str) -> Said:
        row = self._rows.get((school_id, "all" if name == FEMALE else name))
        if row is None:
            return withheld.none_shown()
        if name == FEMALE:
            return said.female(self._reader, row, self._census) or withheld.none_shown()
        return said.students(self._reader, row)

    def _name(self, name: str) -> str:
        if name == FEMALE:
            return _("Female students, all courses")
        known: list[dict[str, Any]] = self._reader.query(
            "SELECT name FROM courses WHERE course_id = ?", [name]
        )
        return _("Students in %(course)s") % {"course": known[0]["name"] if known else name}


def _most_different(values: list[list[int]]) -> int:
    """Which world differs most from the first."""
    return max(range(1, len(values[0])), key=lambda world: sum(row[world] != row[0] for row in values))
