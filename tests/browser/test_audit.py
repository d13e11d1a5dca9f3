"""Staff ask the record who saw a teacher, and who has seen a release; on a wide screen and a phone."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.portal_release import NORTH, last_name, person_id

pytestmark = pytest.mark.browser

TEACHER = person_id(NORTH, 5)


def try_as(page: Page, name: str) -> None:
    page.goto("/demo/")
    page.locator("main").get_by_role("button", name=name).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


@pytest.fixture
def desk(page) -> Page:
    """Program staff, after a partner's manager opened a teacher's page."""
    try_as(page, "Mara")
    page.goto(f"/roster/{TEACHER}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(last_name(NORTH, 5))
    sign_out(page)
    try_as(page, "Priya")
    page.get_by_role("link", name="Audit").click()
    return page


def test_staff_find_who_saw_a_teacher(desk):
    desk.get_by_label("Who saw a teacher").last.fill(f"{NORTH}05@teacher.invalid")
    desk.get_by_role("button", name="Find").click()
    expect(desk.locator("tbody")).to_contain_text("Mara Sampleton")
    expect(desk.locator("tbody")).to_contain_text("a teacher’s page, 1 teacher")
    assert "invalid" not in desk.url
    assert last_name(NORTH, 5) not in desk.content()


def test_staff_narrow_the_record_by_keyboard(desk):
    desk.get_by_label("What").focus()
    desk.keyboard.type("Teachers")
    for _field in ("from", "through"):
        desk.keyboard.press("Tab")
    desk.get_by_role("button", name="Show").press("Enter")
    expect(desk.locator("tbody tr").first).to_contain_text("Looked at teachers")
    expect(desk.locator("tbody")).not_to_contain_text("Signed in")


def test_staff_see_who_has_seen_a_release(desk):
    desk.get_by_role("link", name="Who has seen a release").click()
    expect(desk.locator("tbody")).to_contain_text("Mara Sampleton")
    expect(desk.locator("tbody")).to_contain_text("Northern Sample Partner")


@pytest.mark.parametrize(
    "address",
    [
        "/desk/audit/",
        "/desk/audit/?teacher=nobody",
        f"/desk/audit/?teacher={TEACHER}",
        "/desk/audit/exposure/",
    ],
)
def test_the_pages_are_accessible_and_fit(desk, address):
    desk.goto(address)
    found = Axe().run(desk).response["violations"]
    assert [f"{item['id']}: {item['nodes'][0]['html'][:120]}" for item in found] == []
    assert desk.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    if os.environ.get("SHOTS"):
        name = address.strip("/").replace("/", "-").replace("?", "_")
        desk.screenshot(
            path=Path(os.environ["SHOTS"]) / f"{name}-{desk.viewport_size['width']}.png", full_page=True
        )
