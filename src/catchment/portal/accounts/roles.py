"""The roles people can have, at a partner or in the program."""

from django.utils.translation import gettext_lazy as _

PARTNER_CHOICES = [
    ("partner_viewer", _("Partner")),
    ("partner_admin", _("Partner administrator")),
]
STAFF_CHOICES = [
    ("regional_manager", _("Regional manager")),
    ("data_manager", _("Data manager")),
    ("privacy_reviewer", _("Privacy reviewer")),
    ("administrator", _("Administrator")),
]
