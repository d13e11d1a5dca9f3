"""policy.toml: stricter than the floor, or refused in one sentence (disclosure section 2)."""

import json
import re
import tomllib
from dataclasses import fields
from importlib import resources
from pathlib import Path

import pytest

from catchment.network import policy
from catchment.network.errors import BadInput
from catchment.network.policy import Breaker, Policy

EXAMPLE = Path(__file__).parent / "examples" / "policy.toml"
SHIPPED = resources.files("catchment.network").joinpath("policy.example.toml").read_text("utf-8")


def test_the_example_of_the_contract_is_the_default():
    assert policy.load(EXAMPLE) == Policy() == Policy(10, "", 0.5, {}, True, Breaker(0.3, 0.1, 0.1), 1095)


def test_the_file_that_a_new_network_gets_says_the_defaults_and_every_key():
    assert policy.parse(SHIPPED, "policy.toml") == Policy()
    keys = {key for section in tomllib.loads(SHIPPED).values() for key in section}
    assert keys == {
        "n",
        "legal_basis",
        "per_state",
        "epsilon_per_table",
        "routine_preapproved",
        "rows",
        "persons",
        "nulls_per_column",
        "keep_days",
    }


def test_the_lines_that_the_file_offers_as_examples_can_be_used():
    offered = re.findall(r"^# +(\w+ = .+)$", SHIPPED, re.MULTILINE)
    assert offered
    for line in offered:
        policy.parse(f"[disclosure]\nlegal_basis = 'rule'\n{line}", "policy.toml")


def test_without_a_file_the_defaults_hold(tmp_path):
    assert policy.load(tmp_path / "policy.toml") == Policy()


def test_an_empty_file_changes_nothing():
    assert policy.parse("", "policy.toml") == Policy()


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("n = 20", "n", 20),
        ("n = 10", "n", 10),
        ("n = 9\nlegal_basis = 'State rule 7'", "n", 9),
        ("n = 5\nlegal_basis = 'State rule 7'", "n", 5),
        ("epsilon_per_table = 1", "epsilon_per_table", 1.0),
        ("epsilon_per_table = 0.01", "epsilon_per_table", 0.01),
        ("per_state = { NY = 20, PR = 10 }", "per_state", {"NY": 20, "PR": 10}),
        ("n = 15\nper_state = { NY = 10 }", "per_state", {"NY": 10}),
        ("legal_basis = 'rule'\nper_state = { NY = 5 }", "per_state", {"NY": 5}),
        ("[releases]\nroutine_preapproved = false", "routine_preapproved", False),
        ("[breaker]\nrows = 0\npersons = 1", "breaker", Breaker(0, 1, 0.1)),
        ("[audit]\nkeep_days = 1", "audit_keep_days", 1),
    ],
)
def test_what_may_be_decided(text, field, value):
    assert getattr(policy.parse(f"[disclosure]\n{text}", "policy.toml"), field) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("n = 9", "disclosure.n = 9 is below 10, which needs a disclosure.legal_basis"),
        ("n = 9\nlegal_basis = '  '", "which needs a disclosure.legal_basis"),
        ("n = 4", "disclosure.n = 4 is below 5: groups that small are never shown"),
        ("n = 4\nlegal_basis = 'rule'", "n = 4 is below 5"),
        ("n = 0", "n = 0 is below 5"),
        ("n = -10", "n = -10 is below 5"),
        ("n = 10.0", "disclosure.n must be a whole number, not 10.0"),
        ("n = true", "disclosure.n must be a whole number, not True"),
        ("n = '10'", "disclosure.n must be a whole number, not '10'"),
        ("legal_basis = 3", "disclosure.legal_basis must be a text"),
        ("per_state = { NY = 9 }", "disclosure.per_state.NY = 9 is below 10"),
        ("n = 20\nlegal_basis = 'rule'\nper_state = { NY = 4 }", "per_state.NY = 4 is below 5"),
        (
            "per_state = { XX = 20 }",
            'disclosure.per_state names "XX", which is not the two-letter code of a state',
        ),
        ("per_state = { ny = 20 }", 'per_state names "ny"'),
        ("per_state = { NY = '20' }", "disclosure.per_state.NY must be a whole number"),
        ("per_state = 20", "disclosure.per_state must be a table"),
        ("epsilon_per_table = 0", "disclosure.epsilon_per_table must be from 0.01 to 1.0, not 0.0"),
        ("epsilon_per_table = 0.009", "not 0.009"),
        ("epsilon_per_table = -0.5", "epsilon_per_table must be from 0.01"),
        ("epsilon_per_table = 1.01", "from 0.01 to 1.0, not 1.01"),
        ("epsilon_per_table = nan", "epsilon_per_table must be from 0.01"),
        ("epsilon_per_table = inf", "epsilon_per_table must be from 0.01"),
        ("[breaker]\nrows = 1.1", "breaker.rows is a share and must be from 0 to 1, not 1.1"),
        ("[breaker]\npersons = -0.1", "breaker.persons is a share"),
        ("[breaker]\nnulls_per_column = nan", "breaker.nulls_per_column is a share"),
        ("[breaker]\nrow = 0.1", "breaker.row is not a known key"),
        ("[audit]\nkeep_days = 0", "audit.keep_days must be 1 or more, not 0"),
        ("[audit]\ndays = 3", "audit.days is not a known key"),
        ("[releases]\nroutine_preapproved = 1", "releases.routine_preapproved must be true or false"),
        ("[releases]\npreapproved = true", "releases.preapproved is not a known key"),
        ("minimum = 10", "disclosure.minimum is not a known key; expected one of n, legal_basis"),
        ("[colours]", "colours is not a known key; expected one of disclosure, releases, breaker, audit"),
    ],
)
def test_what_is_looser_or_unknown_is_refused_in_one_sentence(text, words):
    with pytest.raises(BadInput) as refused:
        policy.parse(f"[disclosure]\n{text}", "policy.toml")
    sentence = str(refused.value)
    assert words in sentence
    assert sentence.startswith("policy.toml: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    "looser", [{"n": 9}, {"per_state": {"NY": 9}}, {"per_state": {"NY": 4}}, {"epsilon_per_table": 2.0}]
)
def test_code_cannot_make_a_looser_policy_either(looser):
    with pytest.raises(BadInput):
        Policy(**looser)


@pytest.mark.parametrize(("state", "n"), [("NY", 20), ("CA", 12), (None, 12), ("", 12)])
def test_the_smallest_group_of_a_state(state, n):
    assert Policy(n=12, per_state={"NY": 20}).n_for(state) == n


def test_a_manifest_names_every_rule_there_is():
    assert set(Policy().as_dict()) == {field.name for field in fields(Policy)}


def test_a_policy_fits_into_a_manifest():
    assert json.loads(json.dumps(Policy(per_state={"NY": 20}).as_dict())) == {
        "n": 10,
        "legal_basis": "",
        "epsilon_per_table": 0.5,
        "per_state": {"NY": 20},
        "routine_preapproved": True,
        "breaker": {"rows": 0.3, "persons": 0.1, "nulls_per_column": 0.1},
        "audit_keep_days": 1095,
    }
