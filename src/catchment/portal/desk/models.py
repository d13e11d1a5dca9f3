from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """Something staff asked the worker to do. The portal writes the row; only the worker can act on it."""

    KINDS: ClassVar = [
        ("build", _("Build a release")),
        ("attack", _("Attack a release")),
        ("publish", _("Publish a release")),
    ]
    STATES: ClassVar = [
        ("waiting", _("Waiting")),
        ("running", _("Running")),
        ("done", _("Done")),
        ("refused", _("Refused")),
    ]

    kind = models.CharField(max_length=16, choices=KINDS)
    release_id = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=STATES, default="waiting")
    exit_code = models.IntegerField(null=True)
    output = models.TextField(blank=True)
    asked = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked",)

    def __str__(self) -> str:
        return f"{self.kind} {self.release_id}".strip()
