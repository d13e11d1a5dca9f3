from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from catchment.portal.audit.chain import Link


class AppendOnly(models.QuerySet[Any]):
    """Rows can be added and read. What happened cannot be made not to have happened."""

    def update(self, **_fields: Any) -> NoReturn:
        raise TypeError("an audit event is never changed")

    def delete(self) -> NoReturn:
        raise TypeError("an audit event is never deleted")


class Kept(models.Model):
    """A row that the database itself refuses to change or delete (`triggers`)."""

    objects = AppendOnly.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("an audit event is never changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("an audit event is never deleted")


def _person() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")


class AuditEvent(Kept):
    """Who did or saw what, of which partner, and when; `number` is its place in the chain.

    `about`: the person whom it concerns. `forgets_through`: set by the event that says up to which number the
    older ones were removed.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = _person()
    about = _person()
    action = models.CharField(max_length=64)
    object = models.CharField(max_length=200, blank=True)
    partner_id = models.CharField(max_length=64, blank=True)
    release = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict)
    forgets_through = models.BigIntegerField(null=True)
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("-number",)
        indexes = (
            models.Index(fields=("partner_id", "-number")),
            models.Index(fields=("action", "-number")),
            models.Index(fields=("release", "-number")),
            models.Index(fields=("at",)),
            models.Index(
                fields=("forgets_through",),
                condition=models.Q(forgets_through__isnull=False),
                name="audit_forgets",
            ),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.object}".strip()

    @property
    def people(self) -> list[str]:
        """The teachers whom it shows, sorted."""
        return sorted(row.person_id for row in self.teachers.all())

    def link(self) -> Link:
        """What the chain holds of it."""
        return Link(
            number=self.number,
            at=self.at,
            actor=self.actor_id,
            about=self.about_id,
            action=self.action,
            object=self.object,
            partner_id=self.partner_id,
            release=self.release,
            detail=self.detail,
            teachers=self.people,
            forgets_through=self.forgets_through,
            previous=self.previous,
        )


class AuditedTeacher(Kept):
    """A teacher whose row an event showed or concerned; the event's hash covers it."""

    event = models.ForeignKey(AuditEvent, on_delete=models.DO_NOTHING, related_name="teachers")
    person_id = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person_id", "event"), name="teacher_once_an_event"),)

    def __str__(self) -> str:
        return f"{self.person_id} in {self.event_id}"
