"""Who the students of a region are: estimates with their margins, beside what is counted exactly."""

import re
from datetime import date
from html import unescape

import pyarrow.parquet as pq
import pytest

from catchment.release.build.schemas import table_of
from tests import portal_release
from tests.portal_release import NORTH, YEAR


def text_of(client, page: str = "/region/") -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", client.get(page).content.decode())).split())


@pytest.fixture
def north(people, as_person):
    return as_person(people.owner)


@pytest.fixture
def before_the_census(people, settings, as_person):
    """The owner's browser on a release of December, in which nobody has been counted yet."""
    portal_release.write(settings.CATCHMENT_RELEASES, as_of=date(2025, 12, 1))
    return as_person(people.owner)


def test_the_estimate_of_everybody_stands_beside_the_exact_sum(north):
    assert "184 2 small groups are left out Estimate with small groups: about 193 ± 18" in text_of(north)


@pytest.mark.parametrize(
    "said",
    [
        "34 % ± 5 of the students who reported a gender are female; in the whole network 34 % ± 1.",
        "Shares of the 179 ± 16 students who reported a gender. Not reported: too uncertain to show.",
        "The largest group, Hispanic or Latino, is 39 % ± 7 of the students who reported a race.",
        "Female students of underrepresented groups are 18 % ± 5 of the students.",
        "Teachers trained for their course taught about 133 ± 18 students",
        "CS Principles about 125 ± 18 35 % ± 7",
        "CS Discoveries about 68 ± 18 without schools that are too few to estimate too uncertain",
        "Of everybody enrolled at the same schools, 49 % are female",
    ],
)
def test_who_the_students_are_is_said_with_margin_and_base(north, said):
    assert said in text_of(north)


def test_districts_say_what_their_estimate_covers(north):
    text = text_of(north)
    assert "North District A Active again 2 64 2 small groups are left out about 78 ± 13" in text
    assert "about 78 ± 13 in 1 of 2 courses 32 % ± 7" in text
    assert "North District B Active again 1 120 about 121 ± 13 7 % ± 6" in text


def test_a_district_with_too_few_schools_says_so_once(people, published, settings, as_person):
    file = settings.CATCHMENT_RELEASES / published / "partners" / NORTH / "districts.parquet"
    rows = [{**row, "students_estimated": None} for row in pq.read_table(file).to_pylist()]
    pq.write_table(table_of(rows, "districts"), file)
    text = text_of(as_person(people.owner))
    assert text.count("too few schools for an estimate") == 2


def test_no_negative_estimate_is_shown(north):
    assert re.findall(r"[-−]\d+ ±", text_of(north)) == []


NOT_YET = "not yet: the year's breakdown is made on February 15"


def test_before_the_census_pages_say_from_when_on(before_the_census):
    text = text_of(before_the_census)
    assert f"Estimate with small groups: {NOT_YET}" in text
    assert f"School year {YEAR}: {NOT_YET}" in text
    assert "±" not in text.replace("Numbers with ± are estimates.", "")
    assert before_the_census.get("/region/who.csv").status_code == 404
    assert NOT_YET in text_of(before_the_census, f"/schools/{school(1)}/")
    assert f"Female: {NOT_YET}" in text_of(before_the_census, "/schools/")


def school(number: int) -> str:
    return portal_release.school_id(NORTH, number)


def test_the_desk_says_the_estimate_of_each_region(people, as_person):
    text = text_of(as_person(people.staff), "/desk/")
    assert text.count("184 2 small groups are left out about 193 ± 18") == 2


def test_the_year_of_the_estimates_is_said(north):
    assert f"Estimates for {YEAR}, small groups included." in text_of(north)
