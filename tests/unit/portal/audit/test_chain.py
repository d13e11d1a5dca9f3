"""Nobody changes the past unnoticed: the database refuses it, and getting around that breaks the chain."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from catchment.network.errors import BadInput
from catchment.portal import audit
from catchment.portal.audit import forgetting, heads, triggers, verifying
from catchment.portal.audit.heads import Head
from catchment.portal.audit.models import AuditedTeacher, AuditEvent
from tests.audit_times import written_at

EVENTS, TEACHERS = triggers.EVENTS, triggers.TEACHERS


def sql(statement: str, *params: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)


@pytest.fixture
def chain(db) -> list[AuditEvent]:
    """Five events, the third of which showed two teachers."""
    return [
        audit.record(
            by=None, action=f"test.{number}", detail={"é": [number]}, teachers=["b", "a"] * (number == 3)
        )
        for number in range(1, 6)
    ]


@pytest.fixture
def unguarded(chain):
    """As somebody who can switch the triggers off."""
    triggers.remove(connection)
    yield chain
    triggers.install(connection)


def test_a_whole_chain_is_found_whole(chain):
    found = verifying.verify()
    assert (found.events, found.faults) == (5, [])
    assert found.head == Head(5, chain[-1].hash)


def test_every_event_names_the_one_before(chain):
    assert [event.previous for event in chain[1:]] == [event.hash for event in chain[:-1]]
    assert [event.number for event in chain] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {EVENTS} SET action = 'nothing' WHERE number = 3",
        f"UPDATE {EVENTS} SET hash = hash",
        f"DELETE FROM {EVENTS} WHERE number = 5",
        f"DELETE FROM {TEACHERS}",
        f"UPDATE {TEACHERS} SET person_id = 'c' WHERE person_id = 'a'",
        f"INSERT INTO {TEACHERS} (event_id, person_id) VALUES (3, 'c')",
    ],
)
def test_the_database_refuses_to_change_the_past(chain, statement):
    with pytest.raises(DatabaseError, match="audit event"):
        sql(statement)
    assert verifying.verify().faults == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no such statement")
@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT OR REPLACE INTO {TEACHERS} (id, event_id, person_id) SELECT min(id), 5, 'c' FROM {TEACHERS}",
        f"REPLACE INTO {EVENTS} SELECT * FROM {EVENTS} WHERE number = 5",
        f"UPDATE OR REPLACE {EVENTS} SET number = 1 WHERE number = 2",
    ],
)
def test_the_database_refuses_to_replace_the_past(chain, statement):
    with pytest.raises(DatabaseError, match="audit event"):
        sql(statement)
    assert verifying.verify().faults == []


@pytest.mark.parametrize(("number", "previous"), [(7, "right"), (5, "right"), (6, "wrong")])
def test_the_database_refuses_an_event_that_does_not_follow(chain, number, previous):
    columns = "number, at, action, object, partner_id, release, detail, previous, hash"
    named = chain[-1].hash if previous == "right" else chain[-2].hash
    with pytest.raises(DatabaseError, match="must follow the last one"):
        sql(
            f"INSERT INTO {EVENTS} ({columns}) VALUES (%s, %s, 'x', '', '', '', '{{}}', %s, 'h')",
            number,
            timezone.now(),
            named,
        )


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (f"UPDATE {EVENTS} SET action = 'nothing' WHERE number = 3", "event 3 was changed"),
        (f"UPDATE {EVENTS} SET at = '2020-01-01 00:00:00' WHERE number = 2", "event 2 was changed"),
        (f"UPDATE {TEACHERS} SET person_id = 'c' WHERE person_id = 'a'", "event 3 was changed"),
        (f"DELETE FROM {TEACHERS} WHERE person_id = 'a'", "event 3 was changed"),
        (f"INSERT INTO {TEACHERS} (event_id, person_id) VALUES (4, 'a')", "event 4 was changed"),
        (f"DELETE FROM {EVENTS} WHERE number IN (1, 2)", "no event says that those before event 3"),
        (f"DELETE FROM {EVENTS} WHERE number IN (4)", "events 4 to 4 are missing"),
        (f"UPDATE {EVENTS} SET previous = 'x' WHERE number = 4", "event 4 does not follow event 3"),
    ],
)
def test_a_changed_past_is_found(unguarded, statement, fault):
    sql(statement)
    assert any(fault in said for said in verifying.verify().faults)


def test_no_column_of_an_event_can_change_unseen(unguarded, django_user_model):
    """Whatever is ever added to an event must be under its hash."""
    somebody = django_user_model.objects.create_user("somebody@nowhere.invalid").pk
    others = {"number": 9, "at": "2020-01-01 00:00:00+00:00", "detail": "[]", "forgets_through": 1}
    others |= dict.fromkeys(("actor_id", "about_id"), somebody)
    unseen = []
    for column in (field.column for field in AuditEvent._meta.concrete_fields):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(
                    f"UPDATE {EVENTS} SET {column} = %s WHERE number = 2", [others.get(column, "other")]
                )
            unseen += [] if verifying.verify().faults[len(triggers.rules(connection.vendor)) :] else [column]
            transaction.set_rollback(True)
    assert unseen == []


def test_a_chain_made_anew_differs_from_what_was_noted(unguarded):
    """Whoever changes an event and every hash after it is found out by a head that is kept elsewhere."""
    noted = [Head(event.number, event.hash) for event in unguarded]
    sql(f"DELETE FROM {EVENTS} WHERE number > 3")
    audit.record(by=None, action="forged")
    triggers.install(connection)
    assert verifying.verify().faults == []
    faults = verifying.verify(noted).faults
    assert faults == ["event 4 is not the one that was noted", "event 5 was noted, but the chain ends at 4"]


def test_missing_guards_are_a_fault(unguarded):
    assert len(verifying.verify().faults) == len(triggers.rules(connection.vendor))


def test_a_guard_made_toothless_is_a_fault_and_is_mended(chain):
    rule = next(rule for rule in triggers.rules(connection.vendor) if rule.name == f"{EVENTS}_update")
    triggers.remove(connection)
    for statement in triggers.written(connection.vendor, replace(rule, refused="1 = 0")):
        sql(statement)
    sql(f"UPDATE {EVENTS} SET action = action")
    assert (
        f"the database does not keep events from being changed: {rule.name} is gone or altered"
        in verifying.verify().faults
    )
    triggers.install(connection)
    with pytest.raises(DatabaseError, match="never changed"):
        sql(f"UPDATE {EVENTS} SET action = action")


@pytest.mark.parametrize(
    "detail", [{"share": 0.5}, {"deep": [{"share": 1.0}]}, {"when": timezone.now()}, {1: 2}]
)
def test_a_detail_that_a_database_may_alter_is_not_taken(db, detail):
    with pytest.raises(TypeError, match="the detail of an audit event"):
        audit.record(by=None, action="x", detail=detail)


def test_what_is_rolled_back_leaves_no_gap(chain):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record(by=None, action="lost")
        raise ZeroDivisionError
    audit.record(by=None, action="kept")
    assert verifying.verify().faults == []
    assert AuditEvent.objects.first().number == 6


@pytest.fixture
def years(db, monkeypatch) -> list[AuditEvent]:
    """Six events, one a year, the last of today."""
    return [
        written_at(monkeypatch, timezone.now() - timedelta(days=365 * ago), teachers=[f"t{ago}"])
        for ago in range(5, -1, -1)
    ]


def test_forgetting_takes_what_is_too_old_and_leaves_a_whole_chain(years):
    forgotten = forgetting.forget(keep_days=800)
    assert (forgotten.events, forgotten.through) == (3, 3)
    assert list(AuditEvent.objects.order_by("number").values_list("number", flat=True)) == [4, 5, 6, 7]
    assert sorted(AuditedTeacher.objects.values_list("person_id", flat=True)) == ["t0", "t1", "t2"]
    assert verifying.verify([Head(years[4].number, years[4].hash)]).faults == []


def test_forgetting_twice_keeps_the_chain_whole(years):
    forgetting.forget(keep_days=1500)
    assert forgetting.forget(keep_days=400).through == 4
    assert verifying.verify().faults == []
    assert forgetting.forget(keep_days=400).events == 0


def test_the_database_forgets_nothing_of_the_last_day(years):
    with pytest.raises(DatabaseError, match="no audit event of the last day is forgotten"):
        forgetting.forget(keep_days=-1)
    assert AuditEvent.objects.count() == 6


@pytest.mark.parametrize("through", [2, 10**9])
def test_nothing_to_come_is_forgotten_beforehand(db, monkeypatch, through):
    """An event that names itself, or later ones, would let whatever follows be deleted."""
    written_at(monkeypatch, timezone.now() - timedelta(days=2))
    with pytest.raises(DatabaseError, match="nor one to come"), transaction.atomic():
        audit.record(by=None, action="x", forgets_through=through)
    assert AuditEvent.objects.count() == 1


def test_what_was_noted_and_is_gone_before_its_time_is_a_fault(years):
    """The database lets go of what is older than a day; the file of heads knows how young it was."""
    noted = [Head(event.number, event.hash, event.at) for event in years[:4]]
    forgetting.forget(keep_days=400)
    assert verifying.verify(noted, keep_days=400).faults == []
    [fault] = verifying.verify(noted, keep_days=800).faults
    assert fault.startswith("event 4 was noted and is gone before the 800 days of policy.toml are over")


def test_what_follows_a_younger_event_stays(db, monkeypatch):
    """A clock that ran behind does not take a younger event along."""
    for days in (900, 10, 900):
        written_at(monkeypatch, timezone.now() - timedelta(days=days))
    assert forgetting.forget(keep_days=100).through == 1


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_is_cleaned_up_after():
    audit.record(by=None, action="committed")


@pytest.mark.django_db(transaction=True)
def test_the_next_test_begins_with_an_empty_and_guarded_chain():
    assert verifying.verify() == verifying.Verified()


def test_a_damaged_note_of_heads_is_said(tmp_path):
    file = tmp_path / "heads.txt"
    assert heads.read(file) == []
    heads.note(file, Head(3, "0" * 64, datetime(2026, 3, 4, tzinfo=UTC)))
    assert heads.read(file) == [Head(3, "0" * 64)]
    assert heads.read(file)[0].at == datetime(2026, 3, 4, tzinfo=UTC)
    file.write_text(file.read_text() + "nonsense\n")
    with pytest.raises(BadInput, match=r"heads.txt, line 2: expected"):
        heads.read(file)
