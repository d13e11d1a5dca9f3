"""Try to find them: plain tables fall to subtraction step by step; the release shows two worlds."""

import re
from dataclasses import replace
from html import unescape

import pytest

from catchment.portal import seed
from catchment.portal.tryout import subtraction
from catchment.portal.tryout.plain import DISTRICT, Cell, Plain, as_json
from tests import portal_release
from tests.portal_people import SINCE
from tests.portal_release import NORTH, school_id

THIRD = school_id(NORTH, 3)
GIRLS = Cell(THIRD, "female")


@pytest.fixture
def tables() -> Plain:
    return portal_release.plain_tables()


@pytest.fixture
def demo(people, settings, tmp_path, tables):
    """A demo with plain tables, as a visitor who has not signed in opens it."""
    settings.CATCHMENT_DEMO = True
    settings.CATCHMENT_TRY_TABLES = tmp_path / "try.json"
    settings.CATCHMENT_TRY_TABLES.write_text(as_json(tables))


def text_of(client, query: str = "") -> str:
    answer = client.get(f"/demo/find/{query}")
    assert answer.status_code == 200
    main = answer.content.decode().split("<main")[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_subtraction_finds_what_is_hidden(tables):
    found = {cell: step.left for cell, step in subtraction.found(tables).items()}
    assert found == {GIRLS: 4, Cell(THIRD, "other"): 4, Cell(school_id(NORTH, 1), "other"): 8}


def test_a_cell_is_found_in_as_few_steps_as_there_are(tables):
    found = subtraction.found(tables)
    steps = subtraction.steps_to(GIRLS, found)
    assert [(step.total, [number for _, number in step.taken], step.left) for step in steps] == [
        (41, [25, 12], 4)
    ]
    assert [step.left for step in subtraction.steps_to(Cell(THIRD, "other"), found)] == [8, 4]


def test_where_two_numbers_of_every_sum_are_hidden_nothing_is_found(tables):
    numbers = {place: dict(row) for place, row in tables.numbers.items()}
    for school in (school_id(NORTH, 1), THIRD):
        numbers[school]["female"] = numbers[school]["other"] = None
    assert subtraction.found(replace(tables, numbers=numbers)) == {}


def test_nothing_is_found_before_somebody_looks(demo, client):
    text = text_of(client)
    assert "Find the girls at North Sample School 3" in text
    assert "4 girls" not in text
    assert text.count("hidden") >= 3


def test_the_visitors_subtraction_finds_the_girls(demo, client):
    text = text_of(client, f"?hidden={THIRD}.female&step=1")
    assert "All 41 girls in the whole district." in text
    assert "41 − 25 − 12 = 4" in text
    assert "4 girls at North Sample School 3" in text


def test_the_numbers_come_from_the_tables(demo, client, settings, tables):
    numbers = {**tables.numbers, DISTRICT: {**tables.numbers[DISTRICT], "female": 42}}
    settings.CATCHMENT_TRY_TABLES.write_text(as_json(replace(tables, numbers=numbers)))
    assert "42 − 25 − 12 = 5" in text_of(client, f"?hidden={THIRD}.female&step=1")


def test_longer_ways_go_step_by_step(demo, client):
    first, second = (text_of(client, f"?hidden={THIRD}.other&step={step}") for step in (1, 2))
    assert "Next subtraction" in first
    assert "68 − 25 − 35 = 8" in first
    assert "23 − 8 − 11 = 4" not in first
    assert "23 − 8 − 11 = 4" in second
    assert "4 students with another answer or none at North Sample School 3" in second


@pytest.mark.parametrize(
    "query", ["?hidden=x.y", "?hidden=.female", "?hidden=&step=-1", "?school=nobody", "?step=99"]
)
def test_whatever_else_a_url_says_is_ignored(demo, client, query):
    assert "Find the girls at" in text_of(client, query)


def test_the_release_shows_two_worlds_behind_one_row(demo, client):
    text = text_of(client, f"?school={THIRD}")
    assert "Two worlds at North Sample School 3" in text
    assert "Female students, all courses 0 1 10 or fewer of 110" in text


def test_a_flagged_group_has_two_worlds(demo, client):
    assert "Students in CS Discoveries 1 2 fewer than 10" in text_of(client, f"?school={school_id(NORTH, 1)}")


def test_it_is_linked_from_the_start_page_of_the_demo(demo, client):
    seed.create_people([seed.DemoPerson("ada@north.invalid", "Ada Sample", "partner", NORTH, "x")], SINCE)
    assert 'href="/demo/find/"' in client.get("/demo/").content.decode()


def test_without_tables_the_page_says_so(demo, client, settings):
    settings.CATCHMENT_TRY_TABLES = None
    assert "has no district whose plain tables can be broken" in text_of(client)
    assert 'href="/demo/find/"' not in client.get("/demo/").content.decode()


def test_no_other_network_has_the_page(demo, client, settings):
    settings.CATCHMENT_DEMO = False
    assert client.get("/demo/find/").status_code == 404


def test_nobody_elsewhere_opens_it(demo, client):
    assert client.get("/demo/find/", REMOTE_ADDR="192.0.2.1").status_code == 404
