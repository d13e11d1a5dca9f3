"""The attack finds the broken rules too, from the published files alone, and each with the check named here.

Two it cannot see and leaves to the enumeration, because every file looks as a sound one would: a threshold
that flags n itself, and gender counted on another day of as many students.
"""

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from catchment.disclosure import atoms, budget, genders, ratchet
from catchment.network.policy import Policy
from catchment.release.build import composition, counts, deciding, described, people, schemas
from catchment.release.build.drawing import Drawing
from tests.generative.press import Press
from tests.release_tools import YEAR, group, inputs, roster_row, school

A, B, C, D, E = (f"26000010000{number}" for number in range(1, 6))
AUTUMN, CENSUS, LATER, LAST = date(2025, 11, 1), date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
SCHOOLS = [school(each) for each in (A, B, C, D, E)]
ENROLLED = [(A, YEAR, 900, 450, 450), (B, YEAR, 36, 18, 18), (C, YEAR, 500, None, 250)]
ENROLLED += [(D, YEAR, 900, 450, 450), (E, YEAR, 900, 450, 450)]
STUDENTS = [
    *group(A, "csp", "f" * 20 + "m" * 25, races="black"), *group(A, "csd", "fm" * 2),
    *group(B, "csp", "f" * 8 + "m" * 12), *group(B, "csd", "m" * 3),
    *group(C, "csp", "f" * 15 + "m" * 15), *group(C, "hoc", "f" * 30),
    *group(D, "csp", "f" * 9), *group(E, "csp", "f" * 12 + "m" * 40),
]  # fmt: skip
FORMING = roster_row("p1", "forming", school_id=D, status="class_forming", started_on=None)
GROWN = [*STUDENTS, *group(A, "csp", "fff", tag="new")]
ERASED = [row for row in STUDENTS if row["student_id"] != f"{A}-csp-0"]


@pytest.fixture
def checks(tmp_path):
    """The names of the checks that veto any of some releases: students and as-of dates."""

    def of(*releases, drawing=None, rules=None):
        press, found = Press(tmp_path / "releases", rules or Policy()), set()
        for students, as_of, *again in releases:
            given = inputs(schools=SCHOOLS, students=students, roster=[FORMING], enrolment=ENROLLED)
            draw = replace(drawing or Drawing(), again=again[0] if again else None)
            release = press.build(given, as_of, draw)
            found |= {veto.check for veto in press.attack(release).vetoes}
            press.publish(release)
        return found

    return of


def test_sound_releases(checks):
    assert checks((STUDENTS, AUTUMN), (GROWN, CENSUS), (ERASED, LATER)) == set()


def test_a_threshold_that_shows_too_much(checks, monkeypatch):
    monkeypatch.setattr(atoms, "step", lambda shown, students, n: ratchet.step(shown, students, n - 1))
    assert "read_off" in checks((STUDENTS, CENSUS))


def test_a_threshold_that_flags_n_is_left_to_the_enumeration(checks, monkeypatch):
    monkeypatch.setattr(atoms, "step", lambda shown, students, n: ratchet.step(shown, students, n + 1))
    assert checks(([*STUDENTS, *group(E, "csd", "f" * 10)], CENSUS)) == set()


def test_a_ratchet_that_is_off(checks, monkeypatch):
    def follow(shown, students, n):
        return students if students >= n else ratchet.step(shown, students, n)

    monkeypatch.setattr(atoms, "step", follow)
    assert "from_differences" in checks((STUDENTS, AUTUMN), (GROWN, CENSUS))


def test_the_enrolment_rule_at_n(checks, monkeypatch):
    sound = atoms._within_enrolment
    monkeypatch.setattr(atoms, "_within_enrolment", lambda wanted, most: sound(wanted, most + 10))
    assert "from_enrolment" in checks((STUDENTS, CENSUS))


@pytest.mark.parametrize("level", ["schools", "districts"])
def test_totals_of_all_students(checks, monkeypatch, level):
    """`all` at a school, or a district's total, counted from students."""
    sound = counts.totals
    truth = Counter(row["school_id"] for row in STUDENTS if row["kind"] == "course")

    def of_students(cells, place_of, *rest):
        def recounted(row):
            if row.course_id != "all" or (row.geo_id in truth) != (level == "schools"):
                return row
            here = [school for school in truth if place_of(school, YEAR)[0] == row.geo_id]
            return row._replace(students=sum(truth[school] for school in here))

        return [recounted(row) for row in sound(cells, place_of, *rest)]

    monkeypatch.setattr(counts, "totals", of_students)
    assert "from_totals" in checks((STUDENTS, CENSUS))


def test_a_breakdown_per_course(checks, monkeypatch):
    sound = counts._gender
    monkeypatch.setattr(counts, "_gender", lambda row, found: sound(row._replace(course_id="all"), found))
    assert "genders" in checks((STUDENTS, CENSUS))


