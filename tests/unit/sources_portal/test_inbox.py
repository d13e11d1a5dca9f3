"""The portal's batches come through the package door, each once."""

import shutil

import pytest

from catchment.network.errors import BadInput
from catchment.sources.portal import take_in
from catchment.warehouse.store import Warehouse
from tests.corpus.conftest import network, sample, whole_network, whole_sample
from tests.corpus.packages import state

__all__ = ["network", "sample", "whole_network", "whole_sample"]

HEADER = "person_id,partner_id,answered_on,answer\n"


def put(network, name: str, *rows: str) -> None:
    folder = network / "inbox" / name
    folder.mkdir(parents=True)
    (folder / "check_ins.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))


def test_complete_batches_land_in_order_and_are_put_away(network):
    put(network, "2026-03-02", "person-1,bay,2026-03-02,need_help")
    put(network, "2026-03-01", "person-1,bay,2026-03-02,teaching")
    put(network, "2026-03-03.part", "person-2,bay,2026-03-03,teaching")
    reports = take_in(network)
    assert [(report.source, report.state) for report in reports] == [("portal", "landed")] * 2
    assert [row[3] for row in state(network)["check_ins"]] == ["need_help", "starts_in_spring"]
    assert sorted(path.name for path in (network / "inbox").iterdir()) == ["2026-03-03.part", "done"]
    assert [batch.source for batch in Warehouse(network).batches()] == ["package", "portal", "portal"]


def test_nothing_to_do_without_an_inbox(network):
    assert take_in(network) == []


def test_a_refused_batch_stays_and_keeps_nobody_waiting(network):
    put(network, "a", "person-1,nobody,2026-03-02,teaching")
    put(network, "b", "person-1,bay,2026-03-02,teaching")
    with pytest.raises(BadInput, match=r"^inbox/a: check_ins: no row of 1 can be used.*partner_id"):
        take_in(network)
    assert (network / "inbox" / "a").is_dir()
    assert (network / "inbox" / "done" / "b").is_dir()
    assert len(state(network)["check_ins"]) == 2


def test_a_batch_that_landed_before_a_crash_is_only_put_away(network):
    put(network, "a", "person-1,bay,2026-03-02,teaching")
    take_in(network)
    shutil.copytree(network / "inbox" / "done" / "a", network / "inbox" / "a")
    assert [report.state for report in take_in(network)] == ["unchanged"]
    assert sorted(path.name for path in (network / "inbox" / "done").iterdir()) == ["a", "a-2"]
