"""Every measure in the order of computing: the one list that an engine goes through."""

from datetime import date
from functools import partial

from catchment.measures import (
    atoms,
    attempts,
    attended,
    categories,
    class_runs,
    class_work,
    classes,
    cohorts,
    completed,
    composition,
    corrections,
    enrolled_people,
    forming,
    furthest_unit,
    health,
    implementing,
    opportunity,
    over_the_years,
    participation,
    person_schools,
    roster,
    roster_rows,
    school_facts,
    signals,
    started,
    sustained,
    teaching,
    trained,
    trainings,
    workshop_retention,
)
from catchment.measures.known import BORN, known
from catchment.measures.step import Step

yearly = partial(Step, yearly=True)

SOURCES = (
    *BORN,
    *("attendance", "courses", "lessons", "school_enrollment", "schools", "state_policies", "students"),
    "units",
)
"""The contract tables that the measures read."""


def steps(as_of: date) -> list[Step]:
    """The steps in order. What the network decides comes in as `vocabulary` tables."""
    return [
        *(Step(f"known_{name}", partial(known, name=name, as_of=as_of), stored=False) for name in BORN),
        *_work(),
        *_trained(as_of),
        *_taught(),
        Step("roster_all", partial(roster.roster_all, as_of=as_of)),
        Step("cohorts", cohorts.cohorts),
        Step("cohorts_all", cohorts.cohorts_all),
        *_anonymous(as_of),
        *_recruitment(as_of),
    ]


def _work() -> list[Step]:
    """Students' work, classes, starting and completing."""
    return [
        Step("lesson_places", attempts.lesson_places),
        Step("needed_counts", completed.needed_counts),
        Step("needed_lessons", completed.needed_lessons),
        Step("attempts", attempts.attempts, stored=False),
        Step("lesson_starts", attempts.lesson_starts, stored=False),
        yearly("student_days", attempts.student_days),
        yearly("student_courses", attempts.student_courses),
        Step("memberships", classes.memberships),
        yearly("year_memberships", classes.year_memberships),
        yearly("class_students", classes.class_students),
        yearly("class_roll", classes.class_roll),
        Step("person_schools", person_schools.person_schools),
        yearly("teacher_started", started.teacher_started),
        yearly("section_active", started.section_active),
        Step("teacher_active", started.teacher_active),
        Step("school_active", started.school_active),
        Step("district_active", started.district_active),
        yearly("lessons_reached", completed.lessons_reached),
        yearly("student_completed", completed.student_completed),
        yearly("teacher_completed", completed.teacher_completed),
    ]


def _trained(as_of: date) -> list[Step]:
    """Who was trained by whom, and the rows of the roster."""
    return [
        Step("enrolled_people", enrolled_people.enrolled_people),
        Step("unmatched_enrollments", enrolled_people.unmatched_enrollments),
        Step("accounts", enrolled_people.accounts),
        Step("attended", attended.attended),
        Step("quarters_attended", workshop_retention.quarters_attended),
        Step("workshop_trainings", trainings.workshop_trainings),
        Step("trainings", corrections.trainings),
        Step("renamed", corrections.renamed),
        Step("sharing", roster_rows.sharing),
        Step("sustained", partial(sustained.sustained, as_of=as_of)),
        Step("roster_rows", partial(roster_rows.roster_rows, as_of=as_of)),
        Step("teacher_statuses", partial(over_the_years.teacher_statuses, as_of=as_of)),
        Step("course_candidates", roster_rows.course_candidates),
        Step("first_starts", implementing.first_starts),
        Step("implementation", partial(implementing.implementation, as_of=as_of)),
        Step("roster_classes", roster_rows.roster_classes),
    ]


def _taught() -> list[Step]:
    """What the classes of trained teachers do."""
    return [
        Step("roster_started", teaching.roster_started),
        Step("roster_completed", teaching.roster_completed),
        yearly("class_attempts", class_work.class_attempts),
        yearly("class_days", class_work.class_days),
        yearly("last_runs", class_runs.last_runs),
        Step("class_runs", class_runs.class_runs),
        Step("class_joins", forming.class_joins),
        yearly("first_students", forming.first_students),
        yearly("furthest_units", furthest_unit.furthest_units),
        Step("teaches_other", teaching.teaches_other),
        Step("health_facts", health.health_facts),
    ]


def _anonymous(as_of: date) -> list[Step]:
    """Students by school, and what is public about schools."""
    return [
        yearly("year_courses", atoms.year_courses),
        yearly("placed_students", atoms.placed_students),
        Step("student_categories", categories.student_categories),
        Step("trained_teachers", trained.trained_teachers),
        yearly("students_of_atoms", atoms.students_of_atoms),
        yearly("atoms", atoms.atoms),
        yearly("composition_cells", composition.composition_cells),
        yearly("participation", participation.participation),
        yearly("atom_findings", atoms.atom_findings),
        Step("school_facts", partial(school_facts.school_facts, as_of=as_of)),
    ]


def _recruitment(as_of: date) -> list[Step]:
    """What schools showed of interest, and what is ready there."""
    return [
        Step("school_signals", signals.school_signals),
        Step("county_applications", signals.county_applications),
        Step("trained_here", opportunity.trained_here),
        Step("opportunity_inputs", partial(opportunity.opportunity_inputs, as_of=as_of)),
    ]
