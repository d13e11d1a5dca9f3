"""The invented nation as a build reads it: the outputs of the measures as of a day, and public tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from bench import students, teachers
from bench.composition import codes
from bench.schools import Schools
from bench.students import Year
from catchment.demo.columns import lookup
from catchment.demo.curriculum import COURSES
from catchment.network.categories import COMPOSITION, GENDERS
from catchment.release.build.inputs import Inputs
from catchment.release.build.schemas import SCHEMAS

_COURSE_IDS = [course.id for course in COURSES]
_LAST_DAY = 366
_UNKNOWN = ("rural", "elementary", "middle", "high", "frl_share", "high_needs", "urg_share", "title_i")


@dataclass(frozen=True)
class Nation:
    """Schools and several school years; what is about single students is written into `folder`."""

    schools: Schools
    years: Sequence[Year]
    folder: Path
    _facts: list[pa.Table] = field(default_factory=list)

    def inputs(self, as_of: date) -> Inputs:
        """What a build as of a day would read."""
        begun = [(year, day) for year in self.years if (day := _day(year, as_of)) >= 0]
        rows = pa.concat_tables(teachers.roster(self.schools, *each) for each in begun)
        measured = {
            "atoms": pa.concat_tables(self._atoms(*each) for each in begun),
            "roster_all": rows,
            "cohorts": teachers.cohorts(rows),
            "cohorts_all": SCHEMAS["cohorts_all"].empty_table(),
            "school_facts": self.facts,
        }
        placed, cells = (
            ds.dataset([self._file(name, *each) for each in begun])
            for name in ("students_of_atoms", "composition_cells")
        )
        of_students = {"students_of_atoms": placed, "composition_cells": cells, "students": placed}
        return Inputs(measured, self.schools.public, of_students)

    @property
    def facts(self) -> pa.Table:
        """The measure `school_facts`: enrolment, and otherwise nothing known."""
        if not self._facts:
            schools = self.schools.public["schools"].select(["school_id"])
            enrolled = self.schools.public["school_enrollment"].select(
                ["school_id", "school_year", "students"]
            )
            latest = enrolled.sort_by("school_year").group_by("school_id", use_threads=False)
            latest = latest.aggregate([("school_year", "last"), ("students", "last")])
            latest = latest.rename_columns(["school_id", "enrolled_year", "enrolled"])
            table = schools.join(latest, "school_id")
            for name in _UNKNOWN:
                kind = SCHEMAS["school_directory"].field(name).type
                table = table.append_column(name, pa.nulls(len(table), kind))
            self._facts.append(table)
        return self._facts[0]

    def _atoms(self, year: Year, day: int) -> pa.Table:
        counts = year.sizes(day)
        there = np.flatnonzero(counts)
        return pa.table(
            {
                **self._place(year, there),
                "students": counts[there],
                "kind": pa.array(["course"] * len(there)),
            }
        )

    def _place(self, year: Year, atoms: np.ndarray) -> dict[str, pa.Array]:
        """The school, school year and course of atoms."""
        named = {
            "school_id": lookup(self.schools.places.school_ids.tolist(), year.school[atoms]),
            "school_year": lookup([year.label], np.zeros(len(atoms))),
            "course_id": lookup(_COURSE_IDS, year.course[atoms]),
        }
        return {name: column.cast(pa.string()) for name, column in named.items()}

    def _file(self, name: str, year: Year, day: int) -> Path:
        file = self.folder / f"{name}-{year.label}-{day}.parquet"
        if not file.exists():
            made = self._students(year, day) if name == "students_of_atoms" else self._cells(year, day)
            pq.write_table(made, file, compression="zstd")
        return file

    def _students(self, year: Year, day: int) -> pa.Table:
        who = np.flatnonzero(year.begins <= day)
        number = pc.utf8_lpad(pa.array(who).cast(pa.string()), 8, "0")
        return pa.table(
            {
                "student_id": pc.binary_join_element_wise(f"s{year.label}-", number, ""),
                **self._place(year, year.atom[who]),
                "kind": lookup(["course"], np.zeros(len(who))).cast(pa.string()),
                "gender": lookup(GENDERS, year.gender[who]).cast(pa.string()),
            }
        )

    def _cells(self, year: Year, day: int) -> pa.Table:
        return pa.concat_tables(self._family(year, day))

    def _family(self, year: Year, day: int) -> Iterator[pa.Table]:
        began = year.begins <= day
        for name, categories in COMPOSITION.items():
            cell = year.atom[began].astype(np.int64) * len(categories) + codes(year)[name][began]
            counts = np.bincount(cell)
            found = np.flatnonzero(counts)
            atom, category = np.divmod(found, len(categories))
            yield pa.table(
                {
                    **self._place(year, atom),
                    "family": lookup([name], np.zeros(len(found))).cast(pa.string()),
                    "category": lookup(categories, category).cast(pa.string()),
                    "students": counts[found],
                }
            )


def nation(schools: Schools, years: int, folder: Path) -> Nation:
    """`years` school years up to 2025-26; `folder` is for scratch."""
    labels = [f"{year}-{(year + 1) % 100:02d}" for year in range(2026 - years, 2026)]
    return Nation(schools, [students.year(schools, label) for label in labels], folder)


def _day(year: Year, as_of: date) -> int:
    """The day of the school year, its last one afterwards; below 0 before it."""
    return min((as_of - date(int(year.label[:4]), 7, 1)).days, _LAST_DAY)
