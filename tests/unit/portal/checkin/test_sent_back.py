"""What teachers do at the door goes to the inbox in the contract's tables, and lands like any package."""

from datetime import date
from pathlib import Path

import pytest

from catchment.portal.checkin import usecases
from catchment.portal.checkin.door import Door
from catchment.portal.checkin.models import CorrectedEmail, Link
from catchment.sources.portal import take_in
from tests.corpus.conftest import network, whole_network, whole_sample
from tests.corpus.packages import state
from tests.portal_checkin import SOMEBODY, TODAY, batches
from tests.portal_people import person
from tests.portal_release import NORTH

__all__ = ["network", "whole_network", "whole_sample"]

NEW = "another@teacher.invalid"
BACK = {"person_id": SOMEBODY, "partner_id": NORTH}


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks(execute=True)


def test_an_answer(teacher, inbox, committed):
    with committed:
        teacher.post("/check-in/answer/", {"answer": "not_assigned"})
    row = {**BACK, "answered_on": TODAY.isoformat(), "answer": "not_assigned"}
    assert batches(inbox) == [{"check_ins": [row]}]


def test_stopping(teacher, inbox, committed):
    with committed:
        teacher.post("/check-in/stop/")
    ((_table, (row,)),) = batches(inbox)[0].items()
    assert (row["granted_on"], row["withdrawn_on"], row["scope"]) == ("2026-03-14", "2026-03-14", "roster")


def test_a_corrected_address(mailed, inbox, committed):
    with committed:
        mailed.post("/check-in/email/", {"email": NEW})
    ((table, (row,)),) = batches(inbox)[0].items()
    assert table == "roster_corrections"
    expected = {**BACK, "kind": "update", "course_id": "csp", "training_year": "2025-26", "field": "email"}
    assert expected.items() <= row.items()
    assert (row["value"], row["decided_on"], row["decided_by"]) == (NEW, "2026-03-14", usecases.BY_MAIL)


def test_a_corrected_address_is_on_the_next_page(mailed, owner, mailoutbox):
    mailed.post("/check-in/email/", {"email": NEW})
    for page in (f"/roster/{SOMEBODY}/", f"/roster/?q={NEW}", "/week/"):
        shown = owner.get(page).content.decode()
        assert NEW in shown
        assert "north03@teacher.invalid" not in shown
    assert NEW in mailed.get("/check-in/").content.decode()
    assert [(letter.to, NEW in letter.body) for letter in mailoutbox] == [
        (["north03@teacher.invalid"], False)
    ]


def test_a_corrected_address_is_for_that_partner_only(mailed, people, as_person):
    mailed.post("/check-in/email/", {"email": NEW})
    assert NEW not in as_person(people.stranger).get("/roster/").content.decode()


@pytest.mark.parametrize(
    "email",
    [
        "",
        "nonsense",
        "NORTH03@teacher.invalid",
        "a@b.invalid\nBcc: x@y.invalid",
        "north03?bcc=b%40c.invalid&x=@teacher.invalid",
    ],
)
def test_what_is_no_new_address_is_asked_again(mailed, email):
    answer = mailed.post("/check-in/email/", {"email": email})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert CorrectedEmail.objects.count() == 0


def test_a_link_takes_one_correction(mailed):
    assert mailed.post("/check-in/email/", {"email": NEW}).status_code == 302
    assert mailed.post("/check-in/email/", {"email": "third@teacher.invalid"}).status_code == 410
    assert [row.email for row in CorrectedEmail.objects.all()] == [NEW]


@pytest.mark.django_db(transaction=True)
def test_everything_lands_without_a_finding(network: Path, settings, monkeypatch):
    """With the people of a real warehouse: the last of two corrections of a day is the one that counts."""
    settings.CATCHMENT_INBOX = network / "inbox"
    usecases.answer(door=door(monkeypatch, "csp"), said="need_help")
    for email in ("second@teacher.invalid", NEW):
        usecases.correct_email(door=door(monkeypatch, "csp"), email=email)
    usecases.stop(door=door(monkeypatch, "csp"))
    taken = take_in(network)
    assert taken.refused == []
    assert [report.findings for report in taken.reports] == [[]] * 4
    landed = state(network)
    assert ("person-1", "bay", TODAY, "need_help") in landed["check_ins"]
    ours = [row for row in landed["roster_corrections"] if row[0].startswith("check-in-")]
    assert [row[8] for row in sorted(ours)] == ["second@teacher.invalid", NEW]


def door(monkeypatch, course: str) -> Door:
    """An open door of a teacher of the sample package."""
    monkeypatch.setattr(Door, "today", property(lambda _door: TODAY))
    link = Link.objects.create(
        secret_hash=str(Link.objects.count()),
        person_id="person-1",
        partner_id="bay",
        made_by=person(f"asks{Link.objects.count()}@bay.invalid"),
        made="2026-03-14T12:00Z",
        made_on=date(2026, 3, 14),
        mailed=True,
        expires="2026-03-28T12:00Z",
    )
    return Door(link, None, [{"course_id": course, "training_year": "2025-26"}])
