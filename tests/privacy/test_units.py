"""Which units exist follows from what is published, never from what is withheld."""

from hypothesis import given
from hypothesis import strategies as st

from catchment.disclosure.atoms import Atom, Key, decide
from tests.privacy.students import SCHOOLS, YEAR, units

N = 10
groups = st.tuples(st.sampled_from(sorted(SCHOOLS)), st.sampled_from(["csp", "csd"]))
truths = st.dictionaries(groups, st.integers(1, 3 * N))
enrolments = st.fixed_dictionaries({school: st.none() | st.integers(0, 80) for school in SCHOOLS})


def published(truth, enrolled):
    atoms = [Atom(Key(school, YEAR, course), "course", count) for (school, course), count in truth.items()]
    cells = decide(atoms, {}, {}, lambda school: N, lambda school, year: enrolled[school])
    return {(cell.key.school_id, cell.key.course_id): cell.students for cell in cells}


@given(truths, enrolments, st.data())
def test_worlds_that_publish_the_same_cells_have_the_same_units(truth, enrolled, data):
    """Every small group gets another size, and every group that is not reported another or none at all."""
    cells = published(truth, enrolled)
    other = dict(truth)
    for group in truth:
        if cells.get(group) is None:
            least = 1 if group in cells else 0
            other[group] = data.draw(st.integers(least, N - 1))
    other = {group: count for group, count in other.items() if count}
    assert published(other, enrolled) == cells
    for family, found in units(set(published(other, enrolled))).items():
        assert found.units == units(set(cells))[family].units


@given(truths, enrolments, st.data())
def test_a_count_of_a_shown_group_has_no_influence_either(truth, enrolled, data):
    cells = published(truth, dict.fromkeys(SCHOOLS))
    other = {
        group: data.draw(st.integers(N, 5 * N)) if cells[group] else count for group, count in truth.items()
    }
    again = published(other, dict.fromkeys(SCHOOLS))
    assert [found.units for found in units(set(again)).values()] == [
        found.units for found in units(set(cells)).values()
    ]
