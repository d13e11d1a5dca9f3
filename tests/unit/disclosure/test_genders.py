"""Gender at a school: codes cover n+1 values, public figures never leave fewer than three."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catchment.disclosure.genders import Enrolled, GenderRow, break_down, public_range

ROOMY = Enrolled(1000, 500, 500)


@pytest.mark.parametrize(
    ("base", "female", "expected"),
    [
        (20, 10, GenderRow(20, None, "few")),
        (0, 0, GenderRow(0, None, "few")),
        (21, 10, GenderRow(21, None, "low")),
        (21, 11, GenderRow(21, None, "high")),
        (22, 11, GenderRow(22, 11, "exact")),
        (40, 0, GenderRow(40, None, "low")),
        (40, 10, GenderRow(40, None, "low")),
        (40, 11, GenderRow(40, 11, "exact")),
        (40, 29, GenderRow(40, 29, "exact")),
        (40, 30, GenderRow(40, None, "high")),
        (40, 40, GenderRow(40, None, "high")),
    ],
)
def test_codes_begin_n_from_either_end(base, female, expected):
    assert break_down(base, female, ROOMY, 10) == expected


@pytest.mark.parametrize(
    ("enrolled", "expected"),
    [
        (ROOMY, (0, 40)),
        (Enrolled(45, 20, 25), (15, 20)),
        (Enrolled(45, 20, None), (15, 20)),
        (Enrolled(45, 45, 0), (40, 40)),
        (Enrolled(45, 0, 45), (0, 0)),
        (None, None),
        (Enrolled(None, 20, 20), None),
        (Enrolled(45, None, 20), None),
        # more girls than students, more girls and boys than students, more counted than enrolled
        (Enrolled(45, 46, None), None),
        (Enrolled(45, 20, 26), None),
        (Enrolled(39, 20, 19), None),
        # a rest that is neither or not reported is no contradiction
        (Enrolled(45, 20, 20), (15, 20)),
    ],
)
def test_what_public_enrolment_leaves_of_forty(enrolled, expected):
    assert public_range(40, enrolled) == expected


@pytest.mark.parametrize("female", [0, 10, 15, 30, 40])
@pytest.mark.parametrize(
    "enrolled",
    [
        None,
        Enrolled(45, None, None),
        Enrolled(39, 20, 19),
        Enrolled(1000, 1, 999),  # low part: 0..1
        Enrolled(1000, 999, 1),  # high part: 39..40
        Enrolled(72, 41, 31),  # low part: 9..10
        Enrolled(72, 31, 41),  # high part: 30..31
    ],
)
def test_where_public_figures_would_narrow_a_code_nobody_is_broken_down(enrolled, female):
    assert break_down(40, female, enrolled, 10) == GenderRow(40, None, "few")


@pytest.mark.parametrize("enrolled", [Enrolled(1000, 2, 998), Enrolled(73, 41, 32), Enrolled(73, 32, 41)])
def test_three_values_are_enough(enrolled):
    assert break_down(40, 9, enrolled, 10).code == "low"


def test_a_code_that_public_figures_exclude_altogether_hinders_nothing():
    assert break_down(40, 17, Enrolled(45, 20, 25), 10) == GenderRow(40, 17, "exact")


def test_a_count_outside_the_public_range_is_coded_all_the_same():
    assert break_down(40, 5, Enrolled(45, 20, 25), 10) == GenderRow(40, None, "low")


bases = st.integers(0, 60)
publics = st.none() | st.builds(Enrolled, *[st.none() | st.integers(0, 70)] * 3)


@given(bases, publics, st.integers(5, 20))
def test_every_row_that_hides_leaves_three_values_or_all(base, enrolled, n):
    """Behind each published row lie at least three counts that fit the public range, or it is exact."""
    known = public_range(base, enrolled)
    low, high = known if known else (0, base)
    rows = {female: break_down(base, female, enrolled, n) for female in range(low, high + 1)}
    for row in set(rows.values()):
        behind = [female for female, other in rows.items() if other == row]
        if row.code == "exact":
            assert behind == [row.female]
            assert n < row.female < base - n
        elif row.code == "few":
            assert len(behind) == len(rows), "too few to break down is said of all counts or of none"
        else:
            assert len(behind) >= 3


@given(bases, publics, st.integers(5, 20), st.data())
def test_whether_there_is_a_breakdown_never_depends_on_the_count(base, enrolled, n, data):
    one, other = (data.draw(st.integers(0, base)) for _ in range(2))
    assert (break_down(base, one, enrolled, n).code == "few") == (
        break_down(base, other, enrolled, n).code == "few"
    )


@given(bases, publics, st.integers(5, 20), st.data())
def test_without_public_limits_a_code_hides_more_than_n_values(base, enrolled, n, data):
    row = break_down(base, data.draw(st.integers(0, base)), Enrolled(10_000, 5_000, 5_000), n)
    if row.code in ("low", "high"):
        same = [f for f in range(base + 1) if break_down(base, f, Enrolled(10_000, 5_000, 5_000), n) == row]
        assert len(same) == n + 1
