"""Everything that the oracle says, by the names that the measures have."""

from collections.abc import Mapping

from tests.oracle import active, atoms, classes, recruitment, schools, training
from tests.oracle.roster import Roster, cohorts, cohorts_all
from tests.oracle.world import Row, World

PERSON_COURSE = ("person_id", "course_id", "school_year")
SECTION = ("person_id", "section_id", "course_id", "school_year")


def measures(world: World) -> dict[str, list[Row]]:
    """Rows by measure, in no particular order."""
    roster = Roster(world).rows()
    return {
        "teacher_started": _rows(classes.teacher_started(world), PERSON_COURSE, "started_on"),
        "section_active": _rows(classes.section_active(world), SECTION, "active_on"),
        "teacher_completed": [
            dict(zip(PERSON_COURSE, who, strict=True)) | {"completed_on": day, "completed_level": level}
            for who, (day, level) in classes.teacher_completed(world).items()
        ],
        "unmatched_enrollments": [{"enrollments": training.unmatched_enrollments(world)}],
        "roster_all": roster,
        "cohorts": cohorts(roster),
        "cohorts_all": cohorts_all(roster),
        "atoms": atoms.atoms(world),
        "students_of_atoms": atoms.students_of_atoms(world),
        "composition_cells": atoms.composition_cells(world),
        "atom_findings": atoms.findings(world),
        "school_facts": schools.school_facts(world),
        "student_courses": active.student_courses(world),
        "teacher_active": active.teacher_active(world),
        "school_active": active.school_active(world),
        "district_active": active.district_active(world),
        "participation": recruitment.participation(world),
        "school_signals": recruitment.school_signals(world),
        "county_applications": recruitment.county_applications(world),
        "trained_here": recruitment.trained_here(roster),
        "opportunity_inputs": recruitment.opportunity_inputs(world),
    }


def _rows(found: Mapping[tuple, object], key: tuple[str, ...], value: str) -> list[Row]:
    return [dict(zip((*key, value), (*who, what), strict=True)) for who, what in found.items()]
