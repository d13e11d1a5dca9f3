"""The file of organizations (CATCHMENT_SIGN_ON) as allauth's settings."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catchment.network.errors import BadInput

OIDC, SAML = "oidc", "saml"
_NEEDED = {
    OIDC: ("server", "client_id", "secret"),
    SAML: ("entity_id", "sso_url", "certificate"),
}
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_MAIL_CLAIM = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"


@dataclass(frozen=True)
class Organization:
    """One that signs its people in.

    `domains` are those of its own addresses. It `vouches` where each address that it names is its person's
    even when it does not say that it checked.
    """

    id: str
    name: str
    kind: str
    domains: tuple[str, ...]
    vouches: bool
    told: Mapping[str, str]

    @property
    def provider(self) -> str:
        return "openid_connect" if self.kind == OIDC else "saml"


def read(file: Path | None) -> dict[str, Organization]:
    """Organizations by id; none without a file. BadInput says which entry lacks what."""
    if file is None:
        return {}
    try:
        entries = tomllib.loads(file.read_text("utf-8")).get("organization", {})
    except (OSError, ValueError) as error:
        raise BadInput(
            f"Set CATCHMENT_SIGN_ON to a TOML file that the portal can read; {file}: {error}."
        ) from error
    return {key: _one(file, key, entry) for key, entry in entries.items()}


def providers(organizations: Mapping[str, Organization]) -> dict[str, Any]:
    """allauth's SOCIALACCOUNT_PROVIDERS."""
    apps: dict[str, list[dict[str, Any]]] = {"openid_connect": [], "saml": []}
    for each in organizations.values():
        apps[each.provider].append(_oidc(each) if each.kind == OIDC else _saml(each))
    return {provider: {"APPS": found, "OAUTH_PKCE_ENABLED": True} for provider, found in apps.items()}


def _one(file: Path, key: str, entry: Mapping[str, Any]) -> Organization:
    where = f"{file.name}, organization {key}"
    kind = entry.get("kind")
    if not _ID.fullmatch(key) or kind not in _NEEDED:
        raise BadInput(f'{where}: use small letters, digits and hyphens, and kind = "oidc" or "saml".')
    domains = entry.get("domains", [])
    if not domains or not all(isinstance(each, str) and "." in each for each in domains):
        raise BadInput(f'{where}: domains must name the organization\'s own, as in ["example.org"].')
    missing = [name for name in ("name", *_NEEDED[kind]) if not isinstance(entry.get(name), str)]
    if missing:
        raise BadInput(f"{where}: {', '.join(missing)} must be there, as text.")
    told = {name: entry[name] for name in (*_NEEDED[kind], "email_attribute") if name in entry}
    own, vouches = tuple(each.lower() for each in domains), entry.get("vouches", kind == SAML)
    return Organization(key, entry["name"], kind, own, vouches is True, told)


def _oidc(each: Organization) -> dict[str, Any]:
    return {
        "provider_id": each.id,
        "name": each.name,
        "client_id": each.told["client_id"],
        "secret": each.told["secret"],
        "settings": {"server_url": each.told["server"]},
    }


def _saml(each: Organization) -> dict[str, Any]:
    """Only what the organization's key has signed counts; nothing is taken that we did not ask for."""
    idp = {
        "entity_id": each.told["entity_id"],
        "sso_url": each.told["sso_url"],
        "x509cert": each.told["certificate"],
    }
    mapping = {"email": each.told.get("email_attribute", _MAIL_CLAIM)}
    return {
        "provider_id": each.id,
        "name": each.name,
        "client_id": each.id,
        "settings": {
            "idp": idp,
            "attribute_mapping": mapping,
            "advanced": {"want_assertion_signed": True, "reject_idp_initiated_sso": True},
        },
    }
