"""Changes of a small network: rows that should not matter, ids by other names, and fewer rows."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

Row = dict
Tables = dict[str, list[Row]]
BACKDROP = ("courses", "units", "lessons")
IDS = {
    "enrollment_id": "enrollment",
    "person_id": "person",
    "school_id": "school",
    "section_id": "section",
    "student_id": "student",
    "teacher_id": "teacher",
    "workshop_id": "workshop",
}
"""Column → the kind of thing that its ids name."""


def with_looks(tables: Tables, chance: Random) -> Tables:
    """Some more lessons looked at without an attempt."""
    known = {(row["student_id"], row["lesson_id"], row["on"]) for row in tables["activity"]}
    students = sorted({row["student_id"] for row in tables["section_students"]})
    lessons = [row["lesson_id"] for row in tables["lessons"]]
    looks = []
    for _ in range(40 if students else 0):
        on = date(2024, 7, 1) + timedelta(days=chance.randint(0, 700))
        row = {"student_id": chance.choice(students), "lesson_id": chance.choice(lessons), "on": on}
        if tuple(row.values()) not in known:
            looks.append({**row, "attempts": 0})
    return tables | {"activity": tables["activity"] + looks}


def with_repeats(tables: Tables, chance: Random) -> Tables:
    """A third of the rows of activity once more."""
    work = tables["activity"]
    return tables | {"activity": work + chance.sample(work, len(work) // 3)}


def renamed(tables: Tables) -> tuple[Tables, dict[str, dict[str, str]]]:
    """The tables with other ids in the same order, and for each kind what an id was called before."""
    names: dict[str, set[str]] = {kind: set() for kind in IDS.values()}
    for rows in tables.values():
        for row in rows:
            for column, kind in IDS.items():
                names[kind].add(row.get(column) or "")
    new = {
        kind: {old: f"{kind} {number:05d}" for number, old in enumerate(sorted(olds)) if old}
        for kind, olds in names.items()
    }
    others = {
        name: [row | {c: new[kind][row[c]] for c, kind in IDS.items() if row.get(c)} for row in rows]
        for name, rows in tables.items()
    }
    return others, {kind: {then: old for old, then in pairs.items()} for kind, pairs in new.items()}


def smallest(tables: Tables, fails: Callable[[Tables], bool]) -> Tables:
    """Few rows of which `fails` still says yes: table by table, half of them taken away, then fewer."""
    for name in sorted(set(tables) - set(BACKDROP)):
        step = len(tables[name])
        while step:
            begins = 0
            while begins < len(tables[name]):
                rows = tables[name]
                fewer = tables | {name: rows[:begins] + rows[begins + step :]}
                if _still(fails, fewer):
                    tables = fewer
                else:
                    begins += step
            step //= 2
    return {name: rows for name, rows in tables.items() if rows and name not in BACKDROP}


def _still(fails: Callable[[Tables], bool], tables: Tables) -> bool:
    try:
        return fails(tables)
    except (KeyError, StopIteration):  # a row refers to one that is gone
        return False
