"""Tables whose hidden numbers one can work out by hand, and how the report says it."""

import pytest

from tests.attack_tables.tools import SCHOOLS, attacked, line, long, ranges, recovered

PLAIN = """Oak all 100; Oak female 40; Oak male 60; Lincoln all *; Lincoln female <10; Lincoln male <10;
Adams all 37; Adams female 12; Adams male 25; Grant all 54; Grant female 24; Grant male 30"""
TWO = "Oak all 100; Lincoln all <10; Adams all <10; Grant all 89"


def test_one_hidden_school_is_the_district_minus_the_others(tmp_path):
    found = attacked(tmp_path, schools=long(PLAIN))
    assert recovered(found) == {("Lincoln", "all"): 9, ("Lincoln", "female"): 4, ("Lincoln", "male"): 5}
    assert line(found, "Lincoln", "female").deduction == "Lincoln, female = Oak, female 40 - 12 - 24 = 4"


def test_two_hidden_schools_have_ranges_and_nothing_is_recovered(tmp_path):
    found = attacked(tmp_path, schools=long(TWO))
    assert ranges(found) == {("Lincoln", "all"): (2, 9), ("Adams", "all"): (2, 9)}
    assert not found.recovered


def test_a_bounded_code_can_be_enough(tmp_path):
    found = attacked(tmp_path, schools=long(TWO.replace("100", "91")))
    assert recovered(found) == {("Lincoln", "all"): 1, ("Adams", "all"): 1}
    assert line(found, "Lincoln", "all").deduction == (
        "Lincoln, all is at most Oak, all 91 - 1 - 89 = 1 where the other hidden numbers leave it most; "
        "<10 is at least 1; so it is 1"
    )
    high = attacked(tmp_path, schools=long(TWO.replace("100", "107")))
    assert line(high, "Adams", "all").deduction == (
        "Adams, all is at least Oak, all 107 - 9 - 89 = 9 where the other hidden numbers leave it least; "
        "<10 is at most 9; so it is 9"
    )


def test_a_chain_is_told_step_by_step(tmp_path):
    rows = (
        "Oak female 40; Lincoln female <10; Adams female 12; Grant female 24; Lincoln all 23; Lincoln male *"
    )
    found = attacked(tmp_path, schools=long(rows))
    assert recovered(found) == {("Lincoln", "female"): 4, ("Lincoln", "male"): 19}
    assert line(found, "Lincoln", "male").deduction == (
        "Lincoln, female = Oak, female 40 - 12 - 24 = 4; Lincoln, male = Lincoln, all 23 - 4 = 19"
    )


def test_a_hidden_total_is_the_sum_of_its_parts(tmp_path):
    found = attacked(tmp_path, schools=long("Adams all *; Adams female 12; Adams male 25"))
    assert line(found, "Adams", "all").deduction == "Adams, all = 12 + 25 = 37"


def test_nobody_is_recovered_as_zero(tmp_path):
    found = attacked(tmp_path, schools=long("Lincoln all 12; Lincoln female 12; Lincoln male *"))
    assert line(found, "Lincoln", "male").zero
    assert line(found, "Lincoln", "male").deduction == "Lincoln, male = Lincoln, all 12 - 12 = 0"


DIVISIONS = """
parents_file = "parents.csv"
[codes]
"*" = [0, inf]
"""
OVERLAP = "child,parent,division\nA,District,district\nB,District,district\n" + "".join(
    f"{school},Region,region\n" for school in "ABC"
)


def test_two_areas_that_overlap_give_away_their_difference(tmp_path):
    (tmp_path / "parents.csv").write_text(OVERLAP)
    rows = "geography,value\nDistrict,25\nRegion,40\nA,*\nB,*\nC,*\n"
    found = attacked(tmp_path, DIVISIONS, schools=rows)
    assert recovered(found) == {("C",): 15}
    assert line(found, "C").deduction == "C = Region 40 - District 25 = 15"
    assert ranges(found)[("A",)] == (0, 25)


SHORTER = """child,parent,division
X,Two,one
b,Two,one
c,Two,one
b,G,two
d,G,two
c,H,two
k,H,two
X,One,two
a,One,two
a,F,one
m,F,one
"""


def test_two_sums_are_found_where_three_come_first(tmp_path):
    (tmp_path / "parents.csv").write_text(SHORTER)
    rows = "geography,value\nTwo,9\nOne,7\nF,9\nG,5\nH,5\nX,*\na,*\nb,*\nc,*\nd,3\nk,1\nm,5\n"
    found = attacked(tmp_path, DIVISIONS, places=rows)
    assert recovered(found) == {("X",): 3, ("a",): 4, ("b",): 2, ("c",): 4}
    assert line(found, "X").deduction == "a = F 9 - 5 = 4; X = One 7 - 4 = 3"


GRID = """
[codes]
"*" = [0, inf]
[parents]
N = "All"
S = "All"
E = "All"
[attributes.gender]
all = ["f", "m"]
"""


def test_every_sum_of_a_table_together_can_say_what_no_chain_says(tmp_path):
    """Everybody, less two whole schools, less the boys of the third."""
    rows = "N all 7; S all 5; All f 12; N f *; N m *; S f *; S m *; E f *; All m 9; E m 5"
    found = attacked(tmp_path, GRID, schools=long(rows, "geography,gender,value"))
    assert recovered(found) == {("E", "f"): 4}
    assert line(found, "E", "f").deduction == "E, f = All, f 12 + All, m 9 - N, all 7 - S, all 5 - 5 = 4"


def test_more_parts_than_one_reads_are_summed_up(tmp_path):
    places = [f"S{number}" for number in range(20)]
    parents = "".join(f'{place} = "Oak"\n' for place in places)
    rows = "geography,value\nOak,200\nS0,*\n" + "".join(f"{place},10\n" for place in places[1:])
    found = attacked(tmp_path, f'[codes]\n"*" = [0, inf]\n[parents]\n{parents}', schools=rows)
    assert line(found, "S0").deduction == "S0 = Oak 200 - 190 (the sum of 19 others) = 10"


LEFT_OUT = "Oak all 40; Lincoln all *; Adams all 12"


@pytest.mark.parametrize(
    ("missing", "expected"),
    [("left out", {}), ("zero", {("Lincoln", "all"): 28}), ("unknown", {})],
)
def test_missing_rows_mean_what_the_hierarchy_says(tmp_path, missing, expected):
    found = attacked(tmp_path, f'missing = "{missing}"' + SCHOOLS, schools=long(LEFT_OUT))
    assert recovered(found) == expected
    assert found.left_out == ([("Oak", "all")] if missing == "left out" else [])
    if missing == "unknown":
        assert ranges(found)[("Grant", "all")] == (0, 28)


def test_an_unknown_row_can_be_recovered_too(tmp_path):
    found = attacked(tmp_path, 'missing = "unknown"' + SCHOOLS, schools=long("Adams all 40; Adams female 38"))
    assert recovered(found) == {("Adams", "male"): 2}
    assert line(found, "Adams", "male").published == "(not in the tables)"


def test_a_breakdown_in_two_ways_adds_up_in_both(tmp_path):
    hierarchy = SCHOOLS + '[attributes.race]\nall = [["a", "b", "c"], ["urg", "c"]]\nurg = ["a", "b"]\n'
    rows = "Adams all all 30; Adams all a 12; Adams all b *; Adams all c 11; Adams all urg *"
    found = attacked(tmp_path, hierarchy, schools=long(rows, "place,gender,race,students"))
    assert recovered(found) == {("Adams", "all", "b"): 7, ("Adams", "all", "urg"): 19}
