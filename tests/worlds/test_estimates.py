"""Every noise at every cell that a student moves: no release gives a neighbouring world away."""

import math
from dataclasses import replace

import numpy as np
import pytest

from catchment.disclosure import budget
from catchment.network.errors import PromiseFailed
from catchment.release.build import composition, deciding
from catchment.release.build.drawing import Drawing
from tests.release_tools import YEAR, Series, group, inputs, student
from tests.worlds.noises import DAYS, TABLES, Noise, along, losses, moved, sound
from tests.worlds.tally import tallied

A, B, C = "260000100001", "260000100002", "260000100003"
EPSILON = 0.5
ROUNDING = 1e-9
SMALL = group(A, "csp", "ffm", races="white") + group(C, "csd", "mm?", races="asian")
JOINED = [*SMALL, student("new", A, "csp", gender="female", races="black", trained=True)]
SILENT = [*SMALL, student("new", C, "csd")]
CHANGED = [*SMALL[1:], {**SMALL[0], "gender": "nonbinary"}]
MANY = group(B, "csp", "f" * 90 + "m" * 90) + group(A, "csp", "fffmm")
ONE_LESS = MANY[:-1]


def worst(world, neighbour, build=sound):
    """The largest privacy loss over every noise, either way round."""
    return max(*_losses(world, neighbour, build), *_losses(neighbour, world, build))


def betrayed(world, neighbour, build=sound):
    """Whether some release can be published in one of the worlds only."""
    return math.inf in _losses(world, neighbour, build)


def _losses(world, neighbour, build):
    """At the cells in which the worlds differ at their last release."""
    every = along(moved(world[-1:], neighbour[-1:]), reach=2)
    return losses(world, neighbour, tallied("noises of neighbours", every), build)


@pytest.mark.parametrize("neighbour", [JOINED, SILENT])
def test_a_student_more_costs_epsilon_a_table(neighbour):
    assert worst([SMALL], [neighbour]) == pytest.approx(TABLES * EPSILON)


def test_another_answer_costs_twice_that_in_the_tables_it_is_in():
    assert worst([SMALL], [CHANGED]) == pytest.approx(3 * 2 * EPSILON)


def test_a_correction_after_the_census_costs_nothing():
    assert worst([SMALL, SMALL], [SMALL, JOINED]) == 0


def without_noise(noise):
    """Asks for noise, and publishes the truth."""

    def draw(counts, epsilon):
        noise(counts, epsilon)
        return counts

    return draw


def empty_cells_skipped(noise):
    return lambda counts, epsilon: np.where(counts > 0, noise(counts, epsilon), 0)


@pytest.mark.parametrize("mutant", [without_noise, empty_cells_skipped])
def test_a_draw_that_spares_cells(mutant):
    assert betrayed([SMALL], [JOINED], mutant)


def test_shares_decided_on_the_truth(monkeypatch):
    """Whether a share is shown tells 185 students from 184, whatever the noise."""
    sound_shares, truth = composition.shares, []

    def overhear(noise):
        truth.clear()
        truth.append(noise)
        return noise

    def by_truth(estimates, epsilon, units):
        of_gender = truth[0].given[0]
        return sound_shares(estimates, epsilon, units) if of_gender.sum() > len(ONE_LESS) else {}

    assert worst([MANY], [ONE_LESS], overhear) <= TABLES * EPSILON + ROUNDING
    monkeypatch.setattr(composition, "shares", by_truth)
    assert betrayed([MANY], [ONE_LESS], overhear)


def test_the_same_noise_on_corrected_data(monkeypatch):
    """Each release draws anew, but with the noise of the census: the difference is the correction."""
    plan = deciding.plan

    def always_due(*given):
        return replace(plan(*given), due=[YEAR], estimated=[YEAR])

    monkeypatch.setattr(deciding, "plan", always_due)
    assert betrayed([SMALL, SMALL], [SMALL, JOINED])


def spent(draws):
    """The privacy loss of a year drawn so many times, and all of it published."""
    noise = Noise()
    series = Series(drawing=Drawing(noise=noise))
    for number in range(draws):
        series.publish(inputs(students=SMALL), DAYS[number], again=YEAR if number else None)
    return sum(noise.epsilons)


def test_more_draws_than_the_budget_has(monkeypatch):
    assert spent(2) == budget.CEILING
    with pytest.raises(PromiseFailed, match="budget"):
        spent(3)
    monkeypatch.setattr(budget, "check", lambda *given: None)
    assert spent(3) > budget.CEILING
