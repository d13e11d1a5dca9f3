"""The roster's filters, order and pages, read from the page itself."""

import re

import pytest

from tests.portal_release import NORTH, TEACHERS, last_name


@pytest.fixture
def north(people, as_person):
    return as_person(people.owner)


def names(client, query: str) -> list[str]:
    """The family names of a roster page, in order."""
    return re.findall(r">Invented (\w+)</a>", client.get(f"/roster/{query}").content.decode())


def test_all_are_on_two_pages_without_overlap(north):
    first, second = names(north, ""), names(north, "?page=2")
    assert len(first) == 50
    assert sorted(first + second) == [last_name(NORTH, number) for number in range(1, TEACHERS + 1)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?status=teaching", range(6, 61, 6)),
        ("?status=needs_help&q=sample0", [1, 2, 3, 7, 8, 9]),
        ("?q=NORTHSAMPLE07", [7]),
        ("?q=north12@teacher", [12]),
        ("?cohort=2025-26&status=completed", range(4, 61, 6)),
    ],
)
def test_filters(north, query, expected):
    assert sorted(names(north, query)) == [last_name(NORTH, number) for number in expected]


@pytest.mark.parametrize(
    "query",
    ["?status=nonsense", "?sort=secret", "?page=minus", "?year=1999", "?course=x", "?page=" + "9" * 5_000],
)
def test_what_is_no_choice_is_ignored(north, query):
    assert names(north, query) == names(north, "")


def test_sorting_turns_round(north):
    assert names(north, "?sort=name&status=teaching") == names(north, "?sort=-name&status=teaching")[::-1]


def test_sorting_by_status_follows_the_school_year(north):
    assert names(north, "?sort=status")[:10] == [last_name(NORTH, number) for number in range(5, 61, 6)]


def test_the_sorted_column_says_so(north):
    text = north.get("/roster/?sort=-activity").content.decode()
    assert re.findall(r'aria-sort="(\w+)"', text) == ["descending"]


def test_htmx_gets_the_list_only_and_history_the_page(north):
    part = north.get("/roster/", headers={"HX-Request": "true"}).content
    whole = north.get(
        "/roster/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    ).content
    assert b"<html" not in part
    assert b"<html" in whole


def test_search_is_not_a_pattern(north):
    assert names(north, "?q=%25") == []
    assert names(north, "?q='") == []


def test_no_match_says_what_to_do(north):
    assert "No teacher matches" in north.get("/roster/?q=nobody").content.decode()
