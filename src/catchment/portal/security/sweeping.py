"""What is over is taken away: sessions that ended, and where from people were signed in."""

from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.dispatch import receiver

SWEPT_EVERY = 3600


@receiver(user_logged_in)
def sweep(**_: Any) -> None:
    """Once an hour, when somebody signs in: nobody needs to remember it, and no second process to run."""
    if cache.add("swept", True, SWEPT_EVERY):
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
