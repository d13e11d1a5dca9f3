"""Consent is state beside the shelf: whoever withdraws is gone with the next request, figures included."""

from datetime import date, timedelta

import pytest

from catchment.portal import consents
from tests import portal_release
from tests.portal_people import SINCE, agreements
from tests.portal_release import AS_OF, NORTH, SOUTH, TEACHERS, last_name, person_id

SOMEBODY = person_id(NORTH, 3)
NAME = last_name(NORTH, 3)
TODAY = AS_OF


@pytest.fixture
def north(people, as_person, settings, monkeypatch):
    """The owner's browser, on a day that does not move."""
    monkeypatch.setattr("catchment.portal.clock.timezone.localdate", lambda: TODAY)
    return as_person(people.owner)


def test_withdrawing_removes_the_rows_at_once(north):
    assert NAME in north.get("/roster/").content.decode()
    consents.withdraw(person_id=SOMEBODY, partner_id=NORTH, on=TODAY)
    for page in ("/week/", "/roster/", "/roster/?q=" + NAME):
        assert f"{NAME}</a>" not in north.get(page).content.decode()
    assert north.get(f"/roster/{SOMEBODY}/").status_code == 404


@pytest.mark.parametrize("on", [TODAY - timedelta(days=1), TODAY + timedelta(days=250)])
def test_withdrawing_acts_at_once_whatever_its_day(north, settings, on):
    """A demo's clock stands at its release; what somebody withdraws today lies far behind that."""
    portal_release.write(settings.CATCHMENT_RELEASES, demo=True)
    consents.withdraw(person_id=SOMEBODY, partner_id=NORTH, on=on)
    assert NAME not in north.get("/roster/").content.decode()
    assert "59 of 70" in north.get("/week/").content.decode()


def test_withdrawing_changes_cohort_figures_at_once(north, people, as_person):
    assert "60 of 70" in north.get("/week/").content.decode()
    consents.withdraw(person_id=SOMEBODY, partner_id=NORTH, on=TODAY)
    assert "59 of 70" in north.get("/week/").content.decode()
    assert "59 of 70" in as_person(people.staff).get("/desk/").content.decode()


def test_a_withdrawal_concerns_one_partner(north):
    consents.withdraw(person_id=SOMEBODY, partner_id=SOUTH, on=TODAY)
    assert NAME in north.get("/roster/").content.decode()


def test_an_imported_withdrawal_acts_as_well(north):
    consents.load([row for row in agreements() if row[0] != SOMEBODY] + [(SOMEBODY, NORTH, SINCE, TODAY)])
    assert NAME not in north.get("/roster/").content.decode()


def test_whoever_is_unknown_is_not_shown(north):
    consents.load([])
    assert "No teacher shares their data with you yet" in north.get("/roster/").content.decode()


def test_an_import_does_not_undo_a_withdrawal_in_the_portal(db):
    consents.load(agreements())
    consents.withdraw(person_id=SOMEBODY, partner_id=NORTH, on=TODAY)
    consents.load(agreements())
    assert SOMEBODY not in consents.people(NORTH, TODAY)


def test_agreeing_anew_after_a_withdrawal_counts(db):
    consents.withdraw(person_id=SOMEBODY, partner_id=NORTH, on=TODAY)
    later = TODAY + timedelta(days=3)
    consents.load([(SOMEBODY, NORTH, later, None)])
    assert SOMEBODY not in consents.people(NORTH, later - timedelta(days=1))
    assert SOMEBODY in consents.people(NORTH, later)


@pytest.mark.parametrize(
    ("granted", "withdrawn", "on", "seen"),
    [
        (date(2026, 1, 10), None, date(2026, 1, 9), False),
        (date(2026, 1, 10), None, date(2026, 1, 10), True),
        (date(2026, 1, 10), date(2026, 2, 1), date(2026, 1, 31), True),
        (date(2026, 1, 10), date(2026, 2, 1), date(2026, 2, 1), False),
    ],
)
def test_days_of_a_consent(db, granted, withdrawn, on, seen):
    consents.load([("p", NORTH, granted, withdrawn)])
    assert (consents.people(NORTH, on) == ("p",)) is seen


def test_a_withdrawal_ends_older_consents_too(db):
    rows = [("p", NORTH, date(2025, 1, 1), None), ("p", NORTH, date(2025, 6, 1), date(2026, 1, 1))]
    consents.load(rows)
    assert consents.people(NORTH, date(2025, 12, 31)) == ("p",)
    assert consents.people(NORTH, date(2026, 1, 1)) == ()


def test_every_change_makes_a_new_revision(db):
    revisions = [consents.revision()]
    consents.load(agreements())
    revisions.append(consents.revision())
    consents.withdraw(person_id=SOMEBODY, partner_id=NORTH, on=TODAY)
    revisions.append(consents.revision())
    assert len(set(revisions)) == 3
    assert len(consents.people(NORTH, TODAY)) == TEACHERS - 1
