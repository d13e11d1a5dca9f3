"""Tables that stand for several of the contract: what a case is about should not drown in its accounts.

    trained      person_id | course_id | partner_id | trained_on | plan | school_id
    class        person_id | course_id | student_id | joined_on | removed_on | section_id
    teaches_at   person_id | school_id | starts_on | ends_on

`trained` is a workshop of one session that the person was enrolled for and came to. `class` is a row of a
section's roll; the section is named after its teacher and course unless it is given. A person named here
has an account that is called like the person.
"""

from collections.abc import Iterable

Texts = dict[str, str]
Tables = dict[str, list[Texts]]


def spelled_out(given: Tables) -> Tables:
    """The same rows in tables of the contract only."""
    tables = {name: list(rows) for name, rows in given.items() if name not in SHORT}
    for name, spell in SHORT.items():
        for number, row in enumerate(given.get(name, []), 1):
            _add(tables, "teachers", "teacher_id", teacher_id=row["person_id"], person_id=row["person_id"])
            spell(tables, row, number)
    return tables


def _add(tables: Tables, name: str, key: str, **row: str) -> None:
    """Add a row unless the table has one of that key."""
    rows = tables.setdefault(name, [])
    if all(other[key] != row[key] for other in rows):
        rows.append(row)


def _trained(tables: Tables, row: Texts, number: int) -> None:
    on = row.get("trained_on") or "2025-07-07"
    facts = _only(row, ("course_id", "partner_id"))
    workshop = "-".join(("training", *facts.values(), on))
    _add(tables, "workshops", "workshop_id", workshop_id=workshop, starts_on=on, ends_on=on, **facts)
    _add(tables, "workshop_sessions", "session_id", session_id=workshop, workshop_id=workshop, on=on)
    tables.setdefault("enrollments", []).append(
        {"enrollment_id": f"enrollment{number}", "workshop_id": workshop, "teacher_id": row["person_id"]}
        | _only(row, ("plan", "school_id"))
    )
    tables.setdefault("attendance", []).append(
        {"session_id": workshop, "enrollment_id": f"enrollment{number}"}
    )


def _class(tables: Tables, row: Texts, _number: int) -> None:
    course = row.get("course_id", "")
    section = row.get("section_id") or f"{row['person_id']} {course}"
    _add(
        tables,
        "sections",
        "section_id",
        section_id=section,
        teacher_id=row["person_id"],
        course_id=course,
    )
    member = _only(row, ("student_id", "joined_on", "removed_on"))
    tables.setdefault("section_students", []).append({"section_id": section, **member})


def _teaches_at(tables: Tables, row: Texts, _number: int) -> None:
    place = _only(row, ("school_id", "starts_on", "ends_on"))
    tables.setdefault("teacher_schools", []).append({"teacher_id": row["person_id"], **place})


def _only(row: Texts, columns: Iterable[str]) -> Texts:
    return {column: row[column] for column in columns if column in row}


SHORT = {"trained": _trained, "class": _class, "teaches_at": _teaches_at}
