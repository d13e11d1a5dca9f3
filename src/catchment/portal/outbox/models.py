from django.db import models


class WaitingRow(models.Model):
    """A row of a table of the contract that no batch holds yet. It is gone once its batch is written."""

    table = models.CharField(max_length=64)
    row = models.JSONField()
    added = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.table} {self.pk}"
