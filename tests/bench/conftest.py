"""A school year of a hundredth of the nation, for the helpers of the benches."""

import pytest

from bench import rules, schools, students

SCALE = 0.02


@pytest.fixture(scope="session")
def here(tmp_path_factory):
    return schools.read(tmp_path_factory.mktemp("schools"), SCALE, national=False)


@pytest.fixture(scope="session")
def truth(here):
    return rules.Truth(rules.country(here), students.year(here, "2025-26"), 366)