def test_gender_of_another_day_than_the_count(checks, monkeypatch):
    sound = deciding.behind_shown

    def of_today(year, cells, history, *students):
        return sound(year, cells, replace(history, standing={}), *students)

    monkeypatch.setattr(deciding, "behind_shown", of_today)
    assert "genders" in checks((STUDENTS, AUTUMN), (GROWN, CENSUS))


def test_gender_of_others_as_many_is_left_to_the_enumeration(checks, monkeypatch):
    sound = deciding.behind_shown

    def of_today(year, cells, history, *students):
        return sound(year, cells, replace(history, standing={}), *students)

    monkeypatch.setattr(deciding, "behind_shown", of_today)
    assert checks((STUDENTS, AUTUMN), ([*ERASED, *group(A, "csp", "m", tag="new")], CENSUS)) == set()


def test_gender_rebuilt_after_an_erasure(checks, monkeypatch):
    plan, behind_shown, kept = deciding.plan, deciding.behind_shown, {}

    def census_again(*given):
        years = plan(*given)
        return replace(years, census=years.census | {YEAR})

    def still_behind(year, *given):
        return kept.setdefault(year, behind_shown(year, *given))

    monkeypatch.setattr(deciding, "plan", census_again)
    monkeypatch.setattr(deciding, "behind_shown", still_behind)
    assert "genders" in checks((STUDENTS, CENSUS), (ERASED, LATER))


def test_blank_sex_enrolment_taken_as_no_limit(checks, monkeypatch):
    sound = genders.public_range
    monkeypatch.setattr(genders, "public_range", lambda base, known: sound(base, known) or (0, base))
    assert "genders" in checks((STUDENTS, CENSUS))


def test_gender_of_hour_of_code(checks, monkeypatch):
    sound, row_of_hours = counts._gender, genders.GenderRow(30, 15, "exact")
    monkeypatch.setattr(
        counts, "_gender", lambda row, found: row_of_hours if row.course_id == "hoc" else sound(row, found)
    )
    assert "genders" in checks((STUDENTS, CENSUS))


@pytest.mark.parametrize(
    ("table", "column"), [("schools", "black"), ("roster", "sections"), ("roster", "students_band")]
)
def test_a_column_that_nobody_promised(checks, monkeypatch, table, column):
    """Exact race at a school; sections or a band on teacher rows."""
    schema = schemas.SCHEMAS[table].append(pa.field(column, pa.int64()))
    monkeypatch.setitem(schemas.SCHEMAS, table, schema)
    monkeypatch.setattr(described, "require", lambda table, columns: None)
    sound = counts._columns
    monkeypatch.setattr(
        counts, "_columns", lambda rows, as_of: sound(rows, as_of) | {"black": [45] * len(rows)}
    )
    assert "from_shape" in checks((STUDENTS, CENSUS))


def test_an_early_date_on_teacher_rows(checks, monkeypatch):
    monkeypatch.setattr(people, "_NEVER_BEFORE_START", ())
    assert "from_teacher_rows" in checks((STUDENTS, CENSUS))


def test_estimates_without_noise(checks):
    """Numbers that are the truth look like noise; what gives them away is that the tables agree."""
    assert "noise" in checks((STUDENTS, CENSUS), drawing=Drawing(noise=lambda counts, epsilon: counts))


def test_estimates_with_empty_cells_skipped(checks):
    def spare(counts, epsilon):
        return np.where(counts > 0, Drawing().noise(counts, epsilon), 0)

    assert "noise" in checks((STUDENTS, CENSUS), drawing=Drawing(noise=spare))


def test_shares_decided_on_the_truth(checks, monkeypatch):
    monkeypatch.setattr(composition, "shares", lambda estimates, epsilon, units: {})
    assert "margins" in checks((STUDENTS, CENSUS))


def test_the_same_noise_on_corrected_data(checks, monkeypatch):
    """A draw for each release, though none is in the ledger but the first."""
    plan, noise = deciding.plan, {}

    def always_due(*given):
        return replace(plan(*given), due=[YEAR], estimated=[YEAR])

    def same(counts, epsilon):
        return counts + noise.setdefault(counts.shape, Drawing().noise(counts * 0, epsilon))

    monkeypatch.setattr(deciding, "plan", always_due)
    found = checks((STUDENTS, CENSUS), (ERASED, LATER), drawing=Drawing(noise=same))
    assert "noise" in found


def test_more_draws_than_the_budget_has(checks, monkeypatch):
    monkeypatch.setattr(budget, "check", lambda *given: None)
    assert "budget" in checks((STUDENTS, CENSUS), (STUDENTS, LATER, YEAR), (STUDENTS, LAST, YEAR))


def test_as_many_draws_as_the_budget_has(checks):
    assert checks((STUDENTS, CENSUS), (STUDENTS, LATER, YEAR)) == set()
