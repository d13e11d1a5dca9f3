"""Who invites whom, what becomes of a link, and what nobody learns from it."""

from datetime import timedelta

import pytest
from django.core import mail as sent
from django.utils import timezone

from catchment.portal import one_time
from catchment.portal.accounts.models import Membership, User
from catchment.portal.audit.models import AuditEvent
from catchment.portal.invitations.models import Invitation
from tests.mailbox import LINK
from tests.portal_people import PASSWORD, belongs, person
from tests.portal_release import NORTH, SOUTH

NEW = "grace@north.invalid"
CHOSEN = "seven unlikely marbles whistle"
TEAM, DESK = "/team/invitations/", "/desk/invitations/"


def ask(client, email=NEW, partner=NORTH, role="partner_viewer", page=TEAM):
    form = {"email": email, "name": "Grace Invented", "partner": partner, "role": role}
    return client.post(page, form)


def link() -> str:
    """The path of the link in the last letter."""
    [found] = LINK.findall(sent.outbox[-1].body)
    return found.removeprefix("http://testserver")


def accept(client, path: str, password: str = CHOSEN):
    assert client.post(path).headers["Location"] == "/invitation/"
    return client.post("/invitation/", {"name": "Grace Invented", "password": password})


def test_a_letter_leads_to_an_account_at_the_partner(admin, as_person, client):
    ask(as_person(admin))
    assert sent.outbox[-1].to == [NEW]
    assert accept(client, link()).headers["Location"] == "/"
    grace = User.objects.get(email=NEW)
    assert [(row.partner_id, row.role) for row in grace.memberships.all()] == [(NORTH, "partner_viewer")]
    assert grace.check_password(CHOSEN)
    assert client.get("/account/").status_code == 200
    assert client.get("/roster/").headers["Location"].startswith("/agreement/")


def test_opening_the_link_changes_nothing(admin, as_person, client):
    ask(as_person(admin))
    path = link()
    for _ in range(3):
        page = client.get(path)
        assert page.status_code == 200
        assert "Northern Sample Partner" in page.content.decode()
    assert "invitation" not in client.session
    assert Invitation.objects.open().count() == 1
    assert not User.objects.filter(email=NEW).exists()


def test_a_link_works_once(admin, as_person, client):
    ask(as_person(admin))
    path = link()
    accept(client, path)
    again = as_person(None)
    assert again.get(path).status_code == 404
    assert again.post(path).status_code == 404
    assert Membership.objects.filter(person__email=NEW).count() == 1


def test_a_browser_that_opened_it_before_is_too_late_too(admin, as_person):
    ask(as_person(admin))
    path, first, second = link(), as_person(None), as_person(None)
    second.post(path)
    accept(first, path)
    assert second.get("/invitation/").status_code == 404
    late = second.post("/invitation/", {"name": "Eve", "password": CHOSEN})
    assert late.status_code == 404
    assert "_auth_user_id" not in second.session


def test_a_link_lasts_seven_days(admin, as_person, client):
    ask(as_person(admin))
    path = link()
    sent_on = timezone.now()
    Invitation.objects.update(expires=sent_on + timedelta(seconds=5))
    assert client.get(path).status_code == 200
    Invitation.objects.update(expires=sent_on)
    assert client.get(path).status_code == 404
    row = Invitation.objects.get()
    assert row.run_out


def test_it_is_sent_again_with_a_new_link_and_the_old_is_dead(admin, as_person, client):
    ask(as_person(admin))
    old, opened = link(), as_person(None)
    opened.post(old)
    Invitation.objects.update(expires=timezone.now())
    number = Invitation.objects.get().pk
    as_person(admin).post(f"{TEAM}{number}/again/")
    assert link() != old
    assert client.get(old).status_code == 404
    assert opened.get("/invitation/").status_code == 404
    assert accept(client, link()).status_code == 302


def test_sending_again_has_an_end(admin, as_person):
    ask(as_person(admin))
    client = as_person(admin)
    client.post(f"{TEAM}{Invitation.objects.get().pk}/again/")
    for _ in range(3):
        answer = ask(client)
    assert "No further letter can go to this address now" in answer.content.decode()
    client.post(f"{TEAM}{Invitation.objects.get().pk}/again/")
    assert len(sent.outbox) == 4


def test_it_is_taken_back_at_once(admin, as_person, client):
    ask(as_person(admin))
    path = link()
    client.post(path)
    as_person(admin).post(f"{TEAM}{Invitation.objects.get().pk}/back/")
    assert client.get("/invitation/").status_code == 404
    assert client.get(path).status_code == 404


def test_the_word_is_not_in_the_database(admin, as_person):
    ask(as_person(admin))
    word = link().strip("/").rpartition("/")[2]
    row = Invitation.objects.get()
    assert word not in str(row.__dict__)
    assert row.word_hash == one_time.hash_of(word)
    assert word not in str([event.__dict__ for event in AuditEvent.objects.all()])


def test_inviting_says_the_same_of_known_and_unknown_addresses(admin, as_person):
    answers = []
    for email in (NEW, "stranger@south.invalid", "nobody@nowhere.invalid"):
        client = as_person(admin)
        first = ask(client, email=email)
        page = client.get(TEAM).content.decode().replace(email, "ADDRESS")
        answers.append((first.status_code, page.count("ADDRESS"), "on its way" in page))
    assert set(answers) == {(302, 1, True)}


