from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

LASTS = timedelta(days=1)


class EmailChangeQuerySet(models.QuerySet["EmailChange"]):
    def open(self) -> "EmailChangeQuerySet":
        return self.filter(ended=None, expires__gt=timezone.now())


class EmailChange(models.Model):
    """Somebody wants another address. It is theirs once both addresses have confirmed it.

    The words of the two links are only in the letters.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="email_changes")
    new_email = models.EmailField()
    expires = models.DateTimeField()
    old_hash = models.CharField(max_length=64, unique=True)
    new_hash = models.CharField(max_length=64, unique=True)
    old_confirmed = models.DateTimeField(null=True, blank=True)
    new_confirmed = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)

    objects = EmailChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-expires",)

    def __str__(self) -> str:
        return f"change of address {self.pk}"
