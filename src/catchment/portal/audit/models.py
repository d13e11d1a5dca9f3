from typing import Any, NoReturn

from django.conf import settings
from django.db import models


class AppendOnly(models.QuerySet["AuditEvent"]):
    """Rows can be added and read. What happened cannot be made not to have happened."""

    def update(self, **_fields: Any) -> NoReturn:
        raise TypeError("an audit event is never changed")

    def delete(self) -> NoReturn:
        raise TypeError("an audit event is never deleted")


class AuditEvent(models.Model):
    """Who did or saw what, of which partner, and when."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=64)
    object = models.CharField(max_length=200, blank=True)
    partner_id = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=("partner_id", "at")),
            models.Index(fields=("action", "at")),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.object}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("an audit event is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("an audit event is never deleted")
