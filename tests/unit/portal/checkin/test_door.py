"""The link opens on a pressed button, for the teacher, to their row alone; each takes one answer."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from catchment.portal import consents
from catchment.portal.accounts.models import Membership, PartnerTerms, User
from catchment.portal.audit import words as words_of_audit
from catchment.portal.audit.models import AuditEvent
from catchment.portal.checkin import usecases
from catchment.portal.checkin.models import Answer, CorrectedEmail, Link
from tests import portal_release
from tests.portal_checkin import SOMEBODY, TODAY, make, only_link
from tests.portal_release import NORTH, SOUTH, TEACHERS, last_name, person_id

NAME = last_name(NORTH, 3)
ACTS = {
    "answer": {"answer": "teaching"},
    "email": {"email": "another@teacher.invalid"},
    "stop": {},
    "leave": {},
}


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_opening_the_link_only_shows_a_button(address):
    visitor = Client()
    for _ in range(3):
        page = visitor.get(address)
        assert page.status_code == 200
        assert NAME not in page.content.decode()
    assert visitor.get("/check-in/").status_code == 410
    assert only_link().answered is None


def test_a_link_that_never_was_looks_the_same_until_the_button(address):
    visitor = Client()
    shown = [visitor.get(path).content for path in (address, "/check-in/link/never-made/")]
    without = [re.sub(rb'(csrfmiddlewaretoken" value|nonce)="[^"]+"', b"", page) for page in shown]
    assert without[0] == without[1]
    assert visitor.post("/check-in/link/never-made/").status_code == 410


def test_the_button_opens_the_teachers_own_row(teacher):
    text = teacher.get("/check-in/").content.decode()
    assert NAME in text
    others = [number for number in range(1, TEACHERS + 1) if number != 3]
    assert [number for number in others if last_name(NORTH, number) in text] == []


def test_the_teacher_sees_what_the_partner_sees(teacher, owner):
    record = re.compile(r'<section class="panel" aria-labelledby="row-1">.*?</section>', re.DOTALL)

    def shown(client, page):
        found = record.search(client.get(page).content.decode())[0]
        return re.sub(r"</?h\d", "<h", found)

    assert shown(teacher, "/check-in/") == shown(owner, f"/roster/{SOMEBODY}/")
    for fact in ("north03@teacher.invalid", "555-0103", "North Sample School 1"):
        assert fact in teacher.get("/check-in/").content.decode()
        assert fact in owner.get(f"/roster/{SOMEBODY}/").content.decode()


def test_neither_the_secret_nor_the_person_is_in_the_page_address(teacher, address):
    moved = Client().post(address)
    assert moved.headers["Location"] == "/check-in/"


def test_only_a_hash_of_the_secret_is_kept(address):
    secret = address.split("/")[3]
    assert len(secret) >= 43
    assert secret not in str(vars(only_link()))
    assert not any(secret in str(vars(event)) for event in AuditEvent.objects.all())


@pytest.mark.parametrize("act", ACTS)
def test_acts_need_a_pressed_button(teacher, act):
    assert teacher.get(f"/check-in/{act}/").status_code == 405
    assert only_link().closed is None
    assert SOMEBODY in consents.people(NORTH, TODAY)


@pytest.mark.parametrize("act", ACTS)
def test_acts_need_the_token_of_the_form(teacher, act):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = teacher.cookies
    assert strict.post(f"/check-in/{act}/", ACTS[act]).status_code == 403
    assert (Answer.objects.count(), only_link().closed) == (0, None)


@pytest.mark.parametrize("act", ACTS)
def test_nobody_acts_without_an_open_door(people, as_person, address, act):
    for who in (None, people.owner, people.stranger, people.staff):
        assert as_person(who).post(f"/check-in/{act}/", ACTS[act]).status_code == 410
    assert (Answer.objects.count(), only_link().closed) == (0, None)


def test_a_link_takes_one_answer(teacher, address):
    assert teacher.post("/check-in/answer/", {"answer": "need_help"}).status_code == 302
    assert "Thank you, your answer has arrived" in words(teacher.get("/check-in/"))
    assert teacher.post("/check-in/answer/", {"answer": "teaching"}).status_code == 410
    assert Client().post(address).status_code == 410
    assert [row.answer for row in Answer.objects.all()] == ["need_help"]


def test_an_opened_link_that_was_not_answered_opens_again(teacher, address):
    again = Client()
    assert again.post(address).status_code == 302
    assert NAME in again.get("/check-in/").content.decode()


@pytest.mark.parametrize("said", ["", "maybe", "stop sharing"])
def test_what_is_no_answer_is_asked_again(teacher, said):
    answer = teacher.post("/check-in/answer/", {"answer": said})
    assert answer.status_code == 422
    assert NAME in answer.content.decode()
    assert only_link().answered is None


def test_a_new_link_takes_the_place_of_the_last(owner, teacher, address):
    newer = make(owner)
    assert teacher.get("/check-in/").status_code == 410
    assert Client().post(address).status_code == 410
    assert Client().post(newer).status_code == 302


def test_a_link_gets_old(address):
    Link.objects.update(expires=only_link().made)
    assert Client().post(address).status_code == 410


def test_the_door_shuts_after_half_an_hour(teacher):
    session = teacher.session
    opened = session["check_in"]
    session["check_in"] = {**opened, "until": (only_link().made - timedelta(minutes=1)).isoformat()}
    session.save()
    assert teacher.get("/check-in/").status_code == 410
    assert teacher.post("/check-in/answer/", {"answer": "teaching"}).status_code == 410


def test_leaving_shuts_the_door(teacher):
    assert "Thank you" in words(teacher.post("/check-in/leave/"))
    assert teacher.get("/check-in/").status_code == 410


def test_who_is_signed_in_does_not_answer_for_the_teacher(owner, address):
    assert "only the teacher can answer" in words(owner.get(address))
    owner.post(address)
    assert owner.get("/check-in/").status_code == 410
    assert owner.post("/check-in/answer/", {"answer": "teaching"}).status_code == 410


def test_signing_in_shuts_the_door(people, teacher):
    teacher.force_login(people.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert teacher.get("/check-in/").status_code == 410


def test_no_door_to_a_row_that_is_not_shared(owner, teacher, address):
    consents.load([])
    assert teacher.get("/check-in/").status_code == 410
    assert teacher.post("/check-in/answer/", {"answer": "need_help"}).status_code == 410
    assert Client().post(address).status_code == 410
    assert Answer.objects.count() == 0


def test_no_door_once_the_partners_time_is_over(teacher, address):
    PartnerTerms.objects.create(partner_id=NORTH, ends_on=TODAY)
    assert teacher.get("/check-in/").status_code == 410
    assert Client().post(address).status_code == 410


@pytest.mark.parametrize(
    ("model", "who", "change"), [(Membership, "person", {"left": TODAY}), (User, "pk", {"is_active": False})]
)
def test_no_door_once_its_maker_may_ask_nobody(people, teacher, address, model, who, change):
    model.objects.filter(**{who: people.owner.pk}).update(**change)
    for act, form in ACTS.items():
        assert teacher.post(f"/check-in/{act}/", form).status_code == 410
    assert teacher.get("/check-in/").status_code == 410
    assert Client().post(address).status_code == 410


def test_no_door_to_a_partner_that_is_not_published(teacher, settings, tmp_path):
    settings.CATCHMENT_RELEASES = tmp_path / "others"
    portal_release.write(settings.CATCHMENT_RELEASES, partners=(SOUTH,))
    assert teacher.get("/check-in/").status_code == 410


def test_the_page_is_kept_by_no_browser(teacher, address):
    for page in ("/check-in/", address):
        assert "no-store" in teacher.get(page).headers["Cache-Control"]


def test_a_partner_asks_its_own_teachers_only(owner):
    for person in (person_id(SOUTH, 1), "nobody-there"):
        for answer in (owner.get(f"/roster/{person}/check-in/"), owner.post(f"/roster/{person}/check-in/")):
            assert answer.status_code == 404
        assert owner.post(f"/roster/{person}/stop-sharing/").status_code == 404
    assert Link.objects.count() == 0
    assert person_id(SOUTH, 1) in consents.people(SOUTH, TODAY)


def test_nobody_fills_a_mailbox(owner):
    for _ in range(usecases.MOST_LINKS_A_DAY):
        make(owner)
    refused = owner.post(f"/roster/{SOMEBODY}/check-in/", {"how": "mail"})
    assert refused.status_code == 429
    assert Link.objects.filter(closed=None).count() == 1


def test_only_a_link_that_the_partner_never_saw_changes_the_address(teacher, owner):
    """Whoever passes a link on by hand could use it, and take letters to the teacher for themself."""
    assert "only a link that we mailed to you" in words(teacher.get("/check-in/"))
    assert teacher.post("/check-in/email/", ACTS["email"]).status_code == 410
    assert not CorrectedEmail.objects.exists()
    assert "north03@teacher.invalid" in owner.get(f"/roster/{SOMEBODY}/").content.decode()


def test_a_letter_that_did_not_leave_is_no_mailed_one(owner, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    owner.post(f"/roster/{SOMEBODY}/check-in/", {"how": "mail"})
    assert not only_link().mailed


def test_the_record_says_no_more_than_is_known():
    acts = ("open", "view", "answer", "correct_email")
    said = [str(words_of_audit.action(f"checkin.{act}")) for act in acts]
    assert [each for each in said if each.startswith("A teacher") or "check-in link" not in each] == []


def test_everything_is_in_the_audit(mailed):
    mailed.post("/check-in/answer/", {"answer": "teaching"})
    mailed.post("/check-in/email/", {"email": "another@teacher.invalid"})
    mailed.post("/check-in/stop/")
    about = {event.action for event in AuditEvent.objects.all() if event.people == [SOMEBODY]}
    assert about >= {
        "checkin.ask",
        "checkin.open",
        "checkin.answer",
        "checkin.correct_email",
        "consent.withdraw",
    }
