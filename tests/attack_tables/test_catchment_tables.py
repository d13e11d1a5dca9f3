"""The counts of a release, read as anybody's additive tables, give nothing away."""

import pytest

from tests.attack_tables.tools import attacked, line
from tests.release_tools import YEAR, inputs, make_release, read_table

A, B, C = "260000100001", "260000100002", "260000100003"
ATOMS = [(A, "csp", 40), (A, "csd", 4), (B, "csp", 7), (B, "csd", 22), (C, "csp", 15), (C, "csd", 12)]
ENROLMENT = [(school, YEAR, 900) for school in (A, B, C)]
SMALL = (A, "csd", "small")
# Every group is either shown or small. Counts are sums of shown groups, and how many small ones they leave
# out is said beside them. Rows that are not there are nobody, which is more than a reader may assume.
HIERARCHY = f"""
missing = "zero"
[codes]
small = [1, 9]
"1 groups" = [1, 9]
"2 groups" = [2, 18]
[parents]
"{A}" = "2600001 p1"
"{C}" = "2600001 p1"
"{B}" = "2600001 p2"
"2600001 p1" = "MI"
"2600001 p2" = "MI"
MI = "US"
[attributes.course]
all = ["csp", "csd"]
[attributes.group]
every = ["shown", "small"]
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Every count of the release by table, as long CSV."""
    found = inputs(ATOMS, enrolment=ENROLMENT)
    release = make_release(tmp_path_factory.mktemp("made") / "releases", found)
    return {
        name: "geography,course,group,value\n" + "".join(as_lines(name, read_table(release, name)))
        for name in ("schools", "districts", "states", "nation")
    }


def as_lines(name, rows):
    for row in rows:
        place = f"{row['geo_id']} {row['partner_id']}" if name == "districts" else row["geo_id"]
        groups = row["groups_left_out"]
        small = f"{groups} groups" if groups else "0"
        if row.get("students_code") == "small":
            small = "small"
        yield f"{place},{row['course_id']},shown,{row['students'] or 0}\n"
        yield f"{place},{row['course_id']},small,{small}\n"


def test_nothing_is_recovered(tmp_path, tables):
    found = attacked(tmp_path, HIERARCHY, **tables)
    assert not found.recovered
    small = [each for each in found.lines if each.published == "small"]
    assert len(small) == 2
    assert {(each.least, each.most) for each in small} == {(1, 9)}
    assert found.sums > 20


def test_one_total_of_all_students_would_give_a_group_away(tmp_path, tables):
    whole = f"geography,course,group,value\n{A},all,every,44\n"
    found = attacked(tmp_path, HIERARCHY, **tables, whole=whole)
    assert line(found, *SMALL).recovered
    assert line(found, *SMALL).least == 4
    assert not line(found, B, "csp", "small").recovered
