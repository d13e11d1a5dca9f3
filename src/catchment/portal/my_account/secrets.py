"""How secrets of second factors rest in the database: encrypted with a key made of the site's own."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from catchment.portal.accounts.models import User


class Encrypted(DefaultMFAAdapter):
    """Whoever reads a copy of the database cannot make anybody's codes with it."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """A first name for a passkey, which its person may change."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey {number}").format(number=number) if number > 1 else _("My passkey")

    def get_totp_issuer(self) -> str:
        return settings.CATCHMENT_NAME


def _box() -> MultiFernet:
    """Closes with the present secret key, and opens with the one before it too."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(b"second factor" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
