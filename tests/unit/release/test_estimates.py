"""Estimates: drawn once, kept in the ledger, copied; every level adds up; a redraw spends budget."""

import json
from collections import defaultdict
from datetime import date

import numpy as np
import pytest

from catchment.network.categories import COMPOSITION
from catchment.network.errors import BadInput, PromiseFailed
from catchment.network.policy import Policy
from catchment.release import layout
from catchment.release.build.drawing import Drawing
from catchment.release.build.ledger import Ledger
from tests.release_tools import YEAR, Series, group, inputs, make_release, put_up, read_table, school

BEFORE, CENSUS, AFTER = date(2026, 2, 14), date(2026, 2, 15), date(2026, 4, 1)
SCHOOLS = [school(f"26000010{number:04d}") for number in range(12)]
ELSEWHERE = [school(f"36000010{number:04d}", state="NY", zip="10001", district=None) for number in range(4)]
IDS = [row["school_id"] for row in [*SCHOOLS, *ELSEWHERE]]


def no_noise(counts, epsilon):
    return counts


def offset(counts, epsilon):
    """A noise that can be followed: the number of the cell."""
    return counts + np.arange(counts.size).reshape(counts.shape)


def students(letters="ffmm?", schools=IDS, courses=("csp", "csd")):
    return [row for s in schools for c in courses for row in group(s, c, letters, races="black")]


def of(rows, **more):
    regions = [("p1", "MI", None), ("p2", "NY", None)]
    return inputs(students=rows, schools=[*SCHOOLS, *ELSEWHERE], regions=regions, **more)


def composition(release):
    return {
        (r["level"], r["geo_id"], r["course_id"], r["family"], r["category"]): r
        for r in release.table("composition").to_pylist()
    }


def estimate(release, *place, family="gender", category="female"):
    return composition(release)[(*place, family, category)]["estimate"]


def test_units_count_every_student_once_and_in_the_smallest_unit_there_is():
    release = Series(drawing=Drawing(noise=no_noise)).decide(of(students()), CENSUS)
    assert estimate(release, "district", "2600001", "csp") == 24
    assert estimate(release, "area", "NY:p2", "csp") == 8
    assert estimate(release, "nation", "US", "all") == 64
    # four active schools are an area for most tables, ten are needed beside `trained`
    spots = {(level, geo) for level, geo, _, family, _ in composition(release) if family == "gender_trained"}
    assert ("area", "MI:p1") in spots and ("area", "NY:p2") not in spots
    trained = sum(
        estimate(release, "nation", "US", "all", family="gender_trained", category=category)
        for category in COMPOSITION["gender_trained"]
    )
    assert trained == len(students())


def test_groups_that_are_not_reported_are_estimated_too():
    few = [(IDS[0], YEAR, 21, 10, 11)]
    release = Series(drawing=Drawing(noise=no_noise)).decide(of(students("f" * 12), enrolment=few), CENSUS)
    shown = {r["geo_id"]: r for r in release.table("schools").to_pylist() if r["course_id"] == "all"}
    assert shown[IDS[0]]["students"] == 24
    everyone = group(IDS[0], "csa", "fff") + students("f" * 12)
    release = Series(drawing=Drawing(noise=no_noise)).decide(of(everyone, enrolment=few), CENSUS)
    assert not [r for r in release.table("schools").to_pylist() if r["course_id"] == "csa"]
    assert estimate(release, "nation", "US", "csa") == 3


def test_every_level_is_the_sum_of_its_parts_and_empty_cells_have_noise():
    release = Series().decide(of(students()), CENSUS)
    rows = composition(release)
    parts = defaultdict(int)
    for (level, _, course, family, category), row in rows.items():
        parts[level, course, family, category] += row["estimate"]
    for (level, course, family, category), total in parts.items():
        if level in ("region", "state"):
            assert total == parts["area", course, family, category]
    empty = [row["estimate"] for key, row in rows.items() if key[4] in ("another", "asian")]
    assert any(empty) and any(value < 0 for value in empty)


def test_totals_with_small_groups_are_the_sum_of_the_gender_table():
    release = Series().decide(of(students()), CENSUS)
    rows = composition(release)
    for table, level in (("districts", "district"), ("states", "state"), ("nation", "nation")):
        for row in release.table(table).to_pylist():
            genders = [
                rows.get((level, row["geo_id"], row["course_id"], "gender", g)) for g in COMPOSITION["gender"]
            ]
            said = sum(g["estimate"] for g in genders) if genders[0] else None
            assert row["students_estimated"] == said
    hours = Series().decide(of([*students(), *group(IDS[0], "hoc", "f" * 20)]), CENSUS).table("nation")
    blank = {r["course_id"]: r["students_estimated"] is None for r in hours.to_pylist()}
    assert blank["hoc"] and not blank["csp"]


