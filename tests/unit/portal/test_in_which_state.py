"""The states that pages ask for besides roles; each says why."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from catchment.portal import seed
from catchment.portal.accounts import in_which_state
from catchment.portal.accounts.models import Membership, PartnerTerms, User
from tests import portal_release
from tests.portal_people import SINCE, person
from tests.portal_release import NORTH, SOUTH

TODAY = date(2026, 3, 20)
DAY = timedelta(days=1)


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr("catchment.portal.clock.timezone.localdate", lambda: TODAY)


def test_staff_without_a_second_factor_is_led_to_set_one_up(people, as_person):
    Authenticator.objects.filter(user=people.staff).delete()
    client = as_person(people.staff)
    for page in ("/desk/", "/desk/people/", "/desk/agreements/"):
        assert client.get(page).headers["Location"].startswith("/account/?next=")
    assert client.get("/account/").status_code == 200


def test_a_session_from_before_the_second_factor_opens_nothing(people, as_person):
    """Who knew the password, and signed in while that was enough, does not profit from what the owner did."""
    Authenticator.objects.filter(user=people.staff).delete()
    before = as_person(people.staff)
    TOTP.activate(people.staff, generate_totp_secret())
    assert before.get("/desk/").headers["Location"] == "/account/again/code/?next=%2Fdesk%2F"
    assert as_person(people.staff).get("/desk/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(people, as_person):
    Authenticator.objects.filter(user=people.staff).update(type=Authenticator.Type.RECOVERY_CODES)
    assert as_person(people.staff).get("/desk/").status_code == 302


def test_a_partner_can_ask_its_people_for_one(people, as_person):
    PartnerTerms.objects.create(partner_id=NORTH, second_factor=True)
    assert as_person(people.owner).get("/roster/").headers["Location"].startswith("/account/?next=")
    assert as_person(people.stranger).get("/roster/").status_code == 200
    Authenticator.objects.create(user=people.owner, type=Authenticator.Type.WEBAUTHN, data={})
    assert as_person(people.owner).get("/roster/").status_code == 200


def test_whom_the_demo_signs_in_needs_none_and_has_agreed(db, published, settings, as_person):
    settings.CATCHMENT_DEMO = True
    portal_release.write(settings.CATCHMENT_RELEASES, demo=True)
    cards = [
        seed.DemoPerson("staff@demo.invalid", "Ana Invented", "staff", None, "program staff"),
        seed.DemoPerson("north@demo.invalid", "Bo Invented", "partner", NORTH, "manages the north"),
    ]
    seed.create_people(cards, SINCE)
    assert as_person(User.objects.get(email="staff@demo.invalid")).get("/desk/").status_code == 200
    assert as_person(User.objects.get(email="north@demo.invalid")).get("/week/").status_code == 200
    other = person("other@demo.invalid", staff_role="administrator")
    Authenticator.objects.filter(user=other).delete()
    assert as_person(other).get("/desk/").status_code == 302


@pytest.mark.parametrize(
    ("since", "left", "ready", "says"),
    [
        (TODAY, None, True, "has run since 2026-03-20"),
        (TODAY + DAY, None, False, "begins on 2026-03-21"),
        (TODAY - DAY, TODAY, False, "ended on 2026-03-20"),
        (TODAY - DAY, TODAY + DAY, True, "has run since 2026-03-19"),
    ],
)
def test_a_membership_says_why_it_runs_or_not(db, published, today, since, left, ready, says):
    user = person("somebody@people.invalid")
    row = Membership.objects.create(
        person=user, partner_id=NORTH, role="partner_viewer", since=since, left=left
    )
    state = in_which_state.membership(row)
    assert state.ready is ready
    assert says in state.because


@pytest.mark.parametrize(("ends_on", "status"), [(TODAY + DAY, 200), (TODAY, 404), (TODAY - DAY, 404)])
def test_a_partners_end_acts_on_the_next_request(people, as_person, today, ends_on, status):
    client = as_person(people.owner)
    assert client.get("/roster/").status_code == 200
    PartnerTerms.objects.create(partner_id=NORTH, ends_on=ends_on)
    assert client.get("/roster/").status_code == status
    assert as_person(people.stranger).get("/roster/").status_code == 200
    row = Membership.objects.get(person=people.owner)
    assert in_which_state.membership(row).ready is (status == 200)


def test_after_one_partner_ended_the_other_one_opens(people, as_person, today):
    both = person("both@two.invalid", partners=(NORTH, SOUTH))
    client = as_person(both)
    assert "Northsample" in client.get("/roster/").content.decode()
    PartnerTerms.objects.create(partner_id=NORTH, ends_on=TODAY)
    assert "Southsample" in client.get("/roster/").content.decode()


def test_a_closed_account_says_so(people, as_person):
    client = as_person(people.owner)
    User.objects.filter(pk=people.owner.pk).update(is_active=False)
    assert client.get("/roster/").headers["Location"].startswith("/sign-in/")
    people.owner.refresh_from_db()
    assert in_which_state.account(people.owner).because == "The account is closed."
