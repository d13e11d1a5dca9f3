"""Broken rules turn the enumeration red: each mutant of the exact layer at its seam, beside the sound rule.

Those that only the builder can make stand in `test_builder_mutations.py`.
"""

from collections import Counter

import pytest

from catchment.disclosure import atoms, genders, ratchet, sums
from tests.worlds import headcounts, told
from tests.worlds.guarantee import violations
from tests.worlds.people import Pupil, crowds, fits
from tests.worlds.rules import Rules
from tests.worlds.tally import tallied
from tests.worlds.town import HOUR, School, Town

MOST = 7
ONE = Town(3, (School("s1"),), ("a", "b", "c"))
SCARCE = Town(3, (School("s1", 3),), ("a", "b", "c"))
TWICE = Town(3, (School("s1"),), ("a",), releases=2)
THRICE = Town(2, (School("s1"),), ("a",), releases=3)
THREE = Town(3, (School("s1"), School("s2"), School("s3", district="d2")), ("a",))
GENDERS = Town(2, (School("s1", 20, 9),), ("a", "b"), census=0)
BLANK = Town(2, (School("s1", 20, None),), ("a",), census=0)
HOURS = Town(2, (School("s1", 20, 9),), ("a", HOUR), census=0)


def of_counts(town):
    """Violations over all headcounts of the town."""
    worlds = tallied("mutants of counts", headcounts.worlds(town, MOST))
    return violations(worlds, Rules(town).publish, lambda world: headcounts.account(town, world, MOST))


def of_people(town, beside=lambda world: ()):
    """Violations over all students of the town, where what `beside` gives is published too."""
    publish = Rules(town).publish_people
    kinds = [
        (Pupil("s1", course, gender, urg),)
        for course in town.courses
        for gender in ("female", "male")
        for urg in (False, True)
        if course != HOUR or not urg
    ]
    worlds = tallied("mutants of genders", (world for world in crowds(kinds, MOST) if fits(town, world)))
    return violations(
        worlds, lambda world: (publish(world), beside(world)), lambda world: told.account(town, world)
    )


def asked(found):
    """Which kinds of numbers the violations narrow."""
    return {violation.question[0] for violation in found}


@pytest.mark.parametrize("town", [ONE, SCARCE, TWICE, THRICE, THREE])
def test_the_sound_rules_of_counts(town):
    assert of_counts(town) == []


@pytest.mark.parametrize("town", [GENDERS, BLANK, HOURS])
def test_the_sound_rules_of_gender(town):
    assert of_people(town) == []


@pytest.mark.parametrize("off", [-1, 1])
def test_a_threshold_off_by_one(monkeypatch, off):
    monkeypatch.setattr(atoms, "step", lambda shown, students, n: ratchet.step(shown, students, n + off))
    assert of_counts(ONE)


def test_a_ratchet_that_is_off(monkeypatch):
    def follow(shown, students, n):
        return students if students >= n else ratchet.step(shown, students, n)

    monkeypatch.setattr(atoms, "step", follow)
    assert of_counts(ONE) == []
    assert of_counts(TWICE)


def test_a_ratchet_that_looks_at_the_last_count_only(monkeypatch):
    """20, 31, 21: every step is large enough, and the third tells of one student more than the first."""
    monkeypatch.setattr(atoms, "step", lambda shown, students, n: ratchet.step(shown[-1:], students, n))
    assert of_counts(TWICE) == []
    assert of_counts(THRICE)


def test_a_ratchet_that_falls_under_n(monkeypatch):
    def fall(shown, students, n):
        return None if students < n else ratchet.step(shown, students, n)

    monkeypatch.setattr(atoms, "step", fall)
    assert of_counts(TWICE)


def test_the_enrolment_rule_at_n(monkeypatch):
    sound = atoms._within_enrolment
    monkeypatch.setattr(atoms, "_within_enrolment", lambda wanted, most: sound(wanted, most + SCARCE.n))
    assert of_counts(SCARCE)


def recount(monkeypatch, of_place):
    """Totals over all courses of the places that `of_place` picks are counted from students, not cells."""
    decide, totals, truth = atoms.decide, sums.totals, Counter()

    def overhear(found, *rest):
        found = list(found)
        truth.clear()
        truth.update({atom.key: atom.students for atom in found})
        return decide(found, *rest)

    def from_students(cells, place_of):
        def recounted(row):
            if row.course_id != sums.ALL or not of_place(row.geo_id):
                return row
            there = (n for key, n in truth.items() if place_of(key.school_id, "")[0] == row.geo_id)
            return row._replace(students=sum(there))

        return [recounted(row) for row in totals(cells, place_of)]

    monkeypatch.setattr(atoms, "decide", overhear)
    monkeypatch.setattr(sums, "totals", from_students)


def test_all_recomputed_from_students(monkeypatch):
    recount(monkeypatch, lambda geo_id: geo_id.startswith("s"))
    assert of_counts(ONE)


def test_a_district_total_of_all_students(monkeypatch):
    recount(monkeypatch, lambda geo_id: geo_id.startswith("d"))
    assert of_counts(THREE)


def breakdown(town, world, course):
    """A row of gender for one course alone."""
    found = Counter(life[0].gender for life in world if life[0].course == course)
    school = town.schools[0]
    enrolled = genders.Enrolled(school.enrolled, school.female, None)
    return genders.break_down(found.total(), found["female"], enrolled, town.n)


def test_a_breakdown_per_course_beside_the_one_for_all():
    assert asked(of_people(GENDERS, lambda world: breakdown(GENDERS, world, "a"))) == {"female"}


def test_gender_of_hour_of_code():
    assert asked(of_people(HOURS, lambda world: breakdown(HOURS, world, HOUR))) == {"female"}


def test_exact_race():
    def race(world):
        return sum(life[0].urg for life in world) if len(world) >= GENDERS.n else None

    assert asked(of_people(GENDERS, race)) == {"urg"}


def test_blank_sex_enrolment_taken_as_no_limit(monkeypatch):
    sound = genders.public_range
    monkeypatch.setattr(genders, "public_range", lambda base, known: sound(base, known) or (0, base))
    assert asked(of_people(BLANK)) == {"female"}
