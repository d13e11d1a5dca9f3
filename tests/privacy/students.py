"""Students written in a test, through the real measures, into the cells of the composition tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import duckdb
import ibis
import pyarrow as pa
from hypothesis import strategies as st

from catchment.disclosure.units import LEAST_SCHOOLS, LEAST_SCHOOLS_TRAINED, Site, Units, assign
from catchment.measures.atoms import students_of_atoms
from catchment.measures.categories import student_categories
from catchment.measures.composition import composition_cells
from catchment.network.categories import GENDERS, OPT_OUT, RACES

YEAR = "2025-26"
COURSES = {"csp": "9-12", "csd": "6-8", "csf": "K-5", "hoc": "6-8"}
HOUR_OF_CODE = "hoc"
SCHOOLS = {f"s{number}": Site(f"d{number % 3}", f"CA:p{number % 2}") for number in range(6)}


@dataclass(frozen=True)
class Student:
    """Where a student is counted, by whom they are taught, and what they answered."""

    student_id: str
    school_id: str
    course_id: str
    person_id: str
    gender: str | None
    races: str | None


answers = st.none() | st.lists(st.sampled_from([*RACES, OPT_OUT, "closed_dialog"]), max_size=7).map(";".join)
genders = st.none() | st.sampled_from([*GENDERS, "f", ""])
TEACHERS = {"t1": True, "t2": False}
"""Whether each teacher was trained for every course they teach."""


def student(student_id: str) -> st.SearchStrategy[Student]:
    places = [st.sampled_from(sorted(names)) for names in (SCHOOLS, COURSES, TEACHERS)]
    return st.builds(Student, st.just(student_id), *places, genders, answers)


crowds = st.integers(0, 8).flatmap(lambda size: st.tuples(*[student(f"x{number}") for number in range(size)]))

_COLUMNS = {
    "placed_students": ["student_id", "school_year", "kind", "course_id", "person_id", "school_id"],
    "trained_teachers": ["person_id", "course_id", "school_year"],
    "students": ["student_id", "gender", "races"],
    "courses": ["course_id", "grade_band"],
}


Cells = dict[tuple[str, str, str, str], int]
"""School, course, family and category → students."""


class Measures:
    """The measures from answers to composition cells, to run on many crowds."""

    def __init__(self) -> None:
        tables = {
            name: ibis.table(dict.fromkeys(columns, "string"), name=name)
            for name, columns in _COLUMNS.items()
        }
        tables["student_categories"] = student_categories(tables)
        placed = students_of_atoms(tables)
        self._place = ibis.to_sql(placed, dialect="duckdb")
        counted = composition_cells(
            {"students_of_atoms": ibis.table(placed.schema(), name="students_of_atoms")}
        )
        self._count = ibis.to_sql(counted, dialect="duckdb")
        self._connection = duckdb.connect()

    def cells(self, *crowds: Iterable[Student]) -> list[Cells]:
        """The cells of each crowd, all counted at once in a school year each: that is quicker."""
        for name, rows in _rows([list(crowd) for crowd in crowds]).items():
            columns = {column: [row[column] for row in rows] for column in _COLUMNS[name]}
            schema = pa.schema([(column, pa.string()) for column in columns])
            self._connection.register(name, pa.table(columns, schema=schema))
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE students_of_atoms AS {self._place}")
        found: list[Cells] = [{} for _ in crowds]
        for year, *cell, students in self._connection.execute(
            f"SELECT school_year, school_id, course_id, family, category, students FROM ({self._count})"
        ).fetchall():
            found[int(year)][tuple(cell)] = students
        return found


def _rows(crowds: list[list[Student]]) -> dict[str, list[dict]]:
    years = [str(number) for number in range(len(crowds))]
    everyone = [
        vars(one)
        | {"student_id": f"{year}/{one.student_id}", "school_year": year}
        | {"kind": "hour_of_code" if one.course_id == HOUR_OF_CODE else "course"}
        for year, crowd in zip(years, crowds, strict=True)
        for one in crowd
    ]
    trained = [teacher for teacher, yes in TEACHERS.items() if yes]
    return {
        "placed_students": everyone,
        "trained_teachers": [
            {"person_id": teacher, "course_id": course, "school_year": year}
            for teacher, course, year in product(trained, COURSES, years)
        ],
        "students": everyone,
        "courses": [{"course_id": course, "grade_band": band} for course, band in COURSES.items()],
    }


def units(active: set[tuple[str, str]]) -> dict[str, Units]:
    """The units of each family, from the groups that are published as active."""
    courses = [course for course in COURSES if course != HOUR_OF_CODE]
    small = assign(SCHOOLS, active, courses, least=LEAST_SCHOOLS, districts=True)
    large = assign(SCHOOLS, active, courses, least=LEAST_SCHOOLS_TRAINED, districts=False)
    return {"gender": small, "race": small, "gender_urg": small, "gender_trained": large}
