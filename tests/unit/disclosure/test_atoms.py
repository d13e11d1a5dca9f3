"""Atoms are shown or flagged, and enrolment never gives the flagged ones away."""

from hypothesis import given
from hypothesis import strategies as st

from catchment.disclosure.atoms import Atom, Cell, Key, decide

YEAR = "2025-26"


def cells(counts, *, previous=(), shown=None, n=10, enrolled=None):
    atoms = [Atom(Key("s1", YEAR, course), "course", students) for course, students in counts.items()]
    decided = decide(
        atoms,
        {cell.key: cell for cell in previous},
        {Key("s1", YEAR, course): values for course, values in (shown or {}).items()},
        lambda school_id: n,
        lambda school_id, year: enrolled,
    )
    return {cell.key.course_id: cell.students for cell in decided}


def test_the_threshold_is_n_itself():
    assert cells({"a": 9, "b": 10, "c": 1}) == {"a": None, "b": 10, "c": None}


def test_a_state_with_a_greater_n_hides_more():
    assert cells({"a": 19, "b": 20}, n=20) == {"a": None, "b": 20}


def test_small_groups_are_not_reported_where_enrolment_would_give_them_away():
    assert cells({"a": 80, "b": 5}, enrolled=99) == {"a": 80}
    assert cells({"a": 80, "b": 5}, enrolled=100) == {"a": 80, "b": None}


def test_enrolment_that_is_unknown_limits_nothing():
    assert cells({"a": 80, "b": 5}, enrolled=None) == {"a": 80, "b": None}


def test_enrolment_below_what_is_shown_hides_small_groups_too():
    assert cells({"a": 80, "b": 5}, enrolled=60) == {"a": 80}


def test_hour_of_code_is_weighed_against_enrolment_on_its_own():
    atoms = [
        Atom(Key("s1", YEAR, "csp"), "course", 80),
        Atom(Key("s1", YEAR, "hoc"), "hour_of_code", 5),
    ]
    decided = decide(atoms, {}, {}, lambda school_id: 10, lambda school_id, year: 90)
    assert {cell.key.course_id: cell.code for cell in decided} == {"csp": "exact", "hoc": "small"}


def test_a_flagged_group_stays_flagged_when_everybody_left():
    before = Cell(Key("s1", YEAR, "a"), "course", None)
    assert cells({}, previous=[before]) == {"a": None}


def test_a_shown_group_stays_shown_when_everybody_left():
    before = Cell(Key("s1", YEAR, "a"), "course", 14)
    assert cells({}, previous=[before], shown={"a": [14]}) == {"a": 14}


def flagged(course):
    return Cell(Key("s1", YEAR, course), "course", None)


def exact(course, students):
    return Cell(Key("s1", YEAR, course), "course", students)


def test_a_count_follows_the_truth_even_where_it_makes_enrolment_drop_an_earlier_flag():
    """41 enrolled. The flag's students may be among the 40 by now: a course of the year can change."""
    before = [exact("csp", 20), flagged("csd")]
    assert cells({"csp": 40, "csd": 1}, previous=before, shown={"csp": [20]}, enrolled=41) == {"csp": 40}


def test_a_group_that_reached_n_is_shown_whatever_stood_flagged_beside_it():
    before = [flagged("csp"), flagged("csd")]
    assert cells({"csp": 40, "csd": 1}, previous=before, enrolled=41) == {"csp": 40}


def test_a_dropped_flag_comes_back_once_enrolment_leaves_room_whoever_is_left_in_it():
    """Its absence would say that nobody is left, a change that a flag never tells."""
    before = [exact("csp", 40), flagged("csd")]
    shown = {"csp": [40]}
    assert cells({"csp": 25}, previous=before, shown=shown, enrolled=45) == {"csp": 25, "csd": None}


counts = st.dictionaries(st.sampled_from("abcde"), st.integers(1, 60), max_size=5)


@given(counts, st.integers(5, 20), st.one_of(st.none(), st.integers(0, 300)))
def test_nothing_under_n_is_shown_and_enrolment_leaves_room(found, n, enrolled):
    decided = cells(found, n=n, enrolled=enrolled)
    shown = [students for students in decided.values() if students is not None]
    assert all(students >= n for students in shown)
    if None in decided.values() and enrolled is not None:
        assert enrolled - sum(shown) >= 2 * n


@given(counts, st.integers(5, 20))
def test_what_is_withheld_has_no_influence_on_what_is_shown(found, n):
    """Two worlds that differ only inside a flagged group publish the same cells."""
    other = {
        course: (students % (n - 1)) + 1 if students < n else students for course, students in found.items()
    }
    assert cells(found, n=n, enrolled=200) == cells(other, n=n, enrolled=200)


@given(st.lists(counts, min_size=2, max_size=4), st.integers(20, 120))
def test_over_many_releases_flags_yield_to_enrolment_alone(worlds, enrolled):
    """Each release: a group published before is shown, or flagged, or missing because of enrolment."""
    previous: dict[Key, Cell] = {}
    shown: dict[str, list[int]] = {}
    for world in worlds:
        decided = cells(world, previous=previous.values(), shown=shown, enrolled=enrolled)
        room = enrolled - sum(students or 0 for students in decided.values()) >= 20
        missing = {key.course_id for key in previous} - set(decided)
        assert not missing or not room
        assert room or None not in decided.values()
        for course, students in decided.items():
            previous[Key("s1", YEAR, course)] = exact(course, students)
            if students is not None:
                shown[course] = [*(value for value in shown.get(course, []) if value != students), students]
