from django.conf import settings
from django.db import models


class AgreementText(models.Model):
    """A text that somebody was asked to accept, kept as it stood."""

    version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    first_accepted = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-first_accepted",)

    def __str__(self) -> str:
        return self.version


class Acceptance(models.Model):
    """Somebody accepted a text, for a partner; staff for the program, which is a blank partner."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="acceptances")
    partner_id = models.CharField(max_length=64, blank=True)
    text = models.ForeignKey(AgreementText, on_delete=models.PROTECT, related_name="acceptances")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.UniqueConstraint(fields=("person", "partner_id", "text"), name="accepted_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} for {self.partner_id or 'the program'}"
