"""This week: who is called first, why, and what stands beside it."""

import re

import pytest

from catchment.portal import consents
from catchment.portal.dashboard import calls
from catchment.release.reader import Releases
from catchment.release.reader.reader import open_reader
from tests.portal_people import SINCE
from tests.portal_release import AS_OF, NORTH, person_id


@pytest.fixture
def waiting(people, settings) -> list[calls.Call]:
    return calls.waiting(Releases(settings.CATCHMENT_RELEASES).partner(NORTH), NORTH)


def test_everybody_who_needs_help_is_there_once(waiting):
    assert len({call.person_id for call in waiting}) == len(waiting) == 30


def test_the_most_urgent_come_first(waiting):
    order = list(dict.fromkeys(call.status for call in waiting))
    assert order == ["class_forming", "stalled", "no_class"]


def test_whoever_waited_longest_comes_first_among_equals(waiting):
    stalled = [call.person_id for call in waiting if call.status == "stalled"]
    assert stalled == [person_id(NORTH, number) for number in range(56, 0, -6)]


def test_the_newest_cohort_comes_before_whoever_waited_longer(people, settings):
    releases = Releases(settings.CATCHMENT_RELEASES)
    reader = open_reader(releases.folder / releases.current(), ("public", f"partners/{NORTH}"), ())
    longest = person_id(NORTH, 56)
    reader._con.execute("UPDATE roster SET training_year = '2023-24' WHERE person_id = ?", [longest])
    stalled = [call.person_id for call in calls.waiting(reader, NORTH) if call.status == "stalled"]
    assert stalled[-1] == longest


def test_reasons_are_whole_sentences(waiting):
    by_person = {call.person_id: call for call in waiting}
    assert by_person[person_id(NORTH, 1)].why == (
        "Planned to start CS Principles in spring. No student has joined a class online yet.",
    )
    assert by_person[person_id(NORTH, 2)].why == (
        "The CS Principles class was last active online on January 31, 2026, in the unit Unit 3.",
    )


def test_six_fit_into_a_week(people, as_person):
    text = as_person(people.owner).get("/week/").content.decode()
    assert text.count('class="call"') == calls.A_WEEK == 6
    assert "Show the 24 who can wait" in text
    assert 'href="tel:555-01' in text
    assert "mailto:north" in text


def test_small_cohorts_have_no_percents(people, as_person):
    client = as_person(people.owner)
    assert "%" in visible(client.get("/week/"))
    consents.load([(person_id(NORTH, number), NORTH, SINCE, None) for number in range(1, 9)])
    few = visible(client.get("/week/"))
    assert "4 of 8" in few
    assert re.findall(r"\d+%", few.replace("8 of 70 (11%)", "")) == []


def test_a_stale_source_is_marked(people, as_person, monkeypatch):
    monkeypatch.setattr("catchment.portal.clock.timezone.localdate", lambda: AS_OF)
    text = visible(as_person(people.owner).get("/week/"))
    assert "Workshop attendance Jan 2, 2026 Out of date" in text
    assert text.count("Out of date") == 1


def visible(answer) -> str:
    """The text of a page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
