"""Statuses of schools and district parts: three bits from the years in which they were active.

Claim. A status tells nothing beyond the published cells.
Why it holds. It is computed from the school years in which a cell is published there, shown or flagged.
Fails when broken: `tests/unit/disclosure/test_statuses.py`, and the attack, which derives it again.
"""

from catchment.network.statuses import Status, status

__all__ = ["Status", "status"]
