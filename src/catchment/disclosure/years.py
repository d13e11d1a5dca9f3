"""Closing: from which release on a school year's numbers are final.

Claim. A closed year never changes again, whatever is corrected later.
Why it holds. The first release on or after the closing day is the last that computes the year; later ones
copy it.
Fails when broken: `tests/unit/disclosure/test_years.py`.
"""

from datetime import date


def is_closed(closing_day: date, computed_as_of: date | None) -> bool:
    """Whether the year's closing release is already out; `computed_as_of` is the as-of of the year's last
    published numbers (None: never published)."""
    return computed_as_of is not None and computed_as_of >= closing_day
