"""An answer stands beside the status and decides who is called first; it changes no figure."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from catchment.network import contract
from catchment.portal.checkin import said
from catchment.portal.checkin.models import Answer
from catchment.portal.dashboard import calls
from catchment.release.reader import Releases
from catchment.words import checkins
from tests.portal_checkin import SOMEBODY
from tests.portal_release import AS_OF, NORTH, SOUTH, last_name, person_id

FIRST, AS_USUAL, LAST = said.Turn
STALLED = person_id(NORTH, 2)
TEACHING = person_id(NORTH, 6)


@pytest.fixture
def reader(people, settings, day):
    return Releases(settings.CATCHMENT_RELEASES).partner(NORTH)


def say(answer: str, person: str = STALLED, on: date = AS_OF, partner: str = NORTH) -> None:
    Answer.objects.create(person_id=person, partner_id=partner, answer=answer, on=on, at=timezone.now())


def order(reader) -> list[str]:
    return [call.person_id for call in calls.waiting(reader, NORTH)]


def figures(people, as_person) -> list[str]:
    """Everything on the pages that sums something up, without the list of calls and what hangs on it."""
    week = as_person(people.owner).get("/week/").content.decode()
    desk = as_person(people.staff).get("/desk/").content.decode()
    panels = re.findall(r'<section class="panel.*?</section>|<table.*?</table>', week + desk, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", panel).split()) for panel in panels]


def test_the_answers_are_those_of_the_contract():
    codes = contract.tables()["check_ins"].field("answer").enum
    assert tuple(checkins.ANSWERS) == tuple(checkins.SAID) == codes


def test_who_asked_for_help_is_called_first(reader):
    assert order(reader)[0] != STALLED
    say("need_help")
    assert order(reader)[0] == STALLED
    assert len(order(reader)) == 30


def test_who_asked_for_help_is_called_even_without_another_reason(reader):
    assert TEACHING not in order(reader)
    say("need_help", TEACHING)
    first = calls.waiting(reader, NORTH)[0]
    assert (first.person_id, first.why, str(first.said.words)) == (TEACHING, (), "Asked for help")


@pytest.mark.parametrize("answer", ["teaching", "teaching_elsewhere", "not_assigned"])
def test_who_is_well_is_called_last(reader, answer):
    say(answer)
    assert order(reader)[-1] == STALLED
    assert len(order(reader)) == 30


@pytest.mark.parametrize(
    ("answer", "on", "turn"),
    [
        ("need_help", AS_OF - timedelta(days=60), FIRST),
        ("need_help", AS_OF - timedelta(days=61), AS_USUAL),
        ("teaching", AS_OF - timedelta(days=60), LAST),
        ("teaching", AS_OF - timedelta(days=61), AS_USUAL),
        ("not_assigned", date(2025, 7, 1), LAST),
        ("teaching_elsewhere", date(2025, 7, 1), LAST),
        ("starts_in_spring", AS_OF, AS_USUAL),
    ],
)
def test_an_answer_holds_for_as_long_as_it_can_be_true(reader, answer, on, turn):
    say(answer, on=on)
    assert said.of(reader, NORTH)[STALLED].turn is turn


@pytest.mark.parametrize(
    ("today", "turn"), [(date(2026, 1, 4), LAST), (date(2026, 2, 3), LAST), (date(2026, 2, 4), AS_USUAL)]
)
def test_who_starts_in_spring_waits_until_a_month_into_it(reader, monkeypatch, today, turn):
    monkeypatch.setattr("catchment.portal.clock.today", lambda _reader: today)
    say("starts_in_spring", on=date(2025, 10, 1))
    assert said.of(reader, NORTH)[STALLED].turn is turn


def test_answers_of_another_year_or_partner_do_not_count(reader):
    say("need_help", on=date(2025, 6, 30))
    say("need_help", partner=SOUTH)
    assert said.of(reader, NORTH) == {}


def test_the_latest_answer_counts(reader):
    say("need_help")
    say("teaching")
    assert said.of(reader, NORTH)[STALLED].answer == "teaching"


def test_answers_stand_beside_the_status_for_the_partners_people_only(people, as_person, owner):
    say("need_help", SOMEBODY)
    pages = ("/week/", f"/roster/?q={last_name(NORTH, 3)}", f"/roster/{SOMEBODY}/")
    for page in pages:
        assert "Asked for help" in owner.get(page).content.decode()
    south = as_person(people.stranger)
    for page in ("/week/", "/roster/"):
        assert "Asked for help" not in south.get(page).content.decode()


def test_answers_change_no_figure(people, as_person, owner):
    before = figures(people, as_person)
    assert "60 of 70" in "".join(before)
    for number in range(1, 31):
        say(tuple(checkins.ANSWERS)[number % 5], person_id(NORTH, number))
    assert figures(people, as_person) == before


def test_the_teachers_answer_is_on_the_next_page_of_the_partner(teacher, owner):
    teacher.post("/check-in/answer/", {"answer": "starts_in_spring"})
    assert "Says they start in spring" in owner.get(f"/roster/{SOMEBODY}/").content.decode()


def test_an_open_question_is_on_the_partners_pages_until_it_is_answered(owner, teacher):
    page = f"/roster/{SOMEBODY}/"
    assert "waits for an answer" in owner.get(page).content.decode()
    teacher.post("/check-in/answer/", {"answer": "teaching"})
    assert "waits for an answer" not in owner.get(page).content.decode()


def test_no_question_is_open_whose_asker_has_left(people, as_person, teacher):
    colleague, page = as_person(people.colleague), f"/roster/{SOMEBODY}/"
    assert "waits for an answer" in colleague.get(page).content.decode()
    people.owner.memberships.update(left=AS_OF)
    assert "waits for an answer" not in colleague.get(page).content.decode()
