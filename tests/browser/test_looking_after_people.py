"""Staff finds a person, looks as them and stops; a team reads its page. Both widths, checked for access."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_people import clean

pytestmark = pytest.mark.browser


def one_click(page: Page, name: str) -> None:
    page.goto("/demo/")
    page.get_by_role("button", name=f"Sign in as {name}").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_staff_looks_as_a_partners_manager_and_stops(page):
    one_click(page, "Priya Demoberg")
    page.get_by_role("link", name="People", exact=True).click()
    found = clean(page)
    page.get_by_role("link", name="Mara Sampleton").click()
    found += clean(page)
    page.get_by_role("button", name="Look as Mara Sampleton").click()
    banner = page.get_by_label("Looking as somebody else")
    expect(banner).to_contain_text("You are looking as Mara Sampleton")
    expect(page.get_by_role("link", name="Roster", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Team", exact=True).click()
    expect(banner).to_be_visible()
    found += clean(page)
    page.goto("/roster/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")
    expect(banner).to_be_visible()
    banner.get_by_role("button", name="Stop looking").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("People of the partners")
    expect(banner).to_have_count(0)
    assert found == []


def test_pages_of_people_and_agreements_are_accessible(page):
    one_click(page, "Priya Demoberg")
    found = []
    for address in ("/desk/agreements/", "/desk/partners/north/", "/agreement/"):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        found += clean(page)
    one_click(page, "Mara Sampleton")
    page.goto("/team/")
    found += clean(page)
    page.get_by_role("link", name="Invented North", exact=True).click()
    expect(page.get_by_role("button", name="Take Invented North off the team")).to_be_visible()
    found += clean(page)
    assert found == []
