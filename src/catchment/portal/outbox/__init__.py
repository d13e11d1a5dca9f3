"""What people did in the portal, on its way to the inbox that the next build takes in.

Promise: what was committed here arrives there, even when the folder could not be written at that moment.
"""

from catchment.portal.outbox.sending import add, send

__all__ = ["add", "send"]
