"""The schools of a region, as published."""

import re

import pytest

from catchment.words.said import REASONS
from tests.portal_release import NORTH, SOUTH, school_id


@pytest.fixture
def north(people, as_person):
    return as_person(people.owner)


def numbers(client, query: str) -> list[int]:
    """The numbers of the schools on a page, in order."""
    found = re.findall(r"North Sample School (\d)</a>", client.get(f"/schools/{query}").content.decode())
    return [int(number) for number in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2, 3, 4]),
        ("?active=yes", [1, 2, 3]),
        ("?active=no", [4]),
        ("?course=csd&active=yes", [1, 3]),
        ("?band=middle", [3]),
        ("?locale=4", [1]),
        ("?needs=yes", [3]),
        ("?needs=no", [1, 2]),
        ("?district=0600002", [3, 4]),
        ("?q=school+2", [2]),
        ("?status=returned", [3]),
        ("?status=never", [4]),
        ("?sort=-students", [3, 1, 2, 4]),
        ("?sort=-enrolled", [3, 2, 1, 4]),
    ],
)
def test_filters_and_order(north, query, expected):
    assert numbers(north, query) == expected


def words_of(client, query: str, column: str = "Students") -> dict[int, str]:
    """What each row says in a column, in words."""
    text = client.get(f"/schools/{query}").content.decode()
    rows = re.findall(
        rf'North Sample School (\d)</a>.*?data-label="{column}"[^>]*>(.*?)</td>', text, re.DOTALL
    )
    return {int(number): " ".join(re.sub(r"<[^>]+>", " ", cell).split()) for number, cell in rows}


def test_students_are_said_as_published(north):
    assert words_of(north, "") == {
        1: "64 1 small group is left out",
        2: "too few to show 1 small group is left out",
        3: "120",
        4: "none shown",
    }


def test_a_small_group_is_said_in_words(north):
    assert words_of(north, "?course=csd") == {1: "fewer than 10", 2: "none shown", 3: "120", 4: "none shown"}


@pytest.mark.parametrize("query", ["", "?course=csd"])
def test_gender_is_said_with_its_base_or_in_words(north, query):
    assert words_of(north, query, "Female, all courses") == {
        1: "25 of 60 (42 %)",
        2: "too few to break down",
        3: "10 or fewer of 110",
        4: "",
    }


def test_how_a_school_stands_is_said_in_words(north):
    assert words_of(north, "", "Over the years") == {
        1: "Active again",
        2: "New this year",
        3: "Back after a break",
        4: "Never active",
    }


def test_what_is_withheld_leads_to_why(north):
    text = north.get(f"/schools/{school_id(NORTH, 1)}/").content.decode()
    assert re.search(r'href="/privacy/#small-groups"[^>]*>fewer than 10</a>', text)
    assert re.search(r'href="/privacy/#gender"[^>]*>all but 15 or fewer of 50</a>', text)


def test_every_reason_is_explained_on_the_public_page(north):
    text = north.get("/privacy/").content.decode()
    assert [reason for reason in REASONS if f'id="{reason}"' not in text] == []


def test_a_state_with_a_threshold_of_its_own_is_said_as_such(people, as_person):
    south = as_person(people.stranger)
    for page in ("/schools/?course=csp", f"/schools/{school_id(SOUTH, 2)}/"):
        text = south.get(page).content.decode()
        assert text.count("fewer than 20") == 2
        assert "20 or fewer" in text
        assert "fewer than 10" not in text


def test_missing_facts_are_said_to_be_unknown(north):
    text = north.get(f"/schools/{school_id(NORTH, 4)}/").content.decode()
    assert text.count("not known") == 2
    assert "No activity is published for this school" in text


def test_the_map_says_what_the_list_says(north):
    features = north.get("/region/schools.geojson").json()["features"]
    said = [(each["properties"]["kind"], each["properties"].get("students")) for each in features]
    assert said == [("shown", 64), ("few", None), ("shown", 120), ("none", None)]


def test_the_region_says_its_bases(north):
    text = " ".join(re.sub(r"<[^>]+>", " ", north.get("/region/").content.decode()).split())
    assert "184" in text
    assert "2 small groups are left out" in text
    assert "3 of 4 schools of the region" in text
    assert "1 of 3 active schools whose lunch figures are known" in text
