from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import ARGUMENTS, find_chromium
from tests.portal_site import served


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    """The address of a small demo site."""
    with served(tmp_path_factory.mktemp("site")) as running:
        yield running.url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one file at a time: while Playwright runs, Django refuses its database to the thread."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(params=[1280, 390], ids=["desktop", "phone"])
def page(browser, site, request) -> Iterator[Page]:
    """A fresh visitor who fails the test if a page asks for anything outside, or breaks its own policy."""
    context = browser.new_context(base_url=site, viewport={"width": request.param, "height": 900})
    visitor = context.new_page()
    complaints: list[str] = []

    def at_home(asked) -> None:
        if not asked.url.startswith((site, "data:", "blob:")):
            complaints.append(f"asked for {asked.url}")

    def quiet(message) -> None:
        # A page that is missing on purpose is reported by the browser, too.
        if message.type == "error" and "404" not in message.text:
            complaints.append(message.text)

    visitor.on("request", at_home)
    visitor.on("console", quiet)
    visitor.on("pageerror", lambda error: complaints.append(str(error)))
    yield visitor
    context.close()
    assert complaints == []
