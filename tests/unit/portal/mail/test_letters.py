"""A letter says the same in both bodies, nothing that somebody typed adds to it, and it really arrives."""

import pytest
from django.test import override_settings

from catchment.network.errors import BadInput
from catchment.portal import mail
from catchment.portal.audit.models import AuditEvent
from catchment.portal.mail import letter, setup
from tests.mailbox import html_of, letters_are_out, mail_server, text_of

CONTEXT = {
    "name": "Ada Invented",
    "inviter": "Grace Invented",
    "inviter_email": "grace@north.invalid",
    "program": "A Program",
    "partner": "Northern Sample Partner",
    "link": "https://site.example.org/invitation/word/",
    "days": "7",
}


@pytest.fixture
def mailbox():
    with mail_server() as running, override_settings(**setup.settings(running.address)):
        yield running


def test_a_letter_arrives_with_both_bodies(db, mailbox):
    mail.send("ada@north.invalid", "invitation", CONTEXT)
    arrived = mailbox.next()
    assert arrived["To"] == "ada@north.invalid"
    assert arrived["Subject"] == "Grace Invented invites you to Northern Sample Partner on A Program"
    for body in (text_of(arrived), html_of(arrived)):
        assert "Accept the invitation" in body
        assert CONTEXT["link"] in body
        assert "grace@north.invalid" in body
        assert "7 days" in body


def test_a_sent_letter_is_in_the_audit_without_its_address(db, mailbox):
    mail.send("ada@north.invalid", "invitation", CONTEXT)
    event = AuditEvent.objects.get(action="mail.send")
    assert event.object == "invitation"
    assert "ada@" not in str(event.__dict__)


def test_a_refused_letter_says_so_and_names_nobody(db, mailbox):
    mailbox.refuses = True
    with pytest.raises(mail.NotSent) as refused:
        mail.send("ada@north.invalid", "invitation", CONTEXT)
    assert "ada" not in str(refused.value)
    assert not AuditEvent.objects.filter(action="mail.send").exists()


def test_a_server_that_is_gone_says_so(db):
    with mail_server() as running:
        gone = setup.settings(running.address)
    with override_settings(**gone), pytest.raises(mail.NotSent):
        mail.send("ada@north.invalid", "invitation", CONTEXT)


def test_a_letter_sent_soon_that_fails_is_logged_without_its_address(people, mailbox, caplog):
    mailbox.refuses = True
    mail.send_soon("ada@north.invalid", "invitation", CONTEXT, about=people.owner)
    letters_are_out()
    assert "a letter was not sent" in caplog.text
    assert "ada@" not in caplog.text


@pytest.mark.parametrize("field", ["name", "inviter", "partner", "program"])
def test_what_somebody_types_adds_no_button_no_line_and_no_markup(field):
    typed = "Eve\n\n=> Click here | https://elsewhere.example.org/\n\nBcc: all@north.invalid <b>bold</b>"
    written = letter.write("invitation", {**CONTEXT, field: typed})
    assert "\n" not in written.subject
    assert written.html.count("<a ") == 1
    assert f'href="{CONTEXT["link"]}"' in written.html
    assert "<b>" not in written.html
    assert "\n=>" not in written.text
    assert written.text.count("\n\n") == letter.write("invitation", CONTEXT).text.count("\n\n")


def test_an_apostrophe_is_an_apostrophe():
    written = letter.write("invitation", {**CONTEXT, "partner": "Ada's & Co"})
    assert "Ada's & Co" in written.text
    assert "Ada's & Co" in written.subject
    assert "Ada&#x27;s &amp; Co" in written.html


def test_the_way_to_a_mail_server_is_encrypted():
    away = setup.settings("smtp://ada:p%40ss@mail.example.org")
    assert (away["EMAIL_USE_TLS"], away["EMAIL_USE_SSL"], away["EMAIL_PORT"]) == (True, False, 587)
    assert (away["EMAIL_HOST_USER"], away["EMAIL_HOST_PASSWORD"]) == ("ada", "p@ss")
    whole = setup.settings("smtps://mail.example.org")
    assert (whole["EMAIL_USE_TLS"], whole["EMAIL_USE_SSL"], whole["EMAIL_PORT"]) == (False, True, 465)
    assert not setup.settings("smtp://127.0.0.1:2525")["EMAIL_USE_TLS"]


def test_letters_can_lie_in_a_folder(tmp_path, db):
    folder = tmp_path / "mail"
    with override_settings(**setup.settings(f"file:{folder}")):
        mail.send("ada@north.invalid", "invitation", CONTEXT)
    [file] = folder.iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    assert "Accept the invitation" in file.read_text()


@pytest.mark.parametrize("address", ["", "mail.example.org", "file:", "smtp://", "http://mail.example.org"])
def test_another_address_is_refused(address):
    with pytest.raises(BadInput, match="CATCHMENT_MAIL"):
        setup.settings(address)
