"""Import rules that import-linter cannot say. The others stand in pyproject.toml."""

import ast
import sys
import tomllib

from tests.unit.house.tree import ROOT, SOURCE, modules, name


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def in_room(room):
    return [(path, tree) for path, tree in modules() if path.is_relative_to(SOURCE / room)]


def test_the_vocabulary_needs_python_alone():
    strangers = [
        f"{name(path)} imports {module}"
        for path, tree in in_room("network")
        for module in imported(tree)
        if module.split(".")[0] not in sys.stdlib_module_names and not module.startswith("catchment.network")
    ]
    assert strangers == []


def test_measures_call_nothing_that_connects():
    connects = [
        f"{name(path)}:{node.lineno}"
        for path, tree in in_room("measures")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("connect", "read_parquet", "read_csv", "execute")
    ]
    assert connects == []


def test_the_adversary_is_told_about_every_room():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    forbidden = next(rule["forbidden_modules"] for rule in contracts if rule["id"] == "adversary")
    rooms = {f"catchment.{path.stem}" for path in SOURCE.iterdir() if not path.name.startswith(("_", "."))}
    assert rooms - {"catchment.network", "catchment.attack"} - set(forbidden) == set()
