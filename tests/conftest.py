"""What every test gets: no network but loopback, slow tests on request, a browser where there is one."""

import ipaddress
import os
import sys
from collections.abc import Callable, Iterator
from datetime import date

import hypothesis
import pytest

from tests.chromium import find_chromium
from tests.flushing import past_the_triggers

# The controller of a run in several processes collects no tests, so it must be told here.
pytest_plugins = ["tests.worlds.summary"]

hypothesis.settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("house")


class NetworkClosed(RuntimeError):
    """A test tried to reach another machine."""


def is_loopback(host: object) -> bool:
    """True for this machine's own names and addresses (no name is looked up)."""
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


def refuse_other_machines(event: str, args: tuple[object, ...]) -> None:
    """Audit hook: what goes through a C extension is seen too, unlike with a patched `socket.socket`."""
    if event in ("socket.connect", "socket.sendto"):
        address = args[1]
        host = address[0] if isinstance(address, tuple) else None  # a string is a Unix socket's path
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0]
    else:
        return
    if not is_loopback(host):
        raise NetworkClosed(f"tests stay on this machine, but something asked for {host!r}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the slow tests too")


def pytest_configure() -> None:
    sys.addaudithook(refuse_other_machines)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow") or os.environ.get("CATCHMENT_SLOW") == "1":
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    config.hook.pytest_deselected(items=slow)
    items[:] = [item for item in items if not item.get_closest_marker("slow")]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without Chromium a developer may go on; CI may not, or the pages would go untested unnoticed."""
    if item.get_closest_marker("browser") and not find_chromium():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("needs Chromium (set CHROMIUM to its path)")


@pytest.fixture(scope="session", autouse=True)
def flushing() -> Iterator[None]:
    with past_the_triggers():
        yield


@pytest.fixture(scope="session")
def bench_of() -> Iterator[Callable[[date], object]]:
    """One engine per as-of date for all tests of the measures: Ibis takes seconds to write its statements."""
    # only tests of measures wait for Ibis to load
    from tests.measures_tools import Bench
    from tests.oracle.backdrop import SETTINGS

    opened: dict[date, Bench] = {}

    def bench(as_of: date) -> Bench:
        if as_of not in opened:
            opened[as_of] = Bench(SETTINGS, as_of)
        return opened[as_of]

    yield bench
    for bench_open in opened.values():
        bench_open.close()