def test_what_is_too_uncertain_is_blank_or_marked():
    rows = composition(Series(drawing=Drawing(noise=no_noise)).decide(of(students()), CENSUS))
    assert rows["district", "2600001", "csp", "gender", "female"]["count_shown"]
    assert not rows["area", "NY:p2", "csp", "gender", "female"]["count_shown"]
    assert rows["area", "NY:p2", "csp", "gender", "female"]["share"] is None
    unsaid = rows["nation", "US", "all", "gender", "not_reported"]
    assert unsaid["share"] is None and unsaid["count_shown"]
    many = composition(Series(drawing=Drawing(noise=no_noise)).decide(of(students("ffmm?" * 20)), CENSUS))
    assert many["nation", "US", "all", "gender", "female"]["share"] == 0.5


def test_estimates_are_drawn_at_the_census_and_copied_whatever_is_true_later():
    series = Series(drawing=Drawing(noise=offset))
    assert series.publish(of(students()), BEFORE).draws == {}
    first = series.publish(of(students()), CENSUS)
    later = series.publish(of(students("ffffffff")), AFTER)
    assert len(series.drawn) == 1
    assert later.table("composition").equals(first.table("composition"))


def test_a_draw_of_a_candidate_that_stayed_down_is_in_force_all_the_same():
    series = Series(drawing=Drawing(noise=offset))
    first = series.decide(of(students()), CENSUS)
    published = series.publish(of(students("fff")), AFTER)
    assert published.table("composition").equals(first.table("composition"))
    assert published.draws[YEAR].as_of == CENSUS


FIRST = students("ff", IDS[:3], ["csp"])
"""Three active schools make the district a unit."""


def places(release):
    """Where there are estimates of a course, and of how many units."""
    rows = composition(release).items()
    return {
        (level, geo): row["units"]
        for (level, geo, course, family, category), row in rows
        if (course, family, category) == ("csp", "gender", "female")
    }


def test_a_unit_of_a_candidate_that_stayed_down_adds_to_the_area_or_the_nation():
    """Nobody may learn from the estimates where that candidate had its flags."""
    series = Series(drawing=Drawing(noise=offset))
    series.decide(of(FIRST), CENSUS)
    two = series.decide(of(FIRST[2:]), AFTER)
    assert places(two) == {("nation", "US"): 2}
    # the district lost a school and the rest of the area is a unit with it
    alone = school("260000109999", district=None)
    beside = group(alone["school_id"], "csp", "ff")
    found = inputs(students=FIRST[2:] + beside, schools=[*SCHOOLS, alone], regions=[("p1", "MI", None)])
    above = {("area", "MI:p1"): 1, ("region", "p1"): 1, ("state", "MI"): 1, ("nation", "US"): 2}
    assert places(series.decide(found, AFTER)) == above


def test_units_that_the_draw_did_not_have_get_no_rows():
    series = Series(drawing=Drawing(noise=offset))
    series.decide(of(FIRST[2:]), CENSUS)
    assert places(series.decide(of(FIRST), AFTER)) == {("nation", "US"): 1}


def test_units_of_a_published_draw_stay_whatever_is_flagged_later():
    series = Series(drawing=Drawing(noise=offset))
    first = series.publish(of(FIRST), CENSUS)
    series.withdraw()
    later = series.publish(of(FIRST[2:]), AFTER)
    assert places(later) == places(first)
    assert ("district", "2600001") in places(later)


def test_units_that_no_published_cell_makes_are_asked_of_the_first_release_with_the_draw(tmp_path):
    make_release(tmp_path, of(FIRST), as_of=CENSUS)
    second = make_release(tmp_path, of(FIRST[2:]), as_of=AFTER)
    put_up(second)
    third = make_release(tmp_path, of(FIRST), as_of=date(2026, 5, 1))
    assert {row["level"] for row in read_table(second, "composition")} == {"nation"}
    assert read_table(second, "composition") == read_table(third, "composition")


def test_before_the_census_even_a_draw_is_not_shown():
    series = Series()
    series.decide(of(students()), CENSUS)
    assert series.publish(of(students()), BEFORE).table("composition").num_rows == 0


def test_a_redraw_takes_todays_truth_and_a_third_is_refused():
    series = Series(drawing=Drawing(noise=no_noise))
    series.publish(of(students()), CENSUS)
    second = series.publish(of(students("fff")), AFTER, again=YEAR)
    assert estimate(second, "district", "2600001", "csp") == 36
    assert list(second.spent[YEAR]) == [0.5, 0.5]
    with pytest.raises(PromiseFailed, match=r"budget of 4 is spent|4 of a privacy budget"):
        series.decide(of(students()), AFTER, again=YEAR)


