"""Units: district parts, the rest of an area, the nation; every student in exactly one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catchment.disclosure.units import Site, Unit, assign

SITES = {
    **{f"a{i}": Site("d1", "CA:p") for i in range(3)},
    **{f"b{i}": Site("d2", "CA:p") for i in range(2)},
    "c": Site(None, "CA:p"),
    "d": Site("d1", "CA:_none"),
}
PART = Unit("district", "d1", "CA:p", "csp")
REST = Unit("area", "CA:p", "CA:p", "csp")
NATION = Unit("nation", "US", None, "csp")


def units(active, sites=SITES, least=3, districts=True, courses=("csp",)):
    return assign(sites, [(school, "csp") for school in active], courses, least=least, districts=districts)


def test_a_district_part_needs_three_active_schools():
    assert units(["a0", "a1", "a2"]).units == [PART, NATION]
    assert units(["a0", "a1"]).units == [NATION]


def test_one_district_in_two_areas_is_two_parts():
    """The fourth school of the district lies in another area and makes up nobody's three."""
    assert units(["a0", "a1", "d"]).units == [NATION]
    assert units(["a0", "a1", "a2", "d"]).of("d", "csp") == NATION


def test_what_no_district_part_holds_is_the_rest_of_the_area():
    found = units(["a0", "a1", "a2", "b0", "b1", "c"])
    assert found.units == [REST, PART, NATION]
    assert [found.of(school, "csp") for school in ("a0", "b0", "c", "d")] == [PART, REST, REST, NATION]


def test_a_rest_of_two_goes_to_the_nation():
    found = units(["a0", "a1", "a2", "b0", "b1"])
    assert found.units == [PART, NATION]
    assert found.of("b0", "csp") == NATION


def test_schools_that_are_not_active_belong_to_the_unit_around_them():
    """Their groups may be unreported; their students are counted with the others all the same."""
    found = units(["b0", "b1", "c"])
    assert found.of("a0", "csp") == REST


def test_every_course_has_the_nation_even_without_any_school():
    found = units([], courses=("csp", "csd"))
    assert found.units == [Unit("nation", "US", None, "csd"), NATION]
    assert found.of("a0", "csd").level == "nation"


def test_a_school_of_no_place_counts_in_the_nation():
    assert units(["x", "y", "z"]).units == [NATION]
    assert units([]).of("x", "csp") == NATION


def test_a_course_without_units_is_refused():
    with pytest.raises(KeyError):
        units([]).of("a0", "hour")


def test_areas_are_whole_where_districts_are_no_units():
    found = units(["a0", "a1", "a2", "b0"], least=4, districts=False)
    assert found.units == [REST, NATION]
    assert found.of("a0", "csp") == REST
    assert units(["a0", "a1", "a2"], districts=False).units == [REST, NATION]


def test_a_school_named_twice_is_one_school():
    assert units(["a0", "a0", "a1"]).units == [NATION]


placed = st.dictionaries(
    st.text("abcdefghij", min_size=1, max_size=1),
    st.builds(Site, st.none() | st.sampled_from(["d1", "d2"]), st.sampled_from(["CA:p", "CA:_none", "NV:p"])),
)
COURSES = ("csp", "csd")


@given(placed, st.data(), st.integers(1, 4), st.booleans())
def test_every_unit_but_the_nation_has_enough_active_schools_of_its_own(sites, data, least, districts):
    groups = st.tuples(st.sampled_from("abcdefghij"), st.sampled_from(COURSES))
    active = data.draw(st.sets(groups))
    found = assign(sites, active, COURSES, least=least, districts=districts)
    schools = {unit: [] for unit in found.units}
    for school, course in active:
        schools[found.of(school, course)].append(school)
    assert all(len(inside) >= least for unit, inside in schools.items() if unit.level != "nation")
    assert {unit for unit in found.units if unit.level == "nation"} == {
        Unit("nation", "US", None, course) for course in COURSES
    }
    assert len(found.units) == len(set(found.units))
    for unit, inside in schools.items():
        homes = [sites.get(school, Site(None, "")) for school in inside]
        assert all(unit.area in (None, home.area) for home in homes)
        assert all(unit.level != "district" or unit.geo_id == home.district for home in homes)
