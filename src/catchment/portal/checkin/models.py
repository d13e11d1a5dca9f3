from django.conf import settings
from django.db import models


class Link(models.Model):
    """A link that somebody of a partner made for a teacher. Only a hash of its secret part is kept.

    `mailed`: the site sent it to the teacher's address, and showed it to nobody.
    """

    secret_hash = models.CharField(max_length=64, unique=True)
    person_id = models.CharField(max_length=64)
    partner_id = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField()
    made_on = models.DateField()
    expires = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    corrected = models.DateTimeField(null=True)
    mailed = models.BooleanField(default=False)
    closed = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("partner_id", "person_id")),)

    def __str__(self) -> str:
        return f"{self.person_id} for {self.partner_id}"


class Answer(models.Model):
    """What a teacher answered on a day; `on` goes by the clock of the pages, which stands still in a demo."""

    person_id = models.CharField(max_length=64)
    partner_id = models.CharField(max_length=64)
    answer = models.CharField(max_length=32)
    on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("partner_id", "on")),)

    def __str__(self) -> str:
        return f"{self.person_id} for {self.partner_id}: {self.answer}"


class CorrectedEmail(models.Model):
    """The address that a teacher put in the place of the one on their partner's roster; the latest counts."""

    person_id = models.CharField(max_length=64)
    partner_id = models.CharField(max_length=64)
    email = models.EmailField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("partner_id", "person_id")),)

    def __str__(self) -> str:
        return f"{self.person_id} for {self.partner_id}"
