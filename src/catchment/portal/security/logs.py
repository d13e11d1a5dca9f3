"""What the site's process writes down for its operator: what failed, where and when, and of nobody.

Who did what is the audit's to say, which has readers and an end. A log has neither: it is copied and kept.
"""

import logging
import re
import time
import traceback
from collections.abc import Iterator

_PART = r"[^\s@<>\"'(),;:]"
# Each run of letters is tried from its beginning alone: else a long one would take the square of its length.
ADDRESS = re.compile(rf"(?<!{_PART}){_PART}++@{_PART}+")
TOKEN = re.compile(r"[\w~+/=-]{32,}")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
LONGEST, LONGEST_METHOD = 2_000, 16
UNKNOWN = "(no such address)"
REFUSED = "django.security."
"""Requests that were refused as they should be; who sends a thousand fills no disk with traces."""


class Discreet(logging.Formatter):
    """One line a record, the time in UTC; below it, indented, where an exception came from.

    A request is named by its route, not by its address: addresses hold ids and one-time links. An exception
    is named by its class, not by its words: those quote what people typed. What others wrote cannot begin a
    line, so that no line is forged.
    """

    converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        at = self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ")
        lines = [f"{at} {record.levelname} {record.name}: {_of_request(record) or _message(record)}"]
        if record.exc_info and record.exc_info[1] and not record.name.startswith(REFUSED):
            lines += _trace(record.exc_info[1])
        return "\n".join(lines)


def _of_request(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    if not hasattr(request, "method"):
        return ""
    match = getattr(request, "resolver_match", None)
    route = f"/{match.route}" if match else UNKNOWN
    return f"{getattr(record, 'status_code', '-')} {masked(str(request.method))[:LONGEST_METHOD]} {route}"


def _message(record: logging.LogRecord) -> str:
    try:
        return masked(record.getMessage())
    except (TypeError, ValueError):
        # Python would print the arguments of a record that does not fit together.
        return masked(str(record.msg))


def masked(text: str) -> str:
    """On one line that ends, without addresses of people and without anything that could be a token."""
    return CONTROL.sub(" ", TOKEN.sub("(a token)", ADDRESS.sub("(an address)", text)))[:LONGEST]


def _trace(error: BaseException | None) -> Iterator[str]:
    """Where it was raised, and what it was raised from, without a word of what it said."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield f"    {type(error).__module__}.{type(error).__qualname__}{_why(error)}"
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"      {frame.filename}:{frame.lineno} in {frame.name}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _why(error: BaseException) -> str:
    """The system's own sentence, which knows nothing of anybody."""
    return f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
