from django.db import models

IMPORTED = "import"
PORTAL = "portal"


class ConsentState(models.Model):
    """A teacher lets a partner see their rows, from a day until a day.

    Imported rows are replaced at each import; what happened in the portal stays beside them.
    """

    person_id = models.CharField(max_length=64)
    partner_id = models.CharField(max_length=64)
    origin = models.CharField(max_length=8, choices=[(IMPORTED, IMPORTED), (PORTAL, PORTAL)])
    granted_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        db_table = "consent_state"
        indexes = (models.Index(fields=("partner_id", "person_id")),)

    def __str__(self) -> str:
        return f"{self.person_id} for {self.partner_id}"


class ConsentRevision(models.Model):
    """One row whose token changes with every change of consent: what was computed before is not used after.

    A token and not a counter, because a restored database would count again what was counted before.
    """

    token = models.UUIDField()

    def __str__(self) -> str:
        return str(self.token)
