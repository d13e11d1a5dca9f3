"""Letters that the portal sends, each written once as plain text.

Promise: what is sent says the same in both of its bodies, and nothing that a person typed can add to it.
"""

from catchment.portal.mail.sending import NotSent, send, send_soon

__all__ = ["NotSent", "send", "send_soon"]
