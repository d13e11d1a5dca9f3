"""Charts of estimates: bars with margins, words where it is too uncertain, the not reported apart."""

import re
from xml.etree import ElementTree

import pytest

from catchment.disclosure.margins import count_margin
from catchment.network.categories import COMPOSITION, is_reported
from catchment.reports import composition
from catchment.reports.adding import added
from catchment.reports.charts import NARROW, WIDE
from tests.portal_estimates import EPSILON, NETWORK_TIMES, REGION, table

UNCERTAIN = "too uncertain to show"


def rows(family: str, counts: tuple[int, ...]) -> list[dict]:
    return table("region", "north", "north", family, counts)


def charted(family: str, counts: tuple[int, ...] | None = None):
    of_network = tuple(NETWORK_TIMES * count for count in REGION[family])
    return composition.chart(
        family, rows(family, counts or REGION[family]), table("nation", "US", None, family, of_network)
    )


def texts(svg: str) -> list[str]:
    return [node.text for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("family", COMPOSITION)
def test_every_category_is_a_row_and_the_not_reported_come_last(family):
    said = [row[2] == "not in the base" for row in charted(family).rows]
    assert len(said) == len(COMPOSITION[family])
    assert said == sorted(said)
    assert sum(said) == sum(not is_reported(category) for category in COMPOSITION[family])


def test_a_small_place_is_all_words():
    chart = charted("gender", (9, 20, 0, 1, 3))
    assert {row[2] for row in chart.rows} == {UNCERTAIN, "not in the base"}
    assert chart.sentence == "How many of the students are female is too uncertain to show."
    for svg in (chart.svg_wide, chart.svg_narrow):
        assert texts(svg).count(UNCERTAIN) == 4
        assert "%" not in "".join(texts(svg))


def test_no_number_under_twenty_is_said():
    chart = charted("gender")
    assert {row[0]: row[1] for row in chart.rows} == {
        "Female": "60 ± 8",
        "Male": "118 ± 8",
        "Nonbinary": UNCERTAIN,
        "Another gender": UNCERTAIN,
        "Gender not reported": UNCERTAIN,
    }


@pytest.mark.parametrize("family", COMPOSITION)
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_labels_stay_in_the_picture(family, width):
    chart = charted(family)
    svg = chart.svg_wide if width == WIDE else chart.svg_narrow
    farthest = max(float(x) for x in re.findall(r"<text[^>]*translate\(([\d.]+),", svg))
    assert farthest + 90 <= width + 20


def test_races_stand_by_their_share():
    shares = [row[1] for row in charted("race").rows if row[1] != UNCERTAIN]
    numbers = [int(share.split(" ")[0]) for share in shares]
    assert numbers == sorted(numbers, reverse=True)


def test_ids_of_all_charts_are_unique():
    drawn = "".join(chart.svg_wide + chart.svg_narrow for chart in map(charted, COMPOSITION))
    ids = re.findall(r'\bid="([^"]+)"', drawn)
    assert len(ids) == len(set(ids)) == 4 * 2 * 2


@pytest.mark.parametrize("cells", [1, 2, 5, 15])
@pytest.mark.parametrize("units", [1, 12, 400])
def test_the_margin_of_a_sum_is_never_too_narrow(cells, units):
    """Held against the exact distribution of the sum of so many independent noises."""
    one = {"estimate": 100, "margin": count_margin(EPSILON, units)}
    total, margin = added([one] * cells)
    exact = count_margin(EPSILON, units * cells)
    assert total == 100 * cells
    assert exact <= margin <= 1.2 * exact + 1
