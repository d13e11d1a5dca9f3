"""The whole way in: invitation, letter caught by a real mail server, password or passkey, agreement, home."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_people import clean
from tests.mailbox import Mailbox, mail_server, text_of
from tests.portal_people import PASSWORD
from tests.portal_site import served

pytestmark = pytest.mark.browser

CHOSEN = "seven unlikely marbles whistle"
HOME = re.compile("to call this week")
numbers = iter(range(1_000))


desktop_first = pytest.mark.parametrize(
    "page", [1280, pytest.param(390, marks=pytest.mark.slow)], indirect=True, ids=["desktop", "phone"]
)
"""On a phone in the long run only; the whole way, and how each page fits, are always tried on both."""


@pytest.fixture(scope="module")
def mailbox():
    with mail_server() as running:
        yield running


@pytest.fixture(scope="module")
def site(tmp_path_factory, mailbox):
    """A site whose letters go to the mailbox. Passkeys are bound to a name, and an address is none."""
    told = {"CATCHMENT_MAIL": mailbox.address, "CATCHMENT_MAIL_FROM": "letters@program.invalid"}
    with served(tmp_path_factory.mktemp("getting-in"), **told) as running:
        yield running.url.replace("127.0.0.1", "localhost")


def titled(page: Page, title: str | re.Pattern[str]) -> None:
    """Hashing a password takes its time, and so does everything on a busy machine."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title, timeout=30_000)


def invite(page: Page, mailbox: Mailbox) -> tuple[str, str]:
    """A partner's manager invites somebody new; their address and the letter's link."""
    email = f"grace{next(numbers)}@north.invalid"
    page.goto("/demo/")
    page.get_by_role("button", name="Sign in as Mara").click()
    page.goto("/team/invitations/")
    page.get_by_label("Name").fill("Grace Invented")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_contain_text("on its way")
    page.get_by_role("button", name="Sign out").click()
    return email, mailbox.link(email)


def set_up(page: Page, link: str) -> None:
    """From the letter to the account, with a password."""
    page.goto(link)
    page.get_by_role("button", name="Accept the invitation").click()
    page.get_by_label("Choose a password").fill(CHOSEN)
    page.get_by_role("button", name="Save and go on").click()


def agree(page: Page) -> None:
    titled(page, "Confidentiality agreement")
    page.get_by_role("button", name="I agree").click()
    titled(page, HOME)


def add_authenticator(page: Page) -> None:
    """A device that keeps passkeys and knows its person."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def test_from_the_letter_to_the_first_page(page, mailbox):
    email, link = invite(page, mailbox)
    set_up(page, link)
    agree(page)
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(CHOSEN)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    titled(page, HOME)
    page.goto(link)
    titled(page, "This link no longer works")


@desktop_first
def test_with_a_passkey_and_no_password(page, mailbox):
    _email, link = invite(page, mailbox)
    add_authenticator(page)
    page.goto(link)
    page.get_by_role("button", name="Accept the invitation").click()
    page.get_by_role("button", name="Use a passkey instead").click()
    page.get_by_role("button", name="Make the passkey").click()
    page.get_by_role("button", name="Make the codes").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    agree(page)
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/")
    page.get_by_role("button", name="Use a passkey").click()
    titled(page, HOME)
    page.goto("/account/e-mail/")
    page.get_by_role("button", name="Use a passkey").click()
    titled(page, "Change your address")


@desktop_first
def test_a_passkey_besides_a_password_is_the_second_step(page, mailbox):
    email, link = invite(page, mailbox)
    add_authenticator(page)
    set_up(page, link)
    agree(page)
    page.goto("/account/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add a passkey").click()
    titled(page, "Recovery codes")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(CHOSEN)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    titled(page, "Second step")
    page.get_by_role("button", name="Use a passkey").click()
    titled(page, HOME)
    assert "A passkey was added" in text_of(mailbox.next(email))


def reach(page: Page, name: str) -> None:
    """Press Tab until a field or button of this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(({ labels, textContent, value }) => labels?.[0]?.textContent || textContent || value)"
            "(document.activeElement)"
        )
        if focused.strip() == name:
            return
    raise AssertionError(f"no way to {name} by keyboard")


@desktop_first
def test_by_keyboard_alone(page, mailbox):
    email, link = invite(page, mailbox)
    page.goto(link)
    reach(page, "Accept the invitation")
    page.keyboard.press("Enter")
    page.wait_for_url("**/invitation/")
    reach(page, "Choose a password")
    page.keyboard.type(CHOSEN)
    page.keyboard.press("Enter")
    page.wait_for_url("**/agreement/**")
    reach(page, "I agree")
    page.keyboard.press("Enter")
    titled(page, HOME)
    assert email


@desktop_first
def test_the_password_can_be_looked_at_while_it_is_typed(page, mailbox):
    page.goto("/sign-in/")
    field = page.get_by_label("Password", exact=True)
    field.fill("not a secret")
    page.get_by_role("button", name="Show the password").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide the password").click()
    expect(field).to_have_attribute("type", "password")


@desktop_first
def test_a_forgotten_password_is_chosen_anew(page, mailbox):
    page.goto("/sign-in/")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("Email").fill("nobody@password.invalid")
    page.get_by_role("button", name="Send the letter").click()
    titled(page, "Look into your mail")
    page.goto(mailbox.link("nobody@password.invalid"))
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Save the password").click()
    titled(page, "Your password is changed")
    assert "was reset" in text_of(mailbox.next("nobody@password.invalid"))


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_every_page_of_the_way_is_accessible_and_fits(page, mailbox):
    _email, link = invite(page, mailbox)
    found = []

    def look(address: str = "") -> None:
        if address:
            page.goto(address)
        fits(page)
        found.extend(clean(page))

    for address in ("/sign-in/forgotten/", "/sign-in/forgotten/sent/", "/invitation/", link):
        look(address)
    page.get_by_role("button", name="Accept the invitation").click()
    look()
    page.get_by_label("Choose a password").fill("too short")
    page.get_by_role("button", name="Save and go on").click()
    look()
    page.get_by_role("button", name="Use a passkey instead").click()
    look()
    page.goto("/invitation/")
    page.get_by_label("Choose a password").fill(CHOSEN)
    page.get_by_role("button", name="Save and go on").click()
    for address in (
        "/account/",
        "/account/password/",
        "/account/e-mail/",
        "/account/sessions/",
        "/account/app/",
        "/account/passkeys/add/",
    ):
        look(address)
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.get_by_label("Email").fill("north@password.invalid")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    look("/account/e-mail/")
    page.goto("/demo/")
    assert found == []
