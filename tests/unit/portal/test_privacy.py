"""The public page about the protection of students says the release's own rules and its own attack."""

import json
import re
from html import unescape

import pytest

from catchment.attack.run import QUESTIONS
from catchment.release import layout
from catchment.words import attacks


def text_of(client) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", client.get("/privacy/").content.decode())).split())


def test_it_says_the_rules_of_the_release(published, client, db):
    text = text_of(client)
    assert "A group of fewer than 10 students is never given as a number." in text
    assert "20 in FL." in text
    assert "February 15" in text
    assert "ε = 0.5" in text


def test_it_says_how_the_release_was_attacked(published, client, db):
    text = text_of(client)
    assert f"({published}, as of March 14, 2026) passed" in text
    assert "looked at 3,012 values and could work out none of the 8 that are hidden" in text
    assert "Small groups 4 9" in text
    assert "Schools whose" not in text


@pytest.mark.parametrize(
    "audit", [None, {"passed": False, "vetoes": [{"cell": "a cell that fell"}], "tried": {}}]
)
def test_it_says_nothing_of_an_attack_that_was_not_withstood(published, client, db, settings, audit):
    file = settings.CATCHMENT_RELEASES / published / layout.AUDIT
    file.unlink() if audit is None else file.write_text(json.dumps(audit))
    text = text_of(client)
    assert "How it is tested before you see it" in text
    assert "passed" not in text
    assert "a cell that fell" not in text


def test_it_is_there_before_the_first_release(db, client, settings, tmp_path):
    settings.CATCHMENT_RELEASES = tmp_path / "nothing"
    assert "A group of fewer than 10 students" in text_of(client)


def test_every_question_of_the_attack_has_words():
    assert set(QUESTIONS) - set(attacks.CHECKS) == set()
