"""The served process opens nothing of the warehouse, and is told of no path that leads there."""

import ctypes
import os
import re
import struct
import sys
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.portal_release import NORTH, person_id, school_id
from tests.portal_site import served

IN_ACCESS, IN_OPEN = 0x1, 0x20
PAGES = (
    "/week/",
    "/roster/",
    f"/roster/{person_id(NORTH, 2)}/",
    "/schools/",
    f"/schools/{school_id(NORTH, 1)}/",
    "/region/",
    "/region/schools.geojson",
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="watches folders with inotify")


class Watch:
    """Every opening of anything in some folders, by any process, as the kernel reports it."""

    def __init__(self, folders: list[Path]) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        self._file = libc.inotify_init1(os.O_NONBLOCK)
        for folder in folders:
            if libc.inotify_add_watch(self._file, os.fsencode(folder), IN_ACCESS | IN_OPEN) < 0:
                raise OSError(ctypes.get_errno(), "cannot watch", str(folder))

    def opened(self) -> list[str]:
        """The names opened since the last call."""
        try:
            events = os.read(self._file, 1 << 20)
        except BlockingIOError:
            return []
        names, at = [], 0
        while at < len(events):
            _watch, _mask, _cookie, length = struct.unpack_from("iIII", events, at)
            names.append(events[at + 16 : at + 16 + length].rstrip(b"\0").decode())
            at += 16 + length
        return names


@pytest.fixture(scope="module")
def network(tmp_path_factory) -> Path:
    """A network's folder with something in its warehouse."""
    folder = tmp_path_factory.mktemp("network")
    for table in ("tables/teachers", "personal/teachers"):
        (folder / "warehouse" / table).mkdir(parents=True)
        (folder / "warehouse" / table / "part.parquet").write_bytes(b"PAR1")
    return folder


@pytest.fixture(scope="module")
def site(network):
    with served(network) as running:
        yield running


def sign_in(url: str) -> urllib.request.OpenerDirector:
    """A visitor who became the demo's first person."""
    visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    cards = visitor.open(f"{url}/demo/").read().decode()
    token, card = (
        re.search(rf'name="{name}" value="(\w+)"', cards) for name in ("csrfmiddlewaretoken", "card")
    )
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "card": card[1]}).encode()
    visitor.open(f"{url}/demo/sign-in/", data=form)
    return visitor


def test_pages_open_nothing_of_the_warehouse(network, site):
    warehouse = network / "warehouse"
    watch = Watch([warehouse, *(path for path in warehouse.rglob("*") if path.is_dir())])
    visitor = sign_in(site.url)
    for page in PAGES:
        assert visitor.open(site.url + page).status == 200
    assert watch.opened() == []


def test_the_watch_sees_an_opening(network):
    watch = Watch([network / "warehouse" / "personal" / "teachers"])
    (network / "warehouse" / "personal" / "teachers" / "part.parquet").read_bytes()
    assert "part.parquet" in watch.opened()


def test_the_process_is_told_of_no_warehouse(network, site):
    process = Path("/proc") / str(site.process.pid)
    told = process.joinpath("environ").read_bytes() + process.joinpath("cmdline").read_bytes()
    assert b"warehouse" not in told
    assert b"CATCHMENT_NETWORK" not in told
    assert str(network / "releases").encode() in told
