"""Estimates drawn for one candidate, and corrected data in the next one."""

from datetime import date

import pytest

from catchment.network.policy import Policy
from tests.generative.press import Press
from tests.release_tools import group, inputs, school

SCHOOLS = [school(f"26000010000{number}") for number in (1, 2, 3)]
CENSUS, LATER = date(2026, 3, 1), date(2026, 4, 1)
THREE = [row for place in SCHOOLS for row in group(place["school_id"], "csp", "ffmm")]
TWO = [row for row in THREE if row["school_id"] != SCHOOLS[0]["school_id"]]


@pytest.mark.parametrize(
    ("students", "published", "corrected", "as_of"),
    [
        (THREE, True, TWO, CENSUS),
        (THREE, False, TWO, CENSUS),
        (TWO, True, THREE, CENSUS),
        (TWO, False, THREE, CENSUS),
        (THREE, True, TWO, LATER),
        (THREE, False, TWO, LATER),
        (TWO, True, THREE, LATER),
        (TWO, False, THREE, LATER),
    ],
)
def test_a_corrected_candidate_can_be_published(tmp_path, students, published, corrected, as_of):
    """Three active schools make the district a unit, two do not."""
    press = Press(tmp_path / "releases", Policy())
    first = press.build(inputs(schools=SCHOOLS, students=students), CENSUS)
    if published:
        press.publish(first)
    second = press.build(inputs(schools=SCHOOLS, students=corrected), as_of)
    assert press.attack(second).vetoes == []
