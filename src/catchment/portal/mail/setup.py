"""How letters leave the portal: CATCHMENT_MAIL as Django's settings."""

import ipaddress
from typing import Any
from urllib.parse import unquote, urlsplit

from catchment.network.errors import BadInput

SECONDS = 10
"""How long a mail server may take to answer."""
_BACKENDS = "django.core.mail.backends"
_PORTS = {"smtp": 587, "smtps": 465}


def settings(address: str) -> dict[str, Any]:
    """Django's settings for `smtp://…`, `smtps://…`, `console:` or `file:FOLDER`; else BadInput."""
    scheme = address.partition(":")[0]
    if scheme in _PORTS:
        return _smtp(address)
    if address == "console:":
        return {"EMAIL_BACKEND": f"{_BACKENDS}.console.EmailBackend"}
    if scheme == "file" and folder(address):
        return {
            "EMAIL_BACKEND": "catchment.portal.mail.folder.EmailBackend",
            "EMAIL_FILE_PATH": folder(address),
        }
    raise BadInput("Set CATCHMENT_MAIL to smtp://user:password@host, smtps://…, file:FOLDER or console:.")


def folder(address: str) -> str:
    """The folder into which letters are written instead of being sent; `""` where they are sent."""
    scheme, _, rest = address.partition(":")
    return rest if scheme == "file" else ""


def _smtp(address: str) -> dict[str, Any]:
    """Always encrypted, but on the way to a mail server on this machine."""
    parts = urlsplit(address)
    if not parts.hostname:
        raise BadInput("CATCHMENT_MAIL names no mail server: smtp://user:password@host:port.")
    return {
        "EMAIL_BACKEND": f"{_BACKENDS}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not _is_here(parts.hostname),
        "EMAIL_TIMEOUT": SECONDS,
    }


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
