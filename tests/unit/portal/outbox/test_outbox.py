"""What people do in the portal reaches the inbox, whole and once, whatever happens in between."""

import csv
import stat
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from catchment.portal import consents, outbox
from catchment.portal.outbox.models import WaitingRow
from catchment.sources.portal import take_in
from tests.corpus.conftest import network, whole_network, whole_sample
from tests.corpus.packages import state

__all__ = ["network", "whole_network", "whole_sample"]

DAY = date(2026, 3, 2)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def inbox(tmp_path, settings) -> Path:
    settings.CATCHMENT_INBOX = tmp_path / "inbox"
    return settings.CATCHMENT_INBOX


def say(answer: str = "teaching", person: str = "person-1") -> None:
    outbox.add("check_ins", person_id=person, partner_id="bay", answered_on=DAY, answer=answer)


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_what_is_committed_becomes_a_batch_and_waits_no_longer(inbox):
    say()
    (batch,) = inbox.iterdir()
    assert rows(batch, "check_ins") == [
        {"person_id": "person-1", "partner_id": "bay", "answered_on": "2026-03-02", "answer": "teaching"}
    ]
    assert WaitingRow.objects.count() == 0


def test_one_transaction_makes_one_batch(inbox):
    with transaction.atomic():
        say()
        say(person="person-2")
    (batch,) = inbox.iterdir()
    assert len(rows(batch, "check_ins")) == 2


def test_what_is_taken_back_is_not_sent(inbox):
    with pytest.raises(RuntimeError), transaction.atomic():
        say()
        raise RuntimeError
    assert not inbox.exists()
    assert WaitingRow.objects.count() == 0


def test_of_two_rows_with_one_key_the_later_counts(inbox):
    with transaction.atomic():
        say("teaching")
        say("need_help")
    (batch,) = inbox.iterdir()
    assert [row["answer"] for row in rows(batch, "check_ins")] == ["need_help"]


def test_a_folder_that_cannot_be_written_stops_nobody_and_the_rows_follow(inbox, caplog):
    inbox.write_text("no folder")
    say()
    assert WaitingRow.objects.count() == 1
    assert "waits in the database" in caplog.text
    assert "person-1" not in caplog.text
    inbox.unlink()
    say(person="person-2")
    (batch,) = inbox.iterdir()
    assert [row["person_id"] for row in rows(batch, "check_ins")] == ["person-1", "person-2"]
    assert WaitingRow.objects.count() == 0


def test_nobody_takes_in_a_batch_that_is_being_written(inbox, monkeypatch):
    seen = []
    rename = Path.rename

    def look_first(path: Path, target: Path) -> Path:
        seen.extend(found.name for found in inbox.iterdir())
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", look_first)
    say()
    assert [name.endswith(".part") for name in seen] == [True]


def test_a_batch_with_addresses_is_for_its_owner_and_group_at_most(inbox):
    say()
    (batch,) = inbox.iterdir()
    assert not any(stat.S_IMODE(path.stat().st_mode) & 0o007 for path in (batch, *batch.iterdir()))


@pytest.mark.parametrize("row", [{"person_id": "person-1"}, {"nickname": "x", "person_id": "person-1"}])
def test_what_no_build_could_take_in_is_a_mistake_at_once(inbox, row):
    with pytest.raises(TypeError, match="check_ins"):
        outbox.add("check_ins", **row)


def test_batches_land_in_the_order_in_which_they_were_written(network, settings):
    settings.CATCHMENT_INBOX = network / "inbox"
    say("teaching")
    say("need_help")
    taken = take_in(network)
    assert (len(taken.reports), taken.refused) == (2, [])
    assert [report.findings for report in taken.reports] == [[], []]
    assert "need_help" in {row[3] for row in state(network)["check_ins"]}


def test_a_withdrawal_lands_as_a_consent_that_ended_at_once(network, settings):
    settings.CATCHMENT_INBOX = network / "inbox"
    consents.withdraw(person_id="person-1", partner_id="bay", on=DAY)
    (report,) = take_in(network).reports
    assert report.findings == []
    landed = [row for row in state(network)["consents"] if row[:2] == ("person-1", "bay")]
    assert [row[4:] for row in landed if row[3] == consents.IN_THE_PORTAL] == [(DAY, DAY)]
    consents.load((row[0], row[1], row[4], row[5]) for row in landed)
    assert consents.people("bay", DAY) == ()
    assert consents.people("bay", date(2099, 1, 1)) == ()