@pytest.mark.parametrize(
    ("year", "as_of", "why"),
    [("2019-20", CENSUS, "no such school year"), (YEAR, BEFORE, "before that school year's census")],
)
def test_a_year_that_cannot_be_drawn_again_is_said_so(year, as_of, why):
    with pytest.raises(BadInput, match=why):
        Series().decide(of(students()), as_of, again=year)


def test_a_closed_year_is_not_drawn_again():
    series = Series()
    series.publish(of(students()), date(2026, 7, 1))
    with pytest.raises(BadInput, match="is closed"):
        series.decide(of(students()), date(2026, 8, 1), again=YEAR)


def test_the_ledger_keeps_the_draw_and_the_manifest_names_it(tmp_path):
    release = make_release(tmp_path, of(students()), rules=Policy(epsilon_per_table=0.25))
    (entry,) = Ledger(tmp_path).entries()
    assert (entry.kind, entry.release, entry.school_year, entry.epsilon) == ("drawn", "", YEAR, 0.25)
    said = json.loads((release / layout.MANIFEST).read_text())
    assert said["parent"] == entry.address and said["census"] == "02-15"
    digest = said["estimates"][YEAR]["digest"]
    assert said["estimates"] == {
        YEAR: {"drawn_as_of": "2026-03-15", "epsilon_per_table": 0.25, "spent": 1.0, "digest": digest}
    }
    assert (tmp_path / layout.LEDGER / layout.ESTIMATES / f"{digest}.parquet").is_file()


def test_a_later_build_reads_the_draw_from_the_ledger(tmp_path):
    first = make_release(tmp_path, of(students()))
    put_up(first)
    later = make_release(tmp_path, of(students("ffffff")), as_of=AFTER)
    assert read_table(first, "composition") == read_table(later, "composition")
    assert [entry.kind for entry in Ledger(tmp_path).entries()] == ["drawn", "published"]


def test_a_redraw_leaves_the_former_draw_in_the_ledger(tmp_path):
    put_up(make_release(tmp_path, of(students())))
    release = make_release(tmp_path, of(students()), as_of=AFTER, drawing=Drawing(again=YEAR))
    kinds = [entry.kind for entry in Ledger(tmp_path).entries()]
    assert kinds == ["drawn", "published", "drawn"]
    assert json.loads((release / layout.MANIFEST).read_text())["estimates"][YEAR]["spent"] == 4.0


@pytest.mark.parametrize("damage", ["gone", "altered"])
def test_a_damaged_file_of_estimates_stops_the_build(tmp_path, damage):
    make_release(tmp_path, of(students()))
    (file,) = (tmp_path / layout.LEDGER / layout.ESTIMATES).iterdir()
    file.unlink() if damage == "gone" else file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(PromiseFailed, match="estimates of 2025-26"):
        make_release(tmp_path, of(students()))


def test_an_estimates_file_that_no_entry_names_is_harmless(tmp_path):
    put_up(make_release(tmp_path, of(students())))
    (tmp_path / layout.LEDGER / layout.ESTIMATES / f"{'0' * 64}.parquet").write_bytes(b"of a killed build")
    make_release(tmp_path, of(students()), as_of=AFTER)


def test_nothing_is_drawn_on_a_ledger_that_has_moved_on(tmp_path):
    found = of(students())
    release = make_release(tmp_path, found, as_of=BEFORE)

    def published_meanwhile(counts, epsilon):
        if Ledger(tmp_path).head.release is None:
            put_up(release)
        return counts

    with pytest.raises(PromiseFailed, match="published while this release was built"):
        make_release(tmp_path, found, as_of=CENSUS, drawing=Drawing(noise=published_meanwhile))


def test_a_school_of_no_partner_is_estimated_on_its_own_shelf():
    nobody = [school(f"48000010{number:04d}", state="TX", zip="75001", district=None) for number in range(3)]
    rows = students(schools=[row["school_id"] for row in nobody])
    found = inputs(students=rows, schools=nobody, regions=[("p1", "MI", None)])
    release = Series(drawing=Drawing(noise=no_noise)).decide(found, CENSUS)
    shelf = release.partners[None]["composition"].to_pylist()
    places = {(row["level"], row["geo_id"], row["partner_id"]) for row in shelf}
    assert places == {("area", "TX:_none", None), ("region", "_none", None)}
    regions = release.partners[None]["regions"].to_pylist()
    assert {row["students_estimated"] for row in regions if row["course_id"] == "csp"} == {15}


def test_the_same_draw_gives_the_same_release():
    series = Series()
    one = series.decide(of(students()), CENSUS)
    two = series.decide(of(list(reversed(students()))), CENSUS)
    assert all(one.table(name).equals(two.table(name)) for name in ("composition", "schools", "nation"))
