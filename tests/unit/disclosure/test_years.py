from datetime import date

import pytest

from catchment.disclosure.years import is_closed

CLOSING = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("computed", "closed"),
    [(None, False), (date(2026, 6, 29), False), (date(2026, 6, 30), True), (date(2026, 9, 1), True)],
)
def test_a_year_is_closed_once_it_was_computed_on_or_after_its_closing_day(computed, closed):
    assert is_closed(CLOSING, computed) is closed
