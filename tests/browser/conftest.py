import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import ARGUMENTS, find_chromium

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    """The address of a small demo site, served by the real server in a process of its own."""
    folder = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, "-m", "tests.browser.site", folder], cwd=ROOT, check=True)
    port = _free_port()
    environment = {
        **os.environ,
        "CATCHMENT_RELEASES": str(folder / "releases"),
        "CATCHMENT_DATABASE": str(folder / "portal.sqlite3"),
        "CATCHMENT_INBOX": str(folder / "inbox"),
        "CATCHMENT_DEMO": "1",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "catchment.portal", "127.0.0.1", str(port)]
    server = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, site) -> Iterator[Page]:
    """A fresh visitor who fails the test if a page asks for anything outside, or breaks its own policy."""
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    visitor = context.new_page()
    complaints: list[str] = []
    visitor.on("request", lambda request: request.url.startswith((site, "data:", "blob:")) or complaints.append(request.url))
    visitor.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    visitor.on("pageerror", lambda error: complaints.append(str(error)))
    visitor.complaints = complaints
    yield visitor
    context.close()
    assert complaints == []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address: str, server: subprocess.Popen) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the portal ended at once, with exit code {server.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the portal did not answer in time")
