"""Takes pictures of every page of a demo at desktop and phone width.

`python -m tools.screenshots [--url http://127.0.0.1:8000] [--out screenshots]`. Without a URL the
demo is made (or the finished one taken), served on a free port and stopped afterwards.
"""

import argparse
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import ARGUMENTS, find_chromium

WIDTHS = {1280: 900, 390: 844}
PUBLIC = {
    "landing": "/",
    "sign-in": "/sign-in/",
    "forgotten": "/sign-in/forgotten/",
    "demo": "/demo/",
    "find": "/demo/find/",
    "privacy": "/privacy/",
    "definitions": "/definitions/",
    "missing": "/no-page/",
}
PARTNER = {
    "week": "/week/",
    "roster": "/roster/",
    "roster-needs-help": "/roster/?status=needs_help",
    "roster-empty": "/roster/?q=nobody-is-called-this",
    "schools": "/schools/",
    "schools-active": "/schools/?active=yes&sort=-students",
    "region": "/region/",
    "account": "/account/",
    "team": "/team/",
    "invite": "/team/invitations/",
}
STAFF = {
    "desk": "/desk/",
    "people": "/desk/people/",
    "agreements": "/desk/agreements/",
    "stop-sharing": "/desk/stop-sharing/",
    "desk-invite": "/desk/invitations/",
    "audit": "/desk/audit/",
    "exposure": "/desk/audit/exposure/",
}
START_SECONDS = 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a running demo")
    parser.add_argument("--out", type=Path, default=Path("screenshots"))
    wish = parser.parse_args()
    wish.out.mkdir(parents=True, exist_ok=True)
    with served(wish.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        for width in WIDTHS:
            take_all(browser, url, width, wish.out)
        browser.close()


@contextmanager
def served(url: str | None) -> Iterator[str]:
    """The address given, or that of a demo started for the pictures."""
    if url:
        yield url.rstrip("/")
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "catchment.cli", "demo", "--port", str(port)]
    demo = subprocess.Popen(command)
    try:
        wait_for(f"http://127.0.0.1:{port}", demo)
        yield f"http://127.0.0.1:{port}"
    finally:
        demo.terminate()
        demo.wait()


def wait_for(url: str, demo: subprocess.Popen) -> None:
    """Return when the demo answers; making it first may take minutes."""
    while demo.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the demo could not be started")


def take_all(browser: Browser, url: str, width: int, out: Path) -> None:
    """Every page at one width."""
    size = {"width": width, "height": WIDTHS[width]}
    with browser.new_context(base_url=url, viewport=size) as context:
        page = context.new_page()
        take(page, PUBLIC, width, out)
        take_found(page, width, out)
        become(page, 0)
        take(page, PARTNER, width, out)
        take_linked(page, width, out)
    with browser.new_context(base_url=url, viewport=size) as context:
        page = context.new_page()
        become(page, -1)
        take(page, STAFF, width, out)


def take(page: Page, addresses: dict[str, str], width: int, out: Path) -> None:
    for name, address in addresses.items():
        page.goto(address, wait_until="networkidle")
        page.screenshot(path=out / f"{name}-{width}.png", full_page=True)


def take_found(page: Page, width: int, out: Path) -> None:
    """What a visitor finds in plain tables, and the two worlds beside it."""
    page.goto("/demo/find/")
    page.locator("#usual .button").click()
    page.locator("#catchment tbody td a[href*=school]").first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=out / f"found-{width}.png", full_page=True)


def take_linked(page: Page, width: int, out: Path) -> None:
    """Pages whose address depends on the data, and the map, which only comes when asked for."""
    for name, start in (("teacher", "/roster/"), ("school", "/schools/?active=yes&sort=-students")):
        page.goto(start)
        page.locator("tbody th a").first.click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=out / f"{name}-{width}.png", full_page=True)
    page.goto("/region/")
    page.get_by_role("button", name="Show the map").click()
    page.locator("#map[data-ready]").wait_for()
    page.wait_for_timeout(1500)
    page.locator("section:has(#map)").screenshot(path=out / f"map-{width}.png")


def become(page: Page, card: int) -> None:
    """Sign in as one of the demo's people, counted from the first (or, negative, from the last)."""
    page.goto("/demo/")
    page.get_by_role("button", name="Sign in as").nth(card).click()
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main()
