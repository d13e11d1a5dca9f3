"""The portal's batches come through the package door, each once."""

import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from catchment.cli import main
from catchment.network.errors import BadInput
from catchment.sources.portal import TakenIn, take_in
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
    taken = take_in(network)
    assert [(report.source, report.state) for report in taken.reports] == [("portal", "landed")] * 2
    assert taken.refused == []
    assert [row[3] for row in state(network)["check_ins"]] == ["need_help", "starts_in_spring"]
    assert sorted(path.name for path in (network / "inbox").iterdir()) == ["2026-03-03.part", "done"]
    assert [batch.source for batch in Warehouse(network).batches()] == ["package", "portal", "portal"]


def test_nothing_to_do_without_an_inbox(network):
    assert take_in(network) == TakenIn()


def test_a_refused_batch_is_put_aside_with_its_reason_and_the_others_land(network):
    put(network, "a", "person-1,nobody,2026-03-02,teaching")
    put(network, "b", "person-1,bay,2026-03-02,teaching")
    taken = take_in(network)
    ((name, why),) = taken.refused
    assert (name, why.startswith("check_ins: no row of 1 can be used")) == ("a", True)
    assert "column partner_id" in why
    refused = network / "inbox" / "refused" / "a"
    assert (refused / "reason.txt").read_text() == f"{why}\n"
    assert (refused / "check_ins.csv").is_file()
    assert [report.state for report in taken.reports] == ["landed"]
    assert (network / "inbox" / "done" / "b").is_dir()
    assert len(state(network)["check_ins"]) == 2
    assert take_in(network) == TakenIn()


def test_a_refused_batch_comes_in_once_it_is_mended_and_put_back(network):
    put(network, "a", "person-1,nobody,2026-03-02,teaching")
    take_in(network)
    refused = network / "inbox" / "refused" / "a"
    (refused / "check_ins.csv").write_text(f"{HEADER}person-1,bay,2026-03-02,teaching\n")
    refused.rename(network / "inbox" / "a")
    assert [(report.state, report.findings) for report in take_in(network).reports] == [("landed", [])]


def test_a_second_refused_batch_of_one_name_is_kept_beside_the_first(network):
    for _ in range(2):
        put(network, "a", "person-1,nobody,2026-03-02,teaching")
        taken = take_in(network)
    assert [name for name, _ in taken.refused] == ["a-2"]
    assert sorted(path.name for path in (network / "inbox" / "refused").iterdir()) == ["a", "a-2"]


def broken_settings(network) -> None:
    (network / "network.toml").write_text("[network]\nnmae = 'x'\n")


def broken_catalog(network) -> None:
    (network / "warehouse" / "catalog.json").write_text("{")


def no_room_to_stage(network) -> None:
    shutil.rmtree(network / "warehouse" / "staging", ignore_errors=True)
    (network / "warehouse" / "staging").write_text("")


@pytest.mark.parametrize("hinder", [broken_settings, broken_catalog, no_room_to_stage])
def test_what_is_wrong_with_the_network_is_no_batchs_fault(hinder, network):
    put(network, "a", "person-1,bay,2026-03-02,teaching")
    hinder(network)
    with pytest.raises(BadInput):
        take_in(network)
    assert [path.name for path in (network / "inbox").iterdir()] == ["a"]


def test_batches_wait_while_another_import_is_at_work(network):
    put(network, "a", "person-1,bay,2026-03-02,teaching")
    hold = (
        "import sys; from pathlib import Path; from catchment.warehouse.store import Warehouse\n"
        "with Warehouse(Path(sys.argv[1])).locked(): print(flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", hold, str(network)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        with pytest.raises(BadInput, match="another import or build is at work"):
            take_in(network)
        other.stdin.close()
    assert [path.name for path in (network / "inbox").iterdir()] == ["a"]


def test_a_build_says_what_it_refused_and_goes_on(network):
    put(network, "a", "person-1,nobody,2026-03-02,teaching")
    done = CliRunner().invoke(main, ["build", "--network", str(network)])
    assert done.exit_code == 0, done.output
    assert "inbox/refused/a: check_ins: no row of 1 can be used" in done.stderr
    assert (network / "releases" / done.stdout.splitlines()[-1] / "manifest.json").is_file()


def test_a_batch_that_landed_before_a_crash_is_only_put_away(network):
    put(network, "a", "person-1,bay,2026-03-02,teaching")
    take_in(network)
    shutil.copytree(network / "inbox" / "done" / "a", network / "inbox" / "a")
    assert [report.state for report in take_in(network).reports] == ["unchanged"]
    assert sorted(path.name for path in (network / "inbox" / "done").iterdir()) == ["a", "a-2"]
