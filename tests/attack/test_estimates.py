"""Estimates: sums of one draw, units of published flags, margins, budget, and noise that is really there."""

import json
from datetime import date

import numpy as np
import pytest

from catchment.attack.run import attack
from catchment.disclosure import estimates
from catchment.network.policy import Policy
from catchment.release.build.drawing import Drawing
from catchment.release.build.manifest import read
from tests.attack.tampering import (
    CENSUS,
    SCHOOLS,
    SHELF,
    STUDENTS,
    YEAR,
    checks,
    copied,
    edit,
    redraw,
    release,
    seal,
    vetoes,
    without,
    write_entry,
)
from tests.release_tools import group, put_up, school

LATER = date(2026, 4, 1)
CROWD = [
    *STUDENTS,
    *(each for row in SCHOOLS for each in group(row["school_id"], "csa", "f" * 30 + "m" * 60, tag="crowd")),
]
"""Enough students for shares that are certain enough to show."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return release(tmp_path_factory.mktemp("sound") / "releases", students=CROWD)


@pytest.fixture
def made(sound, tmp_path):
    return copied(sound, tmp_path / "releases")


def cell(**wanted):
    """Edits the composition rows that have all the `wanted` values."""
    changes = wanted.pop("changes")
    return lambda row: row | (changes if all(row[name] == value for name, value in wanted.items()) else {})


def test_estimates_as_drawn_withstand(sound):
    audit = attack(sound, [])
    assert audit.passed, audit.vetoes
    assert all(audit.tried[check] > 0 for check in ("estimates", "margins", "noise", "units", "budget"))


@pytest.mark.parametrize(("path", "level"), [("public", "nation"), ("public", "state"), (SHELF, "district")])
def test_an_estimate_with_noise_of_its_own_is_found(made, path, level):
    wanted = {"level": level, "family": "gender", "category": "female", "course_id": "csp"}
    edit(
        made,
        f"{path}/composition",
        lambda row: cell(**wanted, changes={"estimate": row["estimate"] + 1})(row),
    )
    assert "The ledger's draw makes" in vetoes(made, "estimates")[0].why


def test_an_estimate_of_a_place_without_a_unit_is_found(made):
    edit(made, f"{SHELF}/composition", cell(geo_id="2600001", changes={"geo_id": "2600002"}))
    assert "estimates" in checks(made)


def test_a_place_whose_estimates_are_left_out_is_found(made):
    edit(made, f"{SHELF}/composition", lambda row: None if row["level"] == "district" else row)
    assert "estimates" in checks(made)


def test_a_number_of_units_that_is_not_theirs_is_found(made):
    edit(made, "public/composition", lambda row: row | {"units": row["units"] + 1})
    assert {"estimates", "margins"} <= checks(made)


@pytest.mark.parametrize("changes", [{"students_estimated": 7}, {"students_estimated": None}])
def test_an_estimated_total_that_its_table_does_not_make_is_found(made, changes):
    edit(made, "public/nation", lambda row: row | changes)
    assert "estimates" in checks(made)


DECISIONS = {
    "a margin": lambda row: {"margin": row["margin"] + 1},
    "a narrower margin": lambda row: {"margin": row["margin"] - 1},
    "a count shown": lambda row: {"count_shown": not row["count_shown"]},
    "a share": lambda row: {"share": 0.5, "share_margin": 0.01},
    "a share of its own": lambda row: {"share": row["share"] and row["share"] + 0.001},
    "a share that is hidden": lambda row: {"share": None, "share_margin": None},
    "a share without its margin": lambda row: {"share_margin": None},
    "a wider share": lambda row: {"share_margin": row["share_margin"] and row["share_margin"] * 1.01},
    "a narrower share": lambda row: {"share_margin": row["share_margin"] and row["share_margin"] * 0.99},
}


@pytest.mark.parametrize("what", DECISIONS)
def test_what_published_integers_do_not_decide_is_found(made, what):
    edit(made, "public/composition", lambda row: row | DECISIONS[what](row))
    assert checks(made) == {"margins"}


def test_a_margin_of_a_total_that_is_not_its_own_is_found(made):
    edit(made, "public/nation", lambda row: row | {"students_margin": 1})
    assert checks(made) == {"margins"}


def test_units_that_published_flags_do_not_make_are_found(made):
    """Two of the district's schools are left, so its unit must have come from what is not published."""
    for school_id in ("260000200001", "260000200002"):
        edit(made, f"{SHELF}/schools", without(school_id, "csp"))
    found = [veto.cell for veto in vetoes(made, "estimates")]
    assert f"district 2600002 of p1, {YEAR}, csp, gender female" in found


def test_a_cell_without_noise_because_nobody_is_in_it_is_found(made):
    redraw(made, lambda row: None if (row["level"], row["category"]) == ("nation", "nonbinary") else row)
    assert "There, gender has 4 cells." in {veto.steps[0] for veto in vetoes(made, "units")}


def test_a_table_that_is_not_drawn_is_found(made):
    redraw(made, lambda row: None if row["family"] == "race" else row)
    assert "There, 2 tables are drawn of three." in {veto.steps[0] for veto in vetoes(made, "units")}


ENTRIES = {
    "a draw over the ceiling of a table": ({"epsilon": 1.5}, "over 1"),
    "a draw before the census": ({"as_of": "2026-01-01"}, "before the year's census"),
    "another epsilon than is said": ({"epsilon": 0.25}, "the ledger says 0.25"),
}


