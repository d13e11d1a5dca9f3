"""Facts about the tree that keep it easy to live in."""

import ast
import re
import tomllib

import pytest

from tests.unit.house.tree import ROOT, SOURCE, files, modules, name

LARGEST = 2_000_000
LONGEST_FILE = 400
LONGEST_FUNCTION = 40

# Joined from parts, so that this file does not name what it looks for.
HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "debian" + ".org")
ONE_MACHINE = re.compile(r"(?<![\w.])/(?:home|Users|root|work|tmp/\w+)/[\w.]")


def text_of(path):
    data = path.read_bytes()
    return "" if b"\0" in data[:8000] else data.decode("utf-8", errors="replace")


def test_no_file_is_large():
    assert [name(path) for path in files() if path.stat().st_size > LARGEST] == []


def test_no_path_of_one_machine():
    found = [name(path) for path in files() if ONE_MACHINE.search(text_of(path))]
    assert found == []


@pytest.mark.parametrize("host", HOSTS)
def test_no_registry_is_named(host):
    assert [name(path) for path in files() if host in text_of(path)] == []


def test_lock_files_have_hashes():
    for lock in ("base.txt", "dev.txt", "uv.txt"):
        blocks = re.split(r"\n(?=\w)", (ROOT / "requirements" / lock).read_text())
        assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_lock_files_hold_every_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements" / "dev.txt").read_text(), re.MULTILINE))
    assert {re.match(r"[\w.-]+", each)[0] for each in wanted} - locked == set(), "run make lock"


def test_every_room_states_its_promise():
    rooms = [path for path in SOURCE.iterdir() if path.is_dir() and list(path.glob("*.py"))]
    assert len(rooms) >= 13
    silent = [room.name for room in rooms if "Promise:" not in (room / "__init__.py").read_text()]
    assert silent == []


def test_no_file_is_long():
    lengths = {name(path): len(path.read_text().splitlines()) for path, _ in modules()}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def functions():
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name(path)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def test_no_function_is_long():
    assert {where: lines for where, lines in functions() if lines > LONGEST_FUNCTION} == {}
