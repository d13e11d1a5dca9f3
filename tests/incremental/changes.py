"""Small changes of a random network, as an import, an operator or the calendar brings them."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tests.incremental.network import OnDisk, value_of
from tests.oracle.backdrop import SETTINGS

EVERYBODY = ("activity", "section_students", "students")


def new_work(network: OnDisk, chance: Random) -> None:
    """This week's activity."""
    _work(network, chance, date(2026, 3, 10))


def late_work(network: OnDisk, chance: Random) -> None:
    """A row of an old year that comes in now."""
    _work(network, chance, date(2024, 10, chance.randint(1, 28)))


def other_membership(network: OnDisk, chance: Random) -> None:
    """A student leaves a section, long ago or just now, or turns out to have been there longer."""
    section, student, joined, removed = chance.choice(_rows(network, "section_students"))
    days = chance.choice([0, 20, 400])
    row = {"section_id": section, "student_id": student, "joined_on": joined}
    row["removed_on"] = None if removed else joined + timedelta(days=days)
    network.land({"section_students": [row]})


def new_membership(network: OnDisk, chance: Random) -> None:
    """Somebody joins a section now."""
    section, *_ = chance.choice(_rows(network, "section_students"))
    student = chance.choice(_students(network))
    joined = date(2026, 3, chance.randint(1, 15))
    row = {"section_id": section, "student_id": student, "joined_on": joined}
    network.land({"section_students": [row]})


def other_gender(network: OnDisk, chance: Random) -> None:
    """A student says something else."""
    gender = chance.choice(["female", "nonbinary", "another", None])
    row = {"student_id": chance.choice(_students(network)), "gender": gender, "races": "black"}
    network.land({"students": [row]})


def erased(network: OnDisk, chance: Random) -> None:
    """A student is taken out of all sources."""
    network.erase("student_id", chance.choice(_students(network)), *EVERYBODY)


def correction(network: OnDisk, chance: Random) -> None:
    """Staff accept a request of the clean-up."""
    ((person,), *_) = value_of(network.folder, "SELECT person_id FROM teachers ORDER BY 1")
    row = {"request_id": f"r{chance.random()}", "kind": "add", "person_id": person, "partner_id": "p3"}
    row |= {"course_id": "csd", "training_year": "2024-25", "decided_on": date(2026, 3, 1)}
    network.land({"roster_corrections": [row | {"decided_by": "staff"}]})


def other_day(network: OnDisk, chance: Random) -> None:
    """Another as-of date, also an earlier one."""
    network.as_of = chance.choice([date(2025, 11, 20), date(2026, 3, 20), date(2026, 7, 2)])


def other_rule(network: OnDisk, chance: Random) -> None:
    """A completion rule of `network.toml` asks for another number of lessons."""
    rules = list(SETTINGS.completion)
    rules[-1] = replace(rules[-1], plugged_lessons=chance.choice([1, 4]))
    network.network = replace(SETTINGS, completion=tuple(rules))


CHANGES = (
    new_work,
    late_work,
    other_membership,
    new_membership,
    other_gender,
    erased,
    correction,
    other_day,
    other_rule,
)


def _work(network: OnDisk, chance: Random, on: date) -> None:
    lessons = chance.sample([f"csd-{unit}-{lesson}" for unit in (1, 2, 3) for lesson in (1, 2, 3)], 4)
    student = chance.choice(_students(network))
    rows = [{"student_id": student, "lesson_id": lesson, "on": on, "attempts": 1} for lesson in lessons]
    network.land({"activity": rows})


def _rows(network: OnDisk, table: str) -> list[tuple]:
    return value_of(network.folder, f"SELECT * FROM {table} ORDER BY ALL")


def _students(network: OnDisk) -> list[str]:
    known = "SELECT DISTINCT student_id FROM activity WHERE student_id IN (SELECT student_id FROM students)"
    return [student for (student,) in value_of(network.folder, f"{known} ORDER BY 1")]