@pytest.mark.parametrize("what", ENTRIES)
def test_a_draw_that_the_release_does_not_tell_rightly_is_found(made, what):
    changes, why = ENTRIES[what]
    redraw(made, lambda row: row, **changes)
    assert any(why in veto.why for veto in vetoes(made, "budget"))


def test_draws_over_the_budget_of_the_year_are_found(made):
    ledger, said = made.parent / "ledger", read(made)
    first = json.loads((ledger / f"{said['parent']}.json").read_text())
    second = write_entry(ledger, first | {"parent": said["parent"]})
    third = write_entry(ledger, first | {"parent": second})
    seal(made, parent=third)
    assert any("3 draws spent 6, and 4 is the most" in veto.why for veto in vetoes(made, "budget"))


def test_estimates_that_no_ledger_paid_for_are_found(made):
    seal(made, parent=None)
    assert "the ledger has no draw" in vetoes(made, "budget")[0].why


def test_estimates_whose_file_is_gone_or_another_are_found(made):
    (file,) = (made.parent / "ledger" / "estimates").iterdir()
    content = file.read_bytes()
    file.write_bytes(content[:-1] + b"x")
    assert "not those that the ledger names" in vetoes(made, "ledger")[0].why
    file.unlink()
    assert "are gone" in vetoes(made, "ledger")[0].why


def noised(change):
    """A draw with the true noise, altered by `change(true counts, noised counts)`."""
    return Drawing(noise=lambda counts, epsilon: change(counts, estimates.draw(counts, epsilon)))


NOISELESS = {
    "no noise": Drawing(noise=lambda counts, epsilon: counts),
    "empty cells skipped": noised(lambda counts, drawn: np.where(counts == 0, 0, drawn)),
    "negative counts cut off": noised(lambda counts, drawn: np.maximum(drawn, 0)),
    "a tenth of the noise": Drawing(noise=lambda counts, epsilon: estimates.draw(counts, 10 * epsilon)),
    "ten times the noise": Drawing(noise=lambda counts, epsilon: estimates.draw(counts, epsilon / 10)),
}


@pytest.mark.parametrize("what", NOISELESS)
def test_noise_that_is_not_there_is_found(tmp_path, what):
    made = release(tmp_path, drawing=NOISELESS[what])
    assert checks(made) == {"noise"}


WIDTHS = {"gender": 5, "race": 9, "gender_urg": 15, "gender_trained": 10}


@pytest.mark.parametrize("family", WIDTHS)
def test_one_table_without_noise_is_found(tmp_path, family):
    schools = [
        school(f"26000{district:02d}0000{number}", district=f"26000{district:02d}")
        for district in range(20, 30)
        for number in range(3)
    ]
    students = [each for row in schools for each in group(row["school_id"], "csp", "f" * 12)]

    def noise(counts, epsilon):
        return counts if counts.shape[1] == WIDTHS[family] else estimates.draw(counts, epsilon)

    made = release(tmp_path, CENSUS, students, schools=schools, drawing=Drawing(noise=noise), roster=[])
    assert checks(made) == {"noise"}


def same_noise(seed=7):
    """The same noise for the same tables, whatever the counts are."""

    def noise(counts, epsilon):
        random = np.random.default_rng([seed, counts.shape[1]])
        chance = 1 - np.exp(-epsilon)
        waits = random.geometric(chance, (2, *counts.shape))
        return counts + waits[0] - waits[1]

    return noise


def test_the_same_noise_on_corrected_data_is_found(tmp_path):
    """What differs between the two draws is who was corrected."""
    first = release(tmp_path, drawing=Drawing(noise=same_noise()))
    assert attack(first, []).passed
    put_up(first)
    corrected = [*STUDENTS, *group("260000200004", "csa", "f" * 3)]
    again = Drawing(noise=same_noise(), again=YEAR)
    second = release(tmp_path, LATER, corrected, drawing=again)
    assert "what differs is what was corrected" in vetoes(second, "noise", [first])[0].why


def test_a_second_draw_with_new_noise_withstands(tmp_path):
    first = release(tmp_path)
    put_up(first)
    second = release(tmp_path, LATER, drawing=Drawing(again=YEAR))
    audit = attack(second, [first])
    assert audit.passed, audit.vetoes
    assert read(second)["estimates"][YEAR]["spent"] == 4.0


def test_the_last_draw_is_the_one_in_force(tmp_path):
    first = release(tmp_path)
    put_up(first)
    second = release(tmp_path, LATER, drawing=Drawing(again=YEAR))
    said = read(second)
    drawn = read(first)["estimates"][YEAR]["digest"]
    seal(second, estimates={YEAR: said["estimates"][YEAR] | {"digest": drawn}})
    assert any("not name the draw that is in force" in veto.why for veto in vetoes(second, "budget", [first]))


@pytest.mark.parametrize("epsilon", [0.25, 1.0])
def test_other_epsilons_withstand(tmp_path, epsilon):
    made = release(tmp_path, CENSUS, CROWD, rules=Policy(epsilon_per_table=epsilon))
    audit = attack(made, [])
    assert audit.passed, audit.vetoes


def test_a_year_that_was_closed_is_not_drawn_again(tmp_path):
    first = release(tmp_path, date(2026, 7, 2))
    put_up(first)
    second = release(tmp_path, date(2026, 8, 2))
    assert attack(second, [first]).passed
    ledger, said = tmp_path / "ledger", read(second)
    drawn = next(
        entry
        for path in ledger.glob("*.json")
        if (entry := json.loads(path.read_text())).get("school_year") == YEAR
    )
    seal(second, parent=write_entry(ledger, drawn | {"parent": said["parent"]}))
    assert "drawn again since" in vetoes(second, "closed_years", [first])[0].why
