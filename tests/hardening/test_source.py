"""What is nowhere in the code, so that no page and no job can do it."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.unit.house.tree import ROOT, SOURCE, modules, name

PORTAL = SOURCE / "portal"
TEMPLATES = sorted(path for path in PORTAL.rglob("*.html"))
SCRIPTS = sorted((ROOT / "frontend" / "scripts").glob("*.js"))
DANGEROUS = {"eval", "exec", "compile", "os.system", "os.popen", "subprocess.getoutput", "__import__"}
WEAK = {"hashlib.md5", "hashlib.new"}
GUESSABLE = {"random", "pickle", "marshal", "shelve", "yaml", "xml.etree.ElementTree", "xml.dom", "xml.sax"}
OUTWARD = {"urllib.request", "http.client", "requests", "httpx", "socket", "ftplib", "telnetlib"}
UNESCAPED = {
    "parts/chart.html": "drawings of our own, whose texts are escaped where they are drawn",
    "parts/fields.html": "the help of our own forms",
}


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield f"{name(path)}:{node.lineno}", ast.unparse(node.func), node


def imports() -> Iterator[tuple[str, str]]:
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((name(path), alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield name(path), node.module or ""


def test_no_text_becomes_code():
    assert [where for where, called, _ in calls() if called in DANGEROUS] == []


def test_no_shell_reads_a_command():
    shells = [where for where, _, node in calls() for each in node.keywords if each.arg == "shell"]
    assert shells == []


def test_no_hash_that_can_be_forged_protects_anything():
    assert [where for where, called, _ in calls() if called in WEAK] == []
    weak = [(where, node) for where, called, node in calls() if called == "hashlib.sha1"]
    assert all("usedforsecurity=False" in ast.unparse(node) for _, node in weak)


def test_nothing_guessable_and_nothing_that_reads_objects_is_imported():
    assert [where for where, module in imports() if module in GUESSABLE] == []


def test_the_site_itself_calls_nobody():
    """Mail and single sign-on do, through Django and allauth, to addresses that the operator set."""
    assert [where for where, module in imports() if "/portal/" in where and module in OUTWARD] == []


def test_xml_is_read_without_entities():
    readers = [
        (where, node) for where, called, node in calls() if called in ("etree.iterparse", "etree.parse")
    ]
    assert readers
    assert all("resolve_entities=False" in ast.unparse(node) for _, node in readers)


def test_what_goes_into_a_page_unescaped_is_known():
    loose = re.compile(r"\|\s*safe\b|autoescape off|safeseq")
    found = {
        path.relative_to(PORTAL / "templates").as_posix()
        for path in TEMPLATES
        if loose.search(path.read_text("utf-8"))
    }
    assert found == set(UNESCAPED)


def test_no_form_takes_every_field_there_is():
    assert [name(path) for path, _ in modules() if '"__all__"' in path.read_text("utf-8")] == []


def test_a_query_is_never_put_together_from_what_a_request_said():
    """Values go in as parameters: `.raw(`, `.extra(` and cursors are not used with texts put together."""
    found = [
        where
        for where, called, node in calls()
        if "/portal/" in where
        and called.rpartition(".")[2] in ("raw", "extra", "RawSQL")
        and node.args
        and isinstance(node.args[0], ast.JoinedStr)
    ]
    assert found == []


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_scripts_write_text_and_keep_nothing(path):
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|postMessage|Storage\b"
    )
    assert re.findall(forbidden, path.read_text("utf-8")) == []


def test_the_package_holds_no_secret():
    keys = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:AKIA|ghp_|xox[bp]-)[A-Za-z0-9]{12,}")
    found = [name(path) for path, _ in modules() if keys.search(path.read_text("utf-8"))]
    assert found == []
