"""Domain section 2: a school has one partner, ZIP beats state, mappings have dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catchment.network.errors import BadInput
from catchment.network.regions import (
    PlacedSchool,
    RegionMap,
    RegionRow,
    conflicts,
    district_parts,
    freeze,
)

Y2024, Y2025 = date(2024, 7, 1), date(2025, 7, 1)
DAY = timedelta(days=1)


def state(partner, name="CA", since=Y2024, until=None):
    return RegionRow(partner, name, None, since, until)


def zip_code(partner, name="90001", since=Y2024, until=None):
    return RegionRow(partner, None, name, since, until)


@pytest.mark.parametrize(
    ("rows", "at", "on", "partner"),
    [
        ([state("gold")], ("CA", "90001"), Y2024, "gold"),
        ([state("gold")], ("CA", None), Y2024, "gold"),
        ([state("gold")], ("NV", "90001"), Y2024, None),
        ([], ("CA", "90001"), Y2024, None),
        ([state("gold")], (None, None), Y2024, None),
        # a carve-out inside a state belongs to one partner, whichever row is listed first
        ([state("gold"), zip_code("bay")], ("CA", "90001"), Y2024, "bay"),
        ([zip_code("bay"), state("gold")], ("CA", "90001"), Y2024, "bay"),
        ([zip_code("bay"), state("gold")], ("CA", "90002"), Y2024, "gold"),
        # a ZIP is served wherever it lies
        ([zip_code("bay")], ("NV", "90001"), Y2024, "bay"),
        # both ends are inside
        ([state("gold", until=Y2025)], ("CA", ""), Y2024 - DAY, None),
        ([state("gold", until=Y2025)], ("CA", ""), Y2025, "gold"),
        ([state("gold", until=Y2025)], ("CA", ""), Y2025 + DAY, None),
        ([state("gold")], ("CA", ""), date(2199, 1, 1), "gold"),
        # a carve-out that has ended gives the place back to the state's partner
        ([state("gold"), zip_code("bay", until=Y2025)], ("CA", "90001"), Y2025, "bay"),
        ([state("gold"), zip_code("bay", until=Y2025)], ("CA", "90001"), Y2025 + DAY, "gold"),
        # one after the other
        ([state("gold", until=Y2025 - DAY), state("pine", since=Y2025)], ("CA", ""), Y2025 - DAY, "gold"),
        ([state("gold", until=Y2025 - DAY), state("pine", since=Y2025)], ("CA", ""), Y2025, "pine"),
        # the same partner may say it twice
        ([state("gold"), state("gold", since=Y2025)], ("CA", ""), Y2025, "gold"),
    ],
)
def test_partner_of(rows, at, on, partner):
    assert RegionMap(rows).partner_of(*at, on) == partner


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (
            state("gold", until=Y2025),
            state("pine", since=Y2025),
            'The state CA belongs to two partners, "gold" and "pine", from 2025-07-01 to 2025-07-01; ',
        ),
        (
            zip_code("gold"),
            zip_code("bay", since=Y2025),
            'The ZIP 90001 belongs to two partners, "gold" and "bay", from 2025-07-01 on; ',
        ),
        (
            zip_code("gold"),
            zip_code("bay", since=date(2024, 9, 1), until=date(2024, 9, 30)),
            'The ZIP 90001 belongs to two partners, "gold" and "bay", from 2024-09-01 to 2024-09-30; ',
        ),
    ],
)
def test_two_partners_for_one_place_at_one_date(first, second, sentence):
    with pytest.raises(BadInput) as refused:
        RegionMap([first, second])
    assert str(refused.value) == sentence + "a place belongs to one partner at a time."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (state("gold", until=Y2025 - DAY), state("pine", since=Y2025)),
        (state("gold"), zip_code("bay")),
        (state("gold"), state("pine", "NV")),
        (zip_code("gold"), zip_code("bay", "90002")),
        (state("gold"), state("gold", since=Y2025)),
    ],
)
def test_what_is_no_conflict(first, second):
    assert conflicts([first, second]) == []
    assert conflicts([second, first]) == []


def test_every_conflict_is_found_and_the_error_says_how_many():
    rows = [state("gold"), state("pine"), state("bay")]
    assert len(conflicts(rows)) == 3
    with pytest.raises(BadInput, match="and 2 more such conflicts"):
        RegionMap(rows)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (RegionRow("gold", "CA", "90001", Y2024), "either a state or a ZIP, and not both"),
        (RegionRow("gold", None, None, Y2024), "either a state or a ZIP"),
        (RegionRow("gold", "", "", Y2024), "either a state or a ZIP"),
        (state("gold", until=Y2024 - DAY), "ends on 2024-06-30, before it starts on 2024-07-01"),
    ],
)
def test_a_row_that_is_no_region_is_refused(row, words):
    with pytest.raises(BadInput, match=words) as refused:
        RegionMap([row])
    assert '"gold"' in str(refused.value)


regions = st.builds(
    lambda partner, place, since, length: RegionRow(
        partner,
        *place,
        Y2024 + since * DAY,
        None if length is None else Y2024 + (since + length) * DAY,
    ),
    st.sampled_from(["gold", "pine", "bay"]),
    st.sampled_from([("CA", None), ("NV", None), (None, "90001"), (None, "90002")]),
    st.integers(0, 20),
    st.none() | st.integers(0, 10),
)


@given(st.lists(regions, max_size=6))
def test_no_conflict_means_one_partner_a_day(rows):
    """The order of rows must not matter, unless two partners are named, which is a conflict."""
    if conflicts(rows):
        return
    forward, backward = RegionMap(rows), RegionMap(rows[::-1])
    for day in (Y2024 + n * DAY for n in range(32)):
        for place in (("CA", "90001"), ("CA", "90003"), ("NV", "90002")):
            assert forward.partner_of(*place, day) == backward.partner_of(*place, day)


@given(st.lists(regions, max_size=6))
def test_a_conflict_is_a_day_with_two_partners(rows):
    served = {}
    for row in rows:
        for day in (Y2024 + n * DAY for n in range(32)):
            if row.covers(day):
                served.setdefault((row.state, row.zip, day), set()).add(row.partner_id)
    assert bool(conflicts(rows)) == any(len(partners) > 1 for partners in served.values())


def test_a_carve_out_splits_a_district():
    schools = [
        PlacedSchool("s3", "0100001", "gold"),
        PlacedSchool("s1", "0100001", "gold"),
        PlacedSchool("s2", "0100001", "bay"),
        PlacedSchool("s4", "0100001", None),
        PlacedSchool("s5", "0100002", "gold"),
        PlacedSchool("private", None, "gold"),
    ]
    assert district_parts(schools) == {
        ("0100001", "gold"): ("s1", "s3"),
        ("0100001", "bay"): ("s2",),
        ("0100001", None): ("s4",),
        ("0100002", "gold"): ("s5",),
    }


@pytest.mark.parametrize(
    ("previous", "current", "frozen"),
    [
        ({}, {"s1": "gold"}, {"s1": "gold"}),
        ({"s1": "gold"}, {"s1": "pine"}, {"s1": "gold"}),
        ({"s1": None}, {"s1": "pine"}, {"s1": None}),
        ({"s1": "gold"}, {"s1": "pine", "s2": "pine"}, {"s1": "gold", "s2": "pine"}),
        ({"s1": "gold"}, {}, {"s1": "gold"}),
    ],
)
def test_a_school_year_keeps_its_first_mapping(previous, current, frozen):
    assert freeze(previous, current) == frozen
