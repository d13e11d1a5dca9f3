"""Before a session ends its page says so; a button keeps it; once it has ended, nothing stays on screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_people import clean, sign_in

pytestmark = pytest.mark.browser

NEARLY_AN_HOUR = 3_305_000


@pytest.fixture
def left(page):
    """What the site says is left, which the test chooses; a pressed button is answered by the site itself."""
    said = ["240"]

    def answer(route) -> None:
        if route.request.method == "POST":
            told = route.fetch()
            assert told.status == 200
            said[:] = [told.text()]
            route.fulfill(response=told)
        else:
            route.fulfill(body=said[0], content_type="text/plain")

    page.route("**/session/", answer)
    page.clock.install()
    return said


def test_it_says_so_and_a_button_keeps_it(page, left):
    sign_in(page, "north@password.invalid")
    warning = page.get_by_role("alert")
    expect(warning).to_be_hidden()
    page.clock.run_for(NEARLY_AN_HOUR)
    expect(warning).to_contain_text("you will be signed out")
    assert clean(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_be_hidden()
    assert int(left[0]) > 3_500


def test_nothing_is_said_while_somebody_is_at_work_in_another_tab(page, left):
    sign_in(page, "north@password.invalid")
    left[0] = "3000"
    page.clock.run_for(NEARLY_AN_HOUR)
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_page_whose_session_is_over_is_not_left_on_the_screen(page, site):
    page.clock.install()
    sign_in(page, "north@password.invalid")
    page.goto("/roster/")
    page.context.clear_cookies()
    page.clock.run_for(NEARLY_AN_HOUR)
    expect(page).to_have_url(re.compile(r"/sign-in/\?next=/roster/"))
    assert "north-person" not in page.content()
