"""One letter from one template: subject, plain text and HTML.

A template's first line is `Subject: …`; paragraphs are parted by blank lines. A paragraph `=> Label | link`
is the letter's button, in plain text a line with the address below.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.template import Context
from django.template.loader import get_template, render_to_string

from catchment.network.errors import PromiseFailed

_BUTTON = re.compile(r"=> (?P<label>[^|]+) \| (?P<url>https?://\S+)")


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


def write(template: str, context: Mapping[str, str]) -> Letter:
    """The letter of `mail/TEMPLATE.txt`. What the context brings stays within its line."""
    flat = {name: " ".join(str(value).split()) for name, value in context.items()}
    written = get_template(f"mail/{template}.txt").template.render(Context(flat, autoescape=False))
    head, *paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", written.strip()))
    if not head.startswith("Subject: "):
        raise PromiseFailed(f"mail/{template}.txt must begin with a line that starts with Subject:")
    subject = head.removeprefix("Subject: ")
    parts = [_part(paragraph) for paragraph in paragraphs]
    html = render_to_string("mail/letter.html", {"subject": subject, "parts": parts})
    return Letter(subject, "\n\n".join(_plain(part) for part in parts) + "\n", html)


def _part(paragraph: str) -> dict[str, str]:
    button = _BUTTON.fullmatch(paragraph)
    return button.groupdict() if button else {"text": paragraph}


def _plain(part: dict[str, str]) -> str:
    return part["text"] if "text" in part else f"{part['label']}:\n{part['url']}"
