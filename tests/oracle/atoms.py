"""Which student counts in which school and course."""

from collections import Counter, defaultdict

from catchment.network import clocks
from catchment.network.categories import GENDERS, gender_category, is_urg, race_category
from tests.oracle import classes, training
from tests.oracle.roster import person_school
from tests.oracle.world import Row, World

ATOM = ("school_id", "school_year", "course_id", "kind")


def courses_of_the_year(world: World) -> dict[tuple[str, str, str], str]:
    """(student, school year, kind) → the one course that the student counts in."""
    best: dict[tuple[str, str, str], tuple] = {}
    for (student, course, year), attempts in world.work.items():
        key = (student, year, world.courses[course]["kind"])
        rank = (len({attempt.on for attempt in attempts}), attempts[0].on, course)
        best[key] = max(rank, best.get(key, rank))
    return {key: rank[2] for key, rank in best.items()}


def placed(world: World) -> tuple[dict[tuple[str, str, str], list[tuple[str, str]]], Counter]:
    """(school, school year, course) → students, each with the person who teaches them.

    And how many are in no atom, by year, kind and reason.
    """
    members = classes.memberships(world)
    found, lost = defaultdict(list), Counter()
    for (student, year, kind), course in courses_of_the_year(world).items():
        mine = [m for m in members if m.student_id == student and classes.counted(world, m, course, year)]
        last = max(mine, key=lambda m: (m.joined_on, m.section_id), default=None)
        school = person_school(world, last.person_id, year) if last else None
        if school:
            found[school, year, course].append((student, last.person_id))
        else:
            lost[year, kind, "no_school" if last else "no_section"] += 1
    return found, lost


def students_of_atoms(world: World) -> list[Row]:
    students = world.by_id("students", "student_id")
    trainings = training.trainings(world)
    return [
        {
            "student_id": student,
            "school_id": school,
            "school_year": year,
            "course_id": course,
            "kind": world.courses[course]["kind"],
            **_categories(students.get(student, {}), world.courses[course]["grade_band"]),
            "trained": any(
                row.person_id == person and _counts_for(world, row, course, year) for row in trainings
            ),
        }
        for (school, year, course), members in placed(world)[0].items()
        for student, person in members
    ]


def _counts_for(world: World, row: training.Training, course: str, year: str) -> bool:
    """Whether it was over by the end of the year, and for the course or a K-5 course of its family."""
    own, other = world.courses[course], world.courses[row.course_id]
    beside = own["kind"] == other["kind"] == "course" and own["grade_band"] == other["grade_band"] == "K-5"
    same = row.course_id == course or (beside and own["family"] == other["family"])
    return same and row.trained_on is not None and row.trained_on <= clocks.last_day(year)


def composition_cells(world: World) -> list[Row]:
    cells: Counter = Counter()
    for row in students_of_atoms(world):
        if row["kind"] == "course":
            urg = {True: "urg", False: "not_urg", None: "not_reported"}[row["urg"]]
            trained = "trained" if row["trained"] else "not_trained"
            for family, category in (
                ("gender", row["gender"]),
                ("race", row["race"]),
                ("gender_urg", f"{row['gender']}:{urg}"),
                ("gender_trained", f"{row['gender']}:{trained}"),
            ):
                cells[row["school_id"], row["school_year"], row["course_id"], family, category] += 1
    names = ("school_id", "school_year", "course_id", "family", "category")
    return [dict(zip(names, key, strict=True)) | {"students": count} for key, count in cells.items()]


def _categories(student: Row, grade_band: str) -> Row:
    """K-5 students have gender only, no race."""
    races = student.get("races") if grade_band != "K-5" else None
    return {
        "gender": gender_category(student.get("gender")),
        "race": race_category(races),
        "urg": is_urg(races),
    }


def atoms(world: World) -> list[Row]:
    groups = defaultdict(list)
    for row in students_of_atoms(world):
        groups[tuple(row[name] for name in ATOM)].append(row)
    return [dict(zip(ATOM, key, strict=True)) | _counts(rows) for key, rows in groups.items()]


def _counts(rows: list[Row]) -> Row:
    genders, urg = Counter(row["gender"] for row in rows), Counter(row["urg"] for row in rows)
    return {
        "students": len(rows),
        **{gender: genders[gender] for gender in GENDERS},
        "urg": urg[True],
        "not_urg": urg[False],
        "race_not_reported": urg[None],
    }


def findings(world: World) -> list[Row]:
    return [
        {"school_year": year, "kind": kind, "reason": reason, "students": count}
        for (year, kind, reason), count in placed(world)[1].items()
    ]
