"""Sums of reporting groups, and targets: what a partner declares must not carry anything else."""

import pytest

from catchment.network.errors import BadInput
from tests.attack.tampering import FIVE, FOUR, ONE, SHELF, YEAR, checks, copied, edit, release, vetoes
from tests.release_tools import read_table

OHIO = "390000100001"
GROUPS = [
    *(
        {"group_id": "grant", "name": "Grant", "partner_id": "p1", "school_id": each}
        for each in (ONE, FOUR, FIVE)
    ),
    *({"group_id": "all", "name": "All", "partner_id": None, "school_id": each} for each in (ONE, OHIO)),
]
TARGETS = [
    {"partner_id": "p1", "training_year": YEAR, "metric_id": "implementation_rate", "target": 0.75},
    {"partner_id": "p1", "training_year": YEAR, "metric_id": "trained", "target": 40.0},
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return release(tmp_path_factory.mktemp("sound") / "releases", groups=GROUPS, targets=TARGETS)


@pytest.fixture
def made(sound, tmp_path):
    return copied(sound, tmp_path / "releases")


def test_groups_are_sums_of_shown_cells(sound):
    names = ("group_id", "course_id", "students", "groups_left_out", "schools", "active_schools")
    rows = sorted(tuple(row[name] for name in names) for row in read_table(sound, "group_counts"))
    assert rows == [
        ("all", "all", 48, 1, 2, 1),
        ("all", "csd", 0, 1, 2, 1),
        ("all", "csp", 48, 0, 2, 1),
        ("all", "hoc", 33, 0, 2, 1),
        ("grant", "all", 78, 2, 3, 3),
        ("grant", "csd", 0, 1, 3, 1),
        ("grant", "csp", 78, 1, 3, 3),
    ]
    assert checks(sound) == set()


def test_each_lies_on_its_own_shelf(sound):
    assert (sound / SHELF / "targets.parquet").is_file()
    assert (sound / "staff" / "group_counts.parquet").is_file()
    assert not list(sound.glob("partners/_none/*group*")) and not list(sound.glob("staff/targets*"))


@pytest.mark.parametrize(
    "figures",
    [{"students": 85}, {"groups_left_out": 0}, {"schools": 4}, {"active_schools": 2}, {"as_of": None}],
)
def test_a_sum_that_the_cells_do_not_make_is_found(made, figures):
    edit(made, f"{SHELF}/group_counts", lambda row: row | figures)
    assert "from_groups" in checks(made)


def test_a_group_without_its_row_is_found(made):
    edit(made, "staff/group_counts", lambda row: None if row["course_id"] == "hoc" else row)
    assert "None" in vetoes(made, "from_groups")[0].why


def test_a_school_named_twice_is_found(made):
    edit(made, "staff/reporting_groups", lambda row: row | {"school_id": ONE})
    assert any("names a school 2 times" in veto.why for veto in vetoes(made, "from_groups"))


@pytest.mark.parametrize(
    "target", [{"target": 7.0}, {"metric_id": "secret"}, {"training_year": "x", "metric_id": "sharing"}]
)
def test_a_target_that_is_none_is_found(made, target):
    edit(made, f"{SHELF}/targets", lambda row: row | target)
    assert vetoes(made, "from_groups")


def test_a_target_for_no_metric_stops_the_build(tmp_path):
    with pytest.raises(BadInput, match='targets names "implementation", and no metric'):
        release(tmp_path / "releases", targets=[TARGETS[0] | {"metric_id": "implementation"}])


def test_a_group_of_nobody_s_partner_stops_the_build(tmp_path):
    with pytest.raises(BadInput, match='reporting_groups names the partner "p9"'):
        release(tmp_path / "releases", groups=[GROUPS[0] | {"partner_id": "p9"}])
