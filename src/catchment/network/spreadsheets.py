"""Text in files that people open with a spreadsheet program."""

import re

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""What such a program takes for the start of a formula; the wide forms in some languages."""
_COMPUTES_NOTHING = re.compile(r"[+-]?\d[\d.,]*(e[+-]?\d+)?%?|[-+]+", re.IGNORECASE)
"""A plain number, and the dashes that stand in tables for nothing."""


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where it could be a formula."""
    return f"'{text}" if text.startswith(STARTS) and not _COMPUTES_NOTHING.fullmatch(text) else text
