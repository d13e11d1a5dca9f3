"""Which student counts in which school and course."""

from collections import Counter, defaultdict

from catchment.network.categories import GENDERS, gender_category, is_urg, race_category
from tests.oracle import classes
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


def placed(world: World) -> tuple[dict[tuple[str, str, str], list[str]], Counter]:
    """(school, school year, course) → students; and how many are in no atom, by year, kind and reason."""
    members = classes.memberships(world)
    found, lost = defaultdict(list), Counter()
    for (student, year, kind), course in courses_of_the_year(world).items():
        mine = [m for m in members if m.student_id == student and classes.counted(world, m, course, year)]
        last = max(mine, key=lambda m: (m.joined_on, m.section_id), default=None)
        school = person_school(world, last.person_id, year) if last else None
        if school:
            found[school, year, course].append(student)
        else:
            lost[year, kind, "no_school" if last else "no_section"] += 1
    return found, lost


def students_of_atoms(world: World) -> list[Row]:
    students = world.by_id("students", "student_id")
    return [
        {
            "student_id": student,
            "school_id": school,
            "school_year": year,
            "course_id": course,
            "kind": world.courses[course]["kind"],
            **_categories(students.get(student, {}), world.courses[course]["grade_band"]),
        }
        for (school, year, course), members in placed(world)[0].items()
        for student in members
    ]


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
