"""Send one letter to one person, and note in the audit which, never where to."""

import logging
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.mail import EmailMultiAlternatives

from catchment.portal import audit
from catchment.portal.mail import letter

if TYPE_CHECKING:
    from catchment.portal.accounts.models import User

log = logging.getLogger(__name__)


class NotSent(Exception):
    """The mail server did not take the letter. Says no address."""


def send(
    to: str,
    template: str,
    context: Mapping[str, str],
    *,
    by: "User | None" = None,
    about: "User | None" = None,
    partner_id: str = "",
) -> None:
    """Send `mail/TEMPLATE.txt`, and return when the mail server has it. NotSent if it does not take it.

    Not within a transaction: a slow mail server would keep everybody else from writing.
    """
    _hand_over(to, template, context)
    audit.record(by=by, about=about, action="mail.send", object=template, partner_id=partner_id)


def send_soon(to: str, template: str, context: Mapping[str, str], *, about: "User") -> None:
    """The same without waiting, where the time of an answer would tell whether an address is known.

    A letter that could not be sent is noted in the log, without its address.
    """
    audit.record(by=None, about=about, action="mail.send", object=template)
    threading.Thread(target=_try, args=[to, template, context], name="letter").start()


def _hand_over(to: str, template: str, context: Mapping[str, str]) -> None:
    written = letter.write(template, context)
    message = EmailMultiAlternatives(written.subject, written.text, to=[to])
    message.attach_alternative(written.html, "text/html")
    try:
        message.send()
    except OSError as error:  # smtplib's errors are among them
        raise NotSent(type(error).__name__) from None


def _try(to: str, template: str, context: Mapping[str, str]) -> None:
    try:
        _hand_over(to, template, context)
    except NotSent as error:
        log.warning("a letter was not sent: %s", error)
