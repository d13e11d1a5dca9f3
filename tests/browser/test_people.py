"""People of two partners and a stranger sign in; each sees their own region and nothing else."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.portal_people import PASSWORD

pytestmark = pytest.mark.browser

PARTNER_PAGES = ("/week/", "/roster/", "/schools/", "/region/", "/roster/?status=needs_help&sort=-activity")
FOUND = "/demo/find/?hidden=060000100003.other&step=1&school=060000100003"
PUBLIC_PAGES = ("/", "/sign-in/", "/demo/", "/definitions/", "/privacy/", "/demo/find/", FOUND, "/no-page/")
NAMES = {"north": "Northsample", "south": "Southsample"}
SLOWEST_FIRST_VIEW = 300_000
"""Bytes over the wire that a first view may need."""


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def clean(page: Page) -> list[str]:
    """What the accessibility checker finds on the open page."""
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {item['id']}: {item['nodes'][0]['html'][:120]}" for item in found]


@pytest.mark.parametrize(("own", "other"), [("north", "south"), ("south", "north")])
def test_partners_see_their_own_and_nothing_else(page, own, other):
    sign_in(page, f"{own}@password.invalid")
    expect(page.get_by_role("heading", level=1)).to_contain_text("to call this week")
    seen = []
    for address in PARTNER_PAGES:
        page.goto(address)
        seen.append(page.content())
    assert NAMES[own] in "".join(seen)
    assert NAMES[other] not in "".join(seen)
    assert f"{other.title()} Sample School" not in "".join(seen)


def test_a_stranger_sees_no_region(page):
    sign_in(page, "nobody@password.invalid")
    expect(page.get_by_role("heading", level=1)).to_contain_text("do not belong to a partner")
    for address in (*PARTNER_PAGES, "/desk/"):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")
        assert "sample" not in page.locator("main").inner_text().lower()


def test_somebody_with_two_partners_switches(page):
    sign_in(page, "both@password.invalid")
    expect(page.locator("main")).to_contain_text("Northern Sample Partner")
    page.get_by_label("Partner").select_option(label="Southern Sample Partner")
    page.get_by_role("button", name="Switch").click()
    expect(page.locator("main")).to_contain_text("Southern Sample Partner")
    assert NAMES["north"] not in page.content()


def test_a_wrong_password_says_nothing_about_the_account(page):
    answers = []
    for email in ("north@password.invalid", "unknown@password.invalid"):
        page.goto("/sign-in/")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill("not the password")
        page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
        answers.append(page.locator(".errorlist").inner_text())
    assert len(set(answers)) == 1


def test_every_page_is_accessible(page):
    found = []
    for address in PUBLIC_PAGES:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        found += clean(page)
    sign_in(page, "north@password.invalid")
    for address in (
        *PARTNER_PAGES,
        "/roster/?q=nobody",
        "/roster/north-person-02/",
        "/schools/060000100001/",
        "/schools/060000100003/",
    ):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        found += clean(page)
    assert found == []


def test_the_desk_is_accessible_and_lists_partners_by_name(page):
    page.goto("/demo/")
    page.get_by_role("button", name="Sign in as Priya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Partners of the network")
    assert page.locator("tbody th").all_inner_texts() == [
        "Northern Sample Partner",
        "Southern Sample Partner",
    ]
    assert clean(page) == []


def test_no_page_is_wider_than_the_screen(page):
    sign_in(page, "north@password.invalid")
    for address in (*PARTNER_PAGES, *PUBLIC_PAGES, "/schools/060000100001/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_the_keyboard_reaches_the_content_first(page):
    sign_in(page, "north@password.invalid")
    page.goto("/roster/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_filters_live_in_the_address(page):
    sign_in(page, "north@password.invalid")
    page.goto("/roster/")
    page.get_by_label("Status").select_option(label="Completed")
    expect(page.locator("#list")).to_contain_text("of 10 rows")
    expect(page).to_have_url(re.compile(r"/roster/\?(.*&)?status=completed"))
    page.reload()
    expect(page.locator("#list")).to_contain_text("of 10 rows")


def test_the_map_comes_when_asked_for(page):
    sign_in(page, "north@password.invalid")
    page.goto("/region/")
    assert page.locator("canvas").count() == 0
    page.get_by_role("button", name="Show the map").click()
    page.locator("#map[data-ready]").wait_for(timeout=30_000)
    expect(page.locator("#map canvas")).to_be_visible()
    assert clean(page) == []


def test_charts_can_be_read_without_seeing_them(page):
    sign_in(page, "north@password.invalid")
    page.goto("/region/")
    picture = page.get_by_role("img", name="Students by course")
    assert "CS Discoveries is the main course of most students: 120" in picture.inner_html()
    page.locator("#students-by-course summary").click()
    expect(page.locator("#students-by-course table")).to_contain_text("CS Discoveries")


def test_plain_tables_fall_to_a_few_clicks(page):
    page.goto("/demo/")
    page.get_by_role("link", name="Try to find them").click()
    page.get_by_role("link", name="Find the girls at North Sample School 3").click()
    expect(page.locator("#usual")).to_contain_text("41 − 25 − 12 = 4")
    expect(page.locator("#usual")).to_contain_text("4 girls at North Sample School 3")
    page.get_by_role("link", name="find it at North Sample School 3").click()
    expect(page.locator("#catchment")).to_contain_text("Two worlds at North Sample School 3")
    expect(page.locator("#usual")).to_contain_text("4 girls at North Sample School 3")


def test_a_table_can_be_kept(page):
    sign_in(page, "north@password.invalid")
    page.goto("/schools/?district=0600002")
    with page.expect_download() as kept:
        page.get_by_role("link", name="CSV file").click()
    assert kept.value.suggested_filename.startswith("schools-2026-03-14-")
    text = kept.value.path().read_text("utf-8-sig")
    assert "10 or fewer of 110" in text
    assert "North Sample School 1" not in text


def test_a_first_view_is_light(page):
    weights: list[int] = []
    page.on("response", lambda answer: weights.append(answer.request.sizes()["responseBodySize"]))
    sign_in(page, "north@password.invalid")
    page.wait_for_load_state("networkidle")
    assert 0 < sum(weights) < SLOWEST_FIRST_VIEW
