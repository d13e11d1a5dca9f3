"""Every class of a teacher who shares or not: rows tell what they are meant to tell, and no more."""

import pyarrow as pa
import pytest

from catchment.release.build import people, schemas
from tests.worlds import classes
from tests.worlds.guarantee import violations
from tests.worlds.tally import tallied


def broken(name, releases=1):
    """Which kinds of numbers are narrowed, over all histories of one class."""
    worlds = list(tallied(name, classes.worlds(releases)))
    found = violations(worlds, classes.published(worlds).__getitem__, classes.account)
    return {violation.question[0] for violation in found}


def test_teachers_tell_what_they_consented_to():
    assert broken("classes of a teacher", releases=2) == set()


@pytest.mark.parametrize(("column", "told"), [("sections", "sections"), ("band", "students")])
def test_a_column_about_the_class_on_teacher_rows(monkeypatch, column, told):
    kind = {"sections": pa.int64(), "band": pa.string()}[column]
    schema = schemas.SCHEMAS["roster"].append(pa.field(column, kind))
    monkeypatch.setitem(schemas.SCHEMAS, "roster", schema)
    assert broken("mutants of teacher rows") == {told}


def test_an_early_date_on_teacher_rows(monkeypatch):
    monkeypatch.setattr(people, "_NEVER_BEFORE_START", ())
    assert broken("mutants of teacher rows") == {"seen"}


def test_rows_of_teachers_who_do_not_share(monkeypatch):
    sound = people.shared_roster

    def of_everybody(roster, names):
        position = roster.schema.get_field_index("sharing")
        return sound(roster.set_column(position, "sharing", pa.array([True] * len(roster))), names)

    monkeypatch.setattr(people, "shared_roster", of_everybody)
    assert broken("mutants of teacher rows") == {"seen", "students"}
