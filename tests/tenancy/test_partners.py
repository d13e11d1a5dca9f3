"""No page of one partner carries anything of another's teachers; leaving and switching act at once."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from catchment.portal.accounts import running, usecases
from catchment.portal.accounts.models import Membership
from tests import portal_release
from tests.portal_people import person, settled
from tests.portal_release import AS_OF, NORTH, SOUTH, TEACHERS, WITHHELD, last_name, person_id, school_id

PORTAL = Path(__file__).resolve().parents[2] / "src" / "catchment" / "portal"


def pages_of(partner: str) -> list[str]:
    teachers = [f"/roster/{person_id(partner, number)}/" for number in range(1, TEACHERS + 1)]
    schools = [f"/schools/{school_id(partner, number)}/" for number in range(1, 5)]
    lists = ["/week/", "/roster/", "/roster/?page=2", "/schools/", "/region/", "/region/schools.geojson"]
    lists += ["/schools.csv", "/region/who.csv", "/privacy/"]
    lists += ["/schools.csv", "/region/who.csv"]
    return [*lists, *teachers, *schools]


def read(client, pages: list[str]) -> str:
    return "".join(client.get(page).content.decode() for page in pages)


@pytest.mark.parametrize(("who", "own", "other"), [("owner", NORTH, SOUTH), ("stranger", SOUTH, NORTH)])
def test_no_page_names_another_partners_teachers(people, as_person, who, own, other):
    client = as_person(getattr(people, who))
    seen = read(client, [*pages_of(own), *pages_of(other)])
    assert last_name(own, 1) in seen
    assert [number for number in range(1, TEACHERS + 1) if last_name(other, number) in seen] == []
    assert f"{other}@" not in seen
    assert f"{other.title()} Sample School" not in seen


def test_the_desk_names_no_teacher(people, as_person):
    seen = as_person(people.staff).get("/desk/").content.decode()
    assert "sample0" not in seen
    assert "@teacher.invalid" not in seen


def test_no_page_says_what_a_small_group_holds(people, as_person):
    school = as_person(people.owner).get(f"/schools/{school_id(NORTH, 2)}/").content.decode()
    assert "fewer than 10" in school
    assert re.search(rf">\s*{WITHHELD}\s*<", school) is None


def test_leaving_acts_on_the_next_request(people, as_person):
    client = as_person(people.owner)
    assert client.get("/roster/").status_code == 200
    membership = Membership.objects.get(person=people.owner)
    usecases.leave(membership=membership, on=date(2026, 3, 14), by=people.staff)
    assert client.get("/roster/").status_code == 404


TODAY = date(2026, 3, 20)
DAY = timedelta(days=1)


@pytest.fixture
def a_day(monkeypatch):
    monkeypatch.setattr("catchment.portal.clock.timezone.localdate", lambda: TODAY)


@pytest.mark.parametrize(
    ("since", "left", "status"),
    [
        (TODAY, None, 200),
        (TODAY + DAY, None, 404),
        (TODAY - DAY, TODAY + DAY, 200),
        (TODAY - DAY, TODAY, 404),
        (TODAY + DAY, TODAY + 2 * DAY, 404),
    ],
)
def test_a_membership_opens_pages_on_its_days_only(people, as_person, a_day, since, left, status):
    settled(people.nobody, NORTH)
    Membership.objects.create(
        person=people.nobody, partner_id=NORTH, role="partner_viewer", since=since, left=left
    )
    assert as_person(people.nobody).get("/roster/").status_code == status


def test_somebody_who_came_back_before_leaving_is_there_once(people, as_person, a_day):
    Membership.objects.filter(person=people.owner).update(left=TODAY + DAY)
    Membership.objects.create(person=people.owner, partner_id=NORTH, role="partner_admin", since=TODAY)
    assert [row.role for row in running.memberships(people.owner)] == ["partner_admin"]


@pytest.mark.parametrize("today", [AS_OF - 90 * DAY, AS_OF + 90 * DAY])
def test_a_demo_opens_to_those_who_join_on_its_day_or_on_the_real_one(
    people, as_person, settings, monkeypatch, today
):
    monkeypatch.setattr("catchment.portal.clock.timezone.localdate", lambda: today)
    settings.CATCHMENT_DEMO = True
    portal_release.write(settings.CATCHMENT_RELEASES, demo=True)
    for since in (AS_OF, today):
        member = person(f"{since}@demo.invalid")
        settled(member, NORTH)
        usecases.join(person=member, partner_id=NORTH, role="partner_viewer", since=since, by=None)
        assert as_person(member).get("/roster/").status_code == 200
        usecases.leave(membership=Membership.objects.get(person=member), on=today, by=None)
        assert as_person(member).get("/roster/").status_code == 404


def test_switching_changes_the_shelf(people, as_person):
    client = as_person(person("both@two.invalid", partners=(NORTH, SOUTH)))
    assert "Northsample" in client.get("/roster/").content.decode()
    assert client.post("/partner/", {"partner": SOUTH}).status_code == 302
    after = client.get("/roster/").content.decode()
    assert "Southsample" in after
    assert "Northsample" not in after


def test_nobody_switches_to_a_partner_that_is_not_theirs(people, as_person):
    client = as_person(people.owner)
    assert client.post("/partner/", {"partner": SOUTH}).status_code == 404
    assert "Northsample" in client.get("/roster/").content.decode()


def test_a_former_partner_in_the_session_opens_nothing(people, as_person):
    client = as_person(people.owner)
    session = client.session
    session["partner"] = SOUTH
    session.save()
    assert "Southsample" not in read(client, ["/week/", "/roster/"])


def test_teacher_rows_have_one_door():
    """Whoever reads the roster table elsewhere reads past the consent."""
    reading = re.compile(r"\b(?:FROM|JOIN)\s+roster\b", re.IGNORECASE)
    doors = [path.relative_to(PORTAL) for path in PORTAL.rglob("*.py") if reading.search(path.read_text())]
    assert doors == [Path("roster/teachers.py")]
