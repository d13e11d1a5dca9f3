from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from catchment.portal.accounts import roles


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person; without a password they cannot sign in by one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=email.lower())


class User(AbstractBaseUser):
    """A person who signs in. Their e-mail address is their user name."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    staff_role = models.CharField(max_length=32, choices=roles.STAFF_CHOICES, blank=True)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_program_staff(self) -> bool:
        return self.is_active and bool(self.staff_role)


class Membership(models.Model):
    """A person belongs to a partner, in a role, from a day until they leave."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    partner_id = models.CharField(max_length=64)
    role = models.CharField(max_length=32, choices=roles.PARTNER_CHOICES)
    since = models.DateField()
    left = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("partner_id",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "partner_id"), condition=models.Q(left=None), name="one_running_membership"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} at {self.partner_id}"


class DemoCard(models.Model):
    """A person of the demo who can be tried with one click, and what there is to see."""

    person = models.OneToOneField(User, on_delete=models.CASCADE)
    position = models.PositiveSmallIntegerField()
    blurb = models.CharField(max_length=300)

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return str(self.person_id)
