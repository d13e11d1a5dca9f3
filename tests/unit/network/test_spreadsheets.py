"""No text of a file that we write is a formula to those who open it."""

import ast

import pytest

from catchment.network.spreadsheets import harmless
from tests.unit.house.tree import modules, name

FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+cmd|x",
    "-1+cmd|x",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    "＝1+1",
    "-Ada",
    "+1 555 0100",
)
PLAIN = ("", "Ada", "-5", "+5", "-1,234.5", "-3%", "1e5", "-", "--", "10 or fewer", "p-1", "2025-26", "'x")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_what_computes_nothing_stays_as_it_is(text):
    assert harmless(text) == text


WRITERS = {
    "src/catchment/reports/sheets.py": "what people download",
    "src/catchment/reports/exports.py": "what an operator exports",
    "src/catchment/attack/tables/report.py": "what an attack on tables found",
}
"""Files for people: each puts its cells through `harmless`."""
OTHERS = {
    "src/catchment/portal/outbox/batch.py": "what the next import reads, word for word",
    "src/catchment/sources/nces/refused.py": "a refused row is one cell of JSON",
    "src/catchment/sources/package/load.py": "scratch of an import, which nobody opens",
    "src/catchment/sources/package/sample.py": "our own sample",
}


def test_every_writer_of_such_files_is_known():
    writers = {
        name(path): "harmless" in path.read_text("utf-8")
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("csv.writer", "csv.DictWriter")
    }
    assert writers == dict.fromkeys(WRITERS, True) | dict.fromkeys(OTHERS, False)
