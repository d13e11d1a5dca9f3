"""Every address and method, for every role and state, on own, a colleague's, foreign and missing objects.

Taken from the list of addresses itself, so that a new one cannot escape: it fails without a place in `pages`.
"""

import logging
import re
from collections import Counter

import pytest
from django.db import transaction

from catchment.portal.accounts import access
from tests.tenancy import actors, matrix
from tests.tenancy.account_pages import make_invitations, make_passkey
from tests.tenancy.matrix import ALLOWED, EITHER, METHODS, NO_METHOD, OVER, THE_404
from tests.tenancy.pages import AGREEMENTS, PEOPLE, TEACHERS, pages

MOST_USED = ("GET", "POST")
SELDOM = tuple(method for method in METHODS if method not in MOST_USED)
FEWEST_CELLS = {MOST_USED: 3_000, SELDOM: 8_400}
TEACHER = {"north": re.compile(r"Northsample\d\d"), "south": re.compile(r"Southsample\d\d")}
READ_OR_NOT = (ALLOWED, NO_METHOD, THE_404, OVER)
MAY_SEE = {
    "a teacher of the north": (TEACHER["north"], TEACHERS),
    "a teacher of the south": (TEACHER["south"], ()),
    "a school of the south": (re.compile(r"South Sample School"), ()),
    "a person of the south": (
        re.compile(r"@south-team\.invalid"),
        tuple(name for name in (*PEOPLE, *AGREEMENTS) if name != "manager"),
    ),
    "a person of the north": (
        re.compile(r"@north-team\.invalid"),
        (*TEACHERS, *actors.LOOKING, *PEOPLE, *AGREEMENTS),
    ),
}
"""What may stand in an answer, and for whom."""


@pytest.fixture
def everybody(people, as_person, monkeypatch):
    # What waits for the end of a transaction happens at once: here every transaction is undone.
    monkeypatch.setattr(transaction, "on_commit", lambda act, *_, **__: act())
    made = actors.make(as_person)
    make_invitations(made["administrator"].person)
    make_passkey()
    return made


def test_every_address_is_in_the_matrix(everybody):
    named = {pattern.name for pattern in matrix.patterns()}
    assert None not in named, "an address without a name"
    assert named - set(pages()) == set(), "say in tests/tenancy/pages.py who may open it"
    assert set(pages()) - named == set(), "no address is called so any more"


def test_every_address_has_a_rule_and_examples(everybody):
    for pattern in matrix.patterns():
        assert access.of(pattern.callback) is not None, f"{pattern.name} says not who may open it"
        variables = set(pattern.pattern.converters) or set(pattern.pattern.regex.groupindex)
        for kind, example in pages()[pattern.name].examples.items():
            assert set(example.kwargs) == variables, f"{pattern.name}: the example of {kind} names no object"


@pytest.mark.parametrize("methods", [MOST_USED, pytest.param(SELDOM, marks=pytest.mark.slow)])
def test_everybody_gets_what_they_should_and_nothing_else(everybody, methods, capsys, caplog):
    caplog.set_level(logging.CRITICAL, "django.request")
    table = pages()
    the_404 = {name: matrix.canonical_404(actor) for name, actor in everybody.items()}
    wrong, leaks, cells = [], [], Counter()
    for name, page in table.items():
        for actor in everybody.values():
            for method in methods:
                for kind, example in page.objects(method):
                    should = matrix.expected(page, actor.name, method, kind)
                    is_now, text = matrix.got(actor, name, page, method, example, the_404[actor.name])
                    cells[should] += 1
                    where = f"{method} {name} ({kind}) by {actor.name}"
                    if is_now != should and not (should == EITHER and is_now in READ_OR_NOT):
                        wrong.append(f"{where}: {is_now}, should be: {should}")
                    leaks += [f"{where}: {what}" for what in _leaks(actor.name, text)]
    with capsys.disabled():
        print(f"\nmatrix: {len(table)} addresses, {cells.total()} cells, {len(leaks)} leaks; {dict(cells)}")
    assert wrong == []
    assert leaks == []
    assert cells.total() >= FEWEST_CELLS[methods]


def _leaks(actor: str, text: str) -> list[str]:
    own = f"{actor}@"
    return [
        f"{what}: {found.group()}"
        for what, (pattern, who) in MAY_SEE.items()
        if actor not in who and (found := pattern.search(text.replace(own, "")))
    ]
