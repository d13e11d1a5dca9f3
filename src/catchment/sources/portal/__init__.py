"""The door for what people did in the portal: corrections, survey answers, overrides, consents, check-ins.

Promise: a batch of `inbox/` is checked exactly like any other package; nobody gets a shorter way in, and
one that is refused keeps nobody else waiting.
"""

from catchment.sources.portal.inbox import TakenIn, take_in

__all__ = ["TakenIn", "take_in"]
