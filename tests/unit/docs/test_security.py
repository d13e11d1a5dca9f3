"""docs/reference/security.md answers every item of ASVS 5.0, level 1 and 2, and each named test exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.unit.house.tree import ROOT

PAGE = (ROOT / "docs" / "reference" / "security.md").read_text("utf-8")
ROWS = re.findall(r"^\| (\d[\d.-]*) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
TEST = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
INSTEAD = ("Reason: ", "Does not apply: ", "By the operator: ", "Gap by choice: ")
ITEMS = {
    "1": (2, 9, 11, 3, 2),
    "2": (3, 3, 4, 1),
    "3": (0, 2, 4, 6, 5, 0, 2),
    "4": (3, 1, 2, 4),
    "5": (1, 3, 2, 3),
    "6": (3, 12, 4, 4, 5, 3, 0, 4),
    "7": (3, 4, 2, 5, 2, 2),
    "8": (2, 3, 1, 1),
    "9": (3, 4),
    "10": (2, 2, 4, 11, 5, 2, 3),
    "11": (2, 3, 3, 4, 1, 1),
    "12": (3, 2, 4),
    "13": (1, 5, 2, 5),
    "14": (2, 4, 3),
    "15": (3, 3, 7),
    "16": (1, 5, 4, 3, 3),
    "17": (1, 4, 2),
}
"""How many items of level 1 and 2 each section of a chapter has; those of level 3 come after them."""


def wanted() -> list[str]:
    return [
        f"{chapter}.{section}.{item}"
        for chapter, sections in ITEMS.items()
        for section, items in enumerate(sections, start=1)
        for item in range(1, items + 1)
    ]


def answered() -> list[str]:
    """The items of the page, a range such as 4.3.1-4.3.2 taken apart."""
    found = []
    for number, _what, _where in ROWS:
        first, _, last = number.partition("-")
        section, _, start = first.rpartition(".")
        end = (last or first).rpartition(".")[2]
        found += [f"{section}.{item}" for item in range(int(start), int(end) + 1)]
    return found


def test_every_item_is_answered_once():
    assert len(wanted()) == 253
    assert answered() == wanted()


@cache
def named_in(file: str) -> frozenset[str]:
    path = ROOT / "tests" / file
    tree = ast.parse(path.read_text("utf-8")) if path.is_file() else ast.Module([], [])
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize(("number", "where"), [(number, where) for number, _, where in ROWS])
def test_an_answer_is_a_test_that_exists_or_a_reason(number, where):
    named = TEST.findall(where)
    assert named or where.startswith(INSTEAD), f"{number} names neither a test nor a reason"
    assert [f"{file}::{test}" for file, test in named if test not in named_in(file)] == []
    assert where.count("::") == len(named), f"{number} names a test in another way"


@pytest.mark.parametrize("file", sorted({file for file, _ in TEST.findall(PAGE)}))
def test_named_tests_are_found_by_pytest(file):
    assert Path(file).name.startswith("test_")
    assert (ROOT / "tests" / file).is_file()
