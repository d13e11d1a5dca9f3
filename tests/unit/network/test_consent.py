"""Domain section 2: teacher-level data needs a consent in force for that partner."""

from datetime import date

import pytest

from catchment.network.consent import Consent, in_force

JAN, MAR, JUN, SEP = (date(2026, month, 1) for month in (1, 3, 6, 9))


def given_on(granted, withdrawn=None, person="p1", partner="gold", scope="roster"):
    return Consent(person, partner, granted, withdrawn, scope, "2026-01")


@pytest.mark.parametrize(
    ("consents", "on", "holds"),
    [
        ([], MAR, False),
        ([given_on(MAR)], date(2026, 2, 28), False),
        ([given_on(MAR)], MAR, True),
        ([given_on(MAR)], SEP, True),
        # withdrawal acts at once: on its own day
        ([given_on(JAN, MAR)], date(2026, 2, 28), True),
        ([given_on(JAN, MAR)], MAR, False),
        ([given_on(JAN, JAN)], JAN, False),
        # for this person, this partner, this scope
        ([given_on(JAN, person="p2")], MAR, False),
        ([given_on(JAN, partner="pine")], MAR, False),
        ([given_on(JAN, scope="mail")], MAR, False),
        # given again
        ([given_on(JAN, MAR), given_on(JUN)], MAR, False),
        ([given_on(JAN, MAR), given_on(JUN)], JUN, True),
        ([given_on(JAN, MAR), given_on(MAR)], MAR, True),
        # a withdrawal also ends what was granted before it, and never what another partner got
        ([given_on(JAN), given_on(MAR, JUN)], MAR, True),
        ([given_on(JAN), given_on(MAR, JUN)], JUN, False),
        ([given_on(JAN), given_on(MAR, JUN, partner="pine")], JUN, True),
    ],
)
def test_in_force(consents, on, holds):
    assert in_force(consents, "p1", "gold", on) is holds
    assert in_force(consents[::-1], "p1", "gold", on) is holds
