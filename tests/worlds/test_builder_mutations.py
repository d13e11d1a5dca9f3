"""Broken builders turn the enumeration red: what goes wrong between the rules and a release."""

from dataclasses import replace

import pytest

from catchment.release.build import deciding
from tests.worlds.builds import published
from tests.worlds.guarantee import violations
from tests.worlds.people import crowds, fits
from tests.worlds.tally import tallied
from tests.worlds.test_builds import ONE, lives
from tests.worlds.told import account
from tests.worlds.town import YEAR, Town

JOINED = lives(("csp", "csp"), (None, "csp"))
ERASED = lives(("csp", "csp"), ("csp", None))
LATE_CENSUS = Town(2, ONE, ("csp",), releases=2, census=1)
EARLY_CENSUS = Town(2, ONE, ("csp",), releases=2, census=0)


def broken(town, lived):
    """Which kinds of numbers are narrowed, over all worlds of up to eight students."""
    worlds = [world for world in tallied("mutants of the builder", crowds(lived, 8)) if fits(town, world)]
    seen = dict(zip(worlds, published(town, worlds), strict=True))
    found = violations(worlds, seen.__getitem__, lambda world: account(town, world, every=False))
    return {violation.question[0] for violation in found}


@pytest.mark.parametrize(("town", "lived"), [(LATE_CENSUS, JOINED), (EARLY_CENSUS, ERASED)])
def test_the_sound_builder(town, lived):
    assert broken(town, lived) == set()


def test_gender_of_another_day_than_the_count(monkeypatch):
    """The count stands since autumn; the base of those who are there in spring tells who joined since."""
    sound = deciding.behind_shown

    def of_today(year, cells, history, *students):
        return sound(year, cells, replace(history, standing={}), *students)

    monkeypatch.setattr(deciding, "behind_shown", of_today)
    assert broken(LATE_CENSUS, JOINED) == {"reported", "female", "students"}


def test_gender_rebuilt_after_an_erasure(monkeypatch):
    """The second breakdown is of the same students but for one: their gender can be subtracted."""
    plan, behind_shown, kept = deciding.plan, deciding.behind_shown, {}

    def census_again(*given):
        years = plan(*given)
        return replace(years, census=years.census | {YEAR})

    def still_behind(year, *given):
        return kept.setdefault(year, behind_shown(year, *given))

    monkeypatch.setattr(deciding, "plan", census_again)
    monkeypatch.setattr(deciding, "behind_shown", still_behind)
    assert "female" in broken(EARLY_CENSUS, ERASED)
