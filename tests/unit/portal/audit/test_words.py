"""Everything that is recorded can be read: each action that the portal writes down has its words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from catchment.portal.audit import words
from catchment.portal.desk.models import Job
from tests.unit.house.tree import ROOT

PORTAL = ROOT / "src" / "catchment" / "portal"
BEGINNINGS = "|".join(re.escape(beginning) for _name, those in words.KINDS.values() for beginning in those)
ACTION = re.compile(f"(?:{BEGINNINGS})[a-z_]+")


TEXTS = PORTAL / "agreements" / "wording.py"
"""It names a file, which looks like an action."""


def texts(file: Path) -> Iterator[str]:
    """Every text that stands alone in a module and looks like an action."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ACTION.fullmatch(node.value):
            yield node.value


def named(file: Path) -> Iterator[str]:
    """The actions that a module hands to the audit by name."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("record"):
            for given in node.keywords:
                if given.arg == "action" and isinstance(given.value, ast.Constant):
                    yield given.value.value


def test_every_action_is_of_a_kind():
    written = {action for file in PORTAL.rglob("*.py") for action in named(file)}
    assert len(written) > 15
    assert [action for action in written if not ACTION.fullmatch(action)] == []


def test_every_action_has_words():
    files = [
        file
        for file in PORTAL.rglob("*.py")
        if "migrations" not in file.parts and file not in (PORTAL / "audit" / "words.py", TEXTS)
    ]
    written = {text for file in files for text in texts(file)} | {f"job.{kind}" for kind, _label in Job.KINDS}
    assert sorted(written - {*words.ACTIONS}) == []
