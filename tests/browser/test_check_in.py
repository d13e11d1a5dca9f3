"""From the partner's list to the teacher's answer and back: at a desk, on a phone, by keyboard alone."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_people import clean, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def teacher(browser: Browser, site: str, page: Page):
    """Another browser of the same size, in which nobody is signed in."""
    context = browser.new_context(base_url=site, viewport=page.viewport_size)
    yield context.new_page()
    context.close()


def ask(page: Page, person: str) -> str:
    """A link for a teacher, made by a partner's buttons."""
    sign_in(page, "north@password.invalid")
    page.goto(f"/roster/{person}/")
    page.get_by_role("link", name="Check in").click()
    assert clean(page) == []
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The link is ready")
    assert clean(page) == []
    return page.get_by_label("Copy this address now").input_value()


def open_link(teacher: Page, address: str) -> None:
    teacher.goto(address)
    expect(teacher.get_by_role("heading", level=1)).to_have_text("How is your class going?")
    assert clean(teacher) == []
    teacher.get_by_role("button", name="Show my page").click()
    expect(teacher.get_by_role("heading", level=1)).to_contain_text("Hello Invented")


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_teacher_answers_and_stops(page, teacher):
    person = f"north-person-{14 if page.viewport_size['width'] > 500 else 20}"
    open_link(teacher, ask(page, person))
    assert re.search(r"/check-in/$", teacher.url)
    teacher.locator("summary").click()
    assert (clean(teacher), fits(teacher)) == ([], True)
    teacher.get_by_label("I need help").check()
    teacher.get_by_role("button", name="Send my answer").click()
    expect(teacher.locator("main")).to_contain_text("Thank you, your answer has arrived")
    expect(teacher.locator("main")).to_contain_text("only a link that we mailed to you changes your address")

    page.goto("/week/")
    first = page.locator(".call").first
    expect(first).to_contain_text("Asked for help")
    expect(first.get_by_role("link", name="Write")).to_have_attribute("href", re.compile("^mailto:north"))
    assert (clean(page), fits(page)) == ([], True)

    teacher.get_by_text("Stop sharing", exact=True).click()
    teacher.get_by_role("button", name="Stop sharing with Northern Sample Partner").click()
    expect(teacher.get_by_role("heading", level=1)).to_have_text("Northern Sample Partner no longer sees you")
    assert clean(teacher) == []
    page.goto(f"/roster/{person}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page")


def test_by_keyboard_alone(page, teacher):
    person = f"north-person-{26 if page.viewport_size['width'] > 500 else 32}"
    teacher.goto(ask(page, person))
    press(teacher, "Show my page", "Enter")
    expect(teacher.get_by_role("heading", level=1)).to_contain_text("Hello")
    until(teacher, "el.name === 'answer'")
    teacher.keyboard.press("Space")
    teacher.keyboard.press("ArrowDown")
    press(teacher, "Send my answer", "Enter")
    expect(teacher.locator("main")).to_contain_text("Says they start in spring")
    press(teacher, "I am done", "Enter")
    expect(teacher.get_by_role("heading", level=1)).to_have_text("Thank you")


def test_the_desk_notes_that_a_teacher_stops(page):
    page.goto("/demo/")
    page.get_by_role("button", name="Sign in as Priya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Partners of the network")
    page.get_by_role("link", name="A teacher wants to stop sharing").click()
    number = 40 if page.viewport_size["width"] > 500 else 41
    page.get_by_label("The teacher's e-mail address").fill(f"south{number}@teacher.invalid")
    page.get_by_role("button", name="Find").click()
    assert (clean(page), fits(page)) == ([], True)
    page.get_by_role("button", name="Stop sharing with Southern Sample Partner").click()
    expect(page.get_by_role("status")).to_contain_text("no longer sees this teacher")
    assert clean(page) == []


def press(page: Page, name: str, key: str) -> None:
    until(page, f"(el.textContent || '').trim() === '{name}' && el.matches('button, a, summary')")
    page.keyboard.press(key)


def until(page: Page, found: str) -> None:
    """Tab until the focus is where it should be."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(f"(() => {{ const el = document.activeElement; return {found} }})()"):
            return
    raise AssertionError(f"the keyboard does not reach {found}")
