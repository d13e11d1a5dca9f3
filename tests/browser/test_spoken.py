"""What a screen reader says of a page is what the page shows, cell by cell."""

import re

import pytest

from tests.egress import reading
from tests.portal_people import PASSWORD

pytestmark = pytest.mark.browser

PAGES = ("/schools/", "/region/", "/schools/060000100001/", "/schools/060000100003/")


@pytest.fixture
def signed_in(page):
    page.goto("/sign-in/")
    page.get_by_label("Email").fill("north@password.invalid")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Sign out").wait_for()
    return page


@pytest.mark.parametrize("address", PAGES)
def test_every_cell_is_spoken(signed_in, address):
    signed_in.goto(address)
    signed_in.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
    spoken = re.sub(r"[^\w%±]+", " ", signed_in.locator("main").aria_snapshot())
    shown = reading.tables(signed_in.content().encode())
    assert shown
    for caption, rows in shown.items():
        for cell in (cell for row in rows[1:] for cell in row if cell):
            assert re.sub(r"[^\w%±]+", " ", cell).strip() in spoken, f"{caption}: {cell}"


def test_a_withheld_value_is_spoken_with_its_reason(signed_in):
    signed_in.goto("/schools/?course=csd")
    link = signed_in.get_by_role("link", name="fewer than 10", exact=True)
    described = link.get_attribute("aria-describedby")
    assert signed_in.locator(f"#{described}").text_content() == "why this is no number"
    link.click()
    signed_in.wait_for_url("**/privacy/#small-groups")
