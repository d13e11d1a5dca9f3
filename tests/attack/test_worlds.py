"""The values that withheld numbers keep: the attack's counts against every single world, tried one by one.

What a world makes of a row is asked of the stand-alone checker, whose rules are written apart from the
attack's.
"""

import random
from itertools import product

import duckdb
import numpy as np
import pytest

from catchment.attack import genders, worlds
from catchment.attack.evidence import Evidence
from catchment.checker import code_of, row_of

N = 5
COURSES = ("csa", "csd", "csp")
PASTS = ((), (), (None,), (6,), (7, 12), (12, 6))


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as con:
        con.execute("CREATE TABLE cells (school VARCHAR, year VARCHAR, course VARCHAR, family VARCHAR, "
                    "students BIGINT, n INTEGER)")  # fmt: skip
        con.execute("CREATE TABLE stands (school VARCHAR, year VARCHAR, course VARCHAR, students BIGINT, "
                    "flagged BOOLEAN, shown BIGINT[])")  # fmt: skip
        con.execute("CREATE TABLE rooms (school VARCHAR, year VARCHAR, family VARCHAR, n INTEGER, "
                    "enrolled BIGINT, shown BIGINT, remaining BIGINT)")  # fmt: skip
        con.execute(
            "CREATE TABLE courses AS SELECT unnest(?) AS course_id, 'course' AS kind", [list(COURSES)]
        )
        yield con


def some_school(seed):
    """Courses and their past, the true counts, public enrolment, and the row that follows."""
    chance = random.Random(seed)
    past = {course: chance.choice(PASTS) for course in COURSES}
    true = {course: chance.choice((0, 0, 1, 4, 5, 6, 7, 9, 13)) for course in COURSES}
    enrolled = chance.choice((None, sum(true.values()), sum(true.values()) + chance.randrange(14)))
    known = {course: values for course, values in past.items() if values}
    return known, enrolled, row_of(true, known, N, enrolled)


def by_enumeration(past, enrolled, row):
    """Course -> its values in all worlds; the courses not in the row too."""
    most = 20 if enrolled is None else enrolled
    found = {course: set() for course in COURSES}
    for counts in product(range(most + 1), repeat=len(COURSES)):
        if enrolled is not None and sum(counts) > enrolled:
            continue
        true = dict(zip(COURSES, counts, strict=True))
        if row_of(true, past, N, enrolled) == row:
            for course, count in true.items():
                found[course].add(count)
    return found


def by_formula(con, past, enrolled, row):
    """Course -> how many values the attack says it keeps; what is not reported together."""
    for table in ("cells", "stands", "rooms"):
        con.execute(f"DELETE FROM {table}")
    for course, count in row.items():
        con.execute("INSERT INTO cells VALUES ('s', 'y', ?, 'course', ?, ?)", [course, count, N])
    for course, values in past.items():
        shown = [value for value in values if value is not None]
        said = [course, values[-1], None in values, shown or None]
        con.execute("INSERT INTO stands VALUES ('s', 'y', ?, ?, ?, ?)", said)
    if enrolled is not None:
        shown = sum(count or 0 for count in row.values())
        con.execute(
            "INSERT INTO rooms VALUES ('s', 'y', 'course', ?, ?, ?, ?)",
            [N, enrolled, shown, enrolled - shown],
        )
    evidence = Evidence(None, (), None, {}, con)
    worlds.lay_out(evidence)
    return dict(con.execute("SELECT course, kept FROM doubts").fetchall())


@pytest.mark.parametrize("seed", range(60))
def test_formulas_count_the_worlds(con, seed):
    past, enrolled, row = some_school(seed)
    found, said = by_enumeration(past, enrolled, row), by_formula(con, past, enrolled, row)
    for course in row:
        if course in said:
            kept = [value for value in found[course] if row[course] is None or value <= row[course]]
            assert said[course] == len(kept), (course, past, enrolled, row)
        else:
            assert found[course] == {row[course]}, (course, past, enrolled, row)
    outside = [course for course in COURSES if course not in row]
    if "courses not shown" in said:
        assert said["courses not shown"] == max(len(found[course]) for course in outside)


def test_the_schools_above_are_of_every_kind():
    """Or else the test above would try nothing."""
    rows = [some_school(seed) for seed in range(60)]
    assert any(None in row.values() for _, _, row in rows)
    assert any(past and enrolled is None for past, enrolled, _ in rows)
    assert any(enrolled is not None and enrolled - sum(count or 0 for count in row.values()) < 2 * N
               for _, enrolled, row in rows)  # fmt: skip
    assert any(row[course] is not None and row[course] == past[course][-1]
               for past, _, row in rows for course in row if course in past)  # fmt: skip


@pytest.mark.parametrize("seed", range(300))
def test_coded_sides_keep_the_values_that_counting_finds(seed):
    chance = random.Random(seed)
    base, n = chance.randrange(8, 40), chance.choice((5, 10))
    enrolled = chance.choice((-1, base - 1, base, base + 3, base + 40))
    female = chance.choice((-1, 0, 1, 4, base // 2, base - 4, base, base + 9))
    male = -1 if chance.random() < 0.5 else max(0, enrolled - female)
    public = [None if figure < 0 else figure for figure in (enrolled, female, male)]
    arrays = [np.array([figure]) for figure in (base, n, enrolled, female, male)]
    open_to_all = genders.breakable(arrays[0], arrays[1], genders.sides(*arrays))[0]
    codes = {value: code_of(base, value, n, public) for value in range(base + 1)}
    assert open_to_all == ("few" not in {code for code, _ in codes.values()})
    for code in {"low", "high"} & {code for code, _ in codes.values()}:
        rows = dict(zip(("base", "n", "enrolled", "female", "male"), arrays, strict=True))
        first, last = genders.span(rows | {"code": np.array([code])})
        assert [*range(first[0], last[0] + 1)] == [
            value for value, made in codes.items() if made == (code, True)
        ]
