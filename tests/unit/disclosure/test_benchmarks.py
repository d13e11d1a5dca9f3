"""Benchmarks pool at least three partners of at least n sharing teachers each."""

import pytest

from catchment.disclosure.benchmarks import Benchmark, benchmarks
from catchment.disclosure.cohorts import Cohort, Figures

PLACE = ("2025-26", "csp", "2025-26")


def cohort(partner, sharing, started=0, completed=0, retained=0):
    return {Cohort(partner, *PLACE): Figures(sharing, started, completed, retained, None)}


def test_shares_are_pooled_over_teachers_not_averaged_over_partners():
    found = cohort("a", 10, 10, 5, 1) | cohort("b", 10, 0, 5, 2) | cohort("c", 80, 40, 0, 3)
    assert benchmarks(found, 10) == [
        Benchmark("completion_rate", *PLACE, 3, 0.1),
        Benchmark("implementation_rate", *PLACE, 3, 0.5),
        Benchmark("workshop_retention_rate", *PLACE, 3, 0.06),
    ]


def test_two_partners_are_too_few_for_each_could_take_itself_off():
    assert benchmarks(cohort("a", 500) | cohort("b", 500), 10) == []


@pytest.mark.parametrize(("sharing", "partners"), [(9, 3), (10, 4)])
def test_a_partner_with_fewer_than_n_sharing_is_not_in_it(sharing, partners):
    found = cohort("a", 10) | cohort("b", 10) | cohort("c", 10) | cohort("d", sharing, started=sharing)
    in_it = benchmarks(found, 10)[1]
    assert in_it.partners == partners
    assert (in_it.value > 0) is (partners == 4)


def test_a_small_partner_does_not_make_up_the_three():
    assert benchmarks(cohort("a", 10) | cohort("b", 10) | cohort("c", 9), 10) == []


def test_courses_and_years_are_pools_of_their_own():
    other = {
        key._replace(school_year="2026-27"): value
        for key, value in (cohort("a", 10) | cohort("b", 10)).items()
    }
    assert benchmarks(cohort("c", 10) | other, 10) == []
