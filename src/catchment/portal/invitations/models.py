from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catchment.portal.accounts import roles

LASTS = timedelta(days=7)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> "InvitationQuerySet":
        """Neither used nor taken back; they may have run out, and can then be sent again."""
        return self.filter(used=None, revoked=None)

    def open(self) -> "InvitationQuerySet":
        return self.waiting().filter(expires__gt=timezone.now())


class Invitation(models.Model):
    """Somebody may join a partner, or the program where there is no partner, in a role.

    A regional manager's invitation names the first partner to look after. `person` is their account, closed
    until the invitation is used. The link's word is only in the letter.
    """

    email = models.EmailField(_("E-mail address"))
    name = models.CharField(_("Name"), max_length=200)
    partner_id = models.CharField(max_length=64, blank=True)
    role = models.CharField(max_length=32, choices=roles.PARTNER_CHOICES + roles.STAFF_CHOICES)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations_sent")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    word_hash = models.CharField(max_length=64, unique=True)
    sent = models.DateTimeField()
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-sent",)
        constraints = (
            models.UniqueConstraint(
                fields=("email", "partner_id"),
                condition=models.Q(used=None, revoked=None),
                name="one_waiting_invitation",
            ),
        )

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def for_staff(self) -> bool:
        """Whether it leads into the program, even when it names a partner to look after."""
        return self.role in dict(roles.STAFF_CHOICES)

    @property
    def run_out(self) -> bool:
        return self.expires <= timezone.now()
