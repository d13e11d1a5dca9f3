"""Nothing inline and nothing from elsewhere, in the pages that tests open and in every template."""

import re
from pathlib import Path

import pytest
from lxml import html

from tests.page_watch import faults
from tests.unit.house.tree import SOURCE, name

TEMPLATES = sorted(
    path
    for path in (SOURCE / "portal").rglob("*.html")
    # Mail programs know no other styles.
    if path.parent.name != "mail"
)
NONCE = "bm9uY2U="
BROKEN = {
    "<script>alert(1)</script>": "an inline script",
    '<script src="/a.js"></script>': "without the nonce",
    f'<script src="https://cdn.example.org/a.js" nonce="{NONCE}"></script>': "asks for https",
    "<p onclick='x()'>a</p>": "onclick on <p>",
    "<p style='color:red'>a</p>": "style on <p>",
    "<div><style>p{}</style></div>": "<style>",
    '<a href=" JavaScript:x()">a</a>': "javascript: in href",
    '<img src="//cdn.example.org/a.png">': "asks for //cdn",
    '<link rel="stylesheet" href="https://cdn.example.org/a.css">': "asks for https",
    '<form action="https://elsewhere.example.org/">a</form>': "asks for https",
    "<iframe srcdoc='a'></iframe>": "<iframe>",
}


@pytest.mark.parametrize(("page", "said"), BROKEN.items())
def test_a_breach_is_noticed(page, said):
    assert any(said in fault for fault in faults(f"<main>{page}</main>".encode(), NONCE))


@pytest.mark.parametrize(
    "page",
    [
        f'<script type="module" src="/static/a.js" nonce="{NONCE}"></script>',
        '<script type="application/json" id="a">{"a": 1}</script>',
        '<a href="https://elsewhere.example.org/">a</a>',
        '<form action="/sign-in/">a</form>',
    ],
)
def test_what_is_allowed_is_not_noticed(page):
    assert list(faults(f"<main>{page}</main>".encode(), NONCE)) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_template_holds_a_script_or_style(path: Path):
    """A branch that no test takes is looked at, too."""
    text = re.sub(r"{%.*?%}|{{.*?}}", "x", path.read_text("utf-8"))
    found = [fault for fault in faults(text.encode(), "x") if "without the nonce: " not in fault]
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_script_of_a_template_has_the_nonce(path: Path):
    for script in re.findall(r"<script\b[^>]*>", path.read_text("utf-8")):
        assert 'nonce="{{ request.csp_nonce }}"' in script or 'type="application/json"' in script


def test_the_watch_stands_before_every_page(people, as_person, settings):
    assert "tests.page_watch.WatchMiddleware" in settings.MIDDLEWARE
    page = html.fromstring(as_person(people.owner).get("/week/").content)
    assert page.xpath("//script/@nonce")


def test_every_answer_has_a_nonce_of_its_own(people, as_person):
    client = as_person(people.owner)
    policies = {client.get("/week/").headers["Content-Security-Policy"] for _ in range(3)}
    nonces = {re.search(r"script-src 'nonce-([^']{22,})'", policy)[1] for policy in policies}
    assert len(nonces) == 3
