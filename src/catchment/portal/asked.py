"""Numbers in what people send: whatever else stands there is no number, and never an error."""

MOST_DIGITS = 9
"""Python refuses to read very long numbers, and a database those beyond its own; nothing here needs them."""


def whole(text: str) -> int | None:
    """A number of plain digits from 0 up, else None."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