def test_who_has_an_account_joins_with_it(admin, people, as_person):
    ask(as_person(admin), email=people.stranger.email)
    path = link()
    client = as_person(None)
    client.post(path)
    page = client.get("/invitation/").content.decode()
    assert "/sign-in/?next=%2Finvitation%2F" in page
    assert 'type="password"' not in page
    client.post("/sign-in/?next=/invitation/", {"login": people.stranger.email, "password": PASSWORD})
    assert client.post("/invitation/join/").status_code == 302
    assert {row.partner_id for row in people.stranger.memberships.all()} == {NORTH, SOUTH}
    people.stranger.refresh_from_db()
    assert people.stranger.check_password(PASSWORD)


def test_a_link_is_no_way_into_somebody_elses_account(admin, people, as_person):
    ask(as_person(admin), email=people.stranger.email)
    client = as_person(None)
    client.post(link())
    client.post("/invitation/", {"name": "Eve", "password": CHOSEN})
    people.stranger.refresh_from_db()
    assert not people.stranger.check_password(CHOSEN)
    assert people.stranger.name != "Eve"
    assert client.post("/invitation/passkey/").status_code == 302
    other = as_person(people.nobody)
    other.post(link())
    assert "signed in as somebody else" in other.get("/invitation/").content.decode()
    assert other.post("/invitation/join/").status_code == 404
    assert not people.nobody.memberships.exists()


def test_a_closed_account_stays_closed(admin, people, as_person, client):
    User.objects.filter(pk=people.nobody.pk).update(is_active=False)
    ask(as_person(admin), email=people.nobody.email)
    client.post(link())
    page = client.post("/invitation/", {"name": "Eve", "password": CHOSEN})
    assert "_auth_user_id" not in client.session
    assert 'type="password"' not in page.content.decode()
    people.nobody.refresh_from_db()
    assert not people.nobody.is_active


def test_who_may_invite_no_longer_leaves_no_door_open(admin, as_person, client):
    ask(as_person(admin))
    path = link()
    client.post(path)
    Membership.objects.filter(person=admin).update(role="partner_viewer")
    assert client.get(path).status_code == 404
    assert client.post("/invitation/", {"name": "Grace", "password": CHOSEN}).status_code == 404
    assert not User.objects.filter(email=NEW, is_active=True).exists()


@pytest.mark.parametrize(
    ("partner", "role"),
    [
        (SOUTH, "partner_viewer"),
        ("program", "administrator"),
        (NORTH, "administrator"),
        (NORTH, "regional_manager"),
    ],
)
def test_a_partner_administrator_gives_nothing_but_places_in_the_team(admin, as_person, partner, role):
    assert ask(as_person(admin), partner=partner, role=role).status_code in (200, 404)
    assert not Invitation.objects.exists()
    assert sent.outbox == []


def test_a_regional_manager_invites_to_named_partners_only(manager, as_person):
    client = as_person(manager)
    client.post("/account/again/", {"password": PASSWORD})
    assert ask(client, page=DESK).status_code == 302
    not_theirs = ((SOUTH, "partner_viewer"), ("program", "administrator"), (NORTH, "regional_manager"))
    for partner, role in not_theirs:
        assert ask(client, "other@north.invalid", partner, role, DESK).status_code == 200
    assert [row.partner_id for row in Invitation.objects.all()] == [NORTH]


def test_viewers_colleagues_and_strangers_find_no_such_page(admin, people, as_person):
    ask(as_person(admin))
    number = Invitation.objects.get().pk
    south = person("admin@south.invalid")
    belongs(south, SOUTH, "partner_admin")
    for user in (people.owner, people.nobody):
        assert as_person(user).get(TEAM).status_code == 404
    for user in (people.owner, people.nobody, south):
        for act in ("again", "back"):
            assert as_person(user).post(f"{TEAM}{number}/{act}/").status_code == 404
    assert NEW not in as_person(south).get(TEAM).content.decode()
    assert Invitation.objects.open().count() == 1


def test_a_partner_administrator_does_not_replace_what_the_program_sent(admin, people, as_person, client):
    program = as_person(people.staff)
    program.post("/account/again/", {"password": PASSWORD})
    ask(program, role="regional_manager", page=DESK)
    answer = ask(as_person(admin))
    assert "No further letter can go to this address now" in answer.content.decode()
    assert Invitation.objects.get().role == "regional_manager"
    accept(client, link())
    grace = User.objects.get(email=NEW)
    assert grace.staff_role == "regional_manager"
    assert [row.partner_id for row in grace.managed.all()] == [NORTH]


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", "too short"),
        ("passwordpassword", "too easy to guess"),
        ("graceinventedx", "too similar to the name"),
        ("catchmentcatchment", "too easy to guess"),
        ("x9" * 100, "too long"),
    ],
)
def test_a_weak_password_is_refused_with_a_reason(admin, as_person, client, password, says):
    ask(as_person(admin))
    client.post(link())
    page = client.post("/invitation/", {"name": "Grace Invented", "password": password})
    assert says in page.content.decode()
    assert not User.objects.filter(email=NEW, is_active=True).exists()


def test_every_step_is_in_the_audit(admin, as_person, client):
    ask(as_person(admin))
    as_person(admin).post(f"{TEAM}{Invitation.objects.get().pk}/again/")
    accept(client, link())
    actions = list(AuditEvent.objects.order_by("number").values_list("action", flat=True))
    wanted = ["invitation.send", "mail.send", "invitation.send_again", "invitation.accept", "membership.join"]
    assert [action for action in wanted if action not in actions] == []
    assert NEW not in str([event.__dict__ for event in AuditEvent.objects.all()])


def test_a_mail_server_that_says_no_loses_no_invitation(admin, as_person, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client = as_person(admin)
    ask(client)
    assert "the mail server did not take the letter" in client.get(TEAM).content.decode()
    assert Invitation.objects.open().count() == 1
