"""Signing in and failing to are part of the record."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from catchment.portal import audit
from catchment.portal.accounts.models import User


@receiver(user_logged_in)
def signed_in(user: User, **_: Any) -> None:
    audit.record(by=user, action="session.sign_in")


@receiver(user_logged_out)
def signed_out(user: User | None, **_: Any) -> None:
    if user is not None:
        audit.record(by=user, action="session.sign_out")


@receiver(user_login_failed)
def refused(credentials: dict[str, Any], **_: Any) -> None:
    """Whose account it was, if anybody's: what was typed may be a password in the wrong field."""
    typed = str(credentials.get("email") or credentials.get("username") or "")
    known = User.objects.filter(email=typed.strip().lower()).first()
    audit.record(by=None, action="session.refused", about=known)
