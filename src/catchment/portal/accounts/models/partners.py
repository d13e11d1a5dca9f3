"""What the program has settled about a partner, and which staff looks after it."""

from django.conf import settings
from django.db import models


class ManagedPartner(models.Model):
    """A regional manager looks after a partner."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="managed")
    partner_id = models.CharField(max_length=64)

    class Meta:
        ordering = ("partner_id",)
        constraints = (
            models.UniqueConstraint(fields=("person", "partner_id"), name="manages_a_partner_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} for {self.partner_id}"


class PartnerTerms(models.Model):
    """From `ends_on` on nobody of the partner opens its pages; `second_factor` asks one of all its people.

    A partner without a row has no end and asks for none.
    """

    partner_id = models.CharField(max_length=64, primary_key=True)
    ends_on = models.DateField(null=True, blank=True)
    second_factor = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.partner_id
