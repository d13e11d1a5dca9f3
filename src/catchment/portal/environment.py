"""What the portal needs from its environment, checked before anything starts."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from catchment.network.errors import BadInput

TRY_TABLES = "CATCHMENT_TRY_TABLES"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class Environment:
    """Everything that differs between one installation and another. There is no path to the warehouse."""

    releases: Path
    database: str
    inbox: Path
    demo: bool
    try_tables: Path | None
    secret_key: str
    hosts: tuple[str, ...]
    time_zone: str


def read(variables: Mapping[str, str] = os.environ) -> Environment:
    """The portal's environment; BadInput says which variable to set, and to what."""
    demo = variables.get("CATCHMENT_DEMO", "") == "1"
    hosts = tuple(name.strip() for name in variables.get("CATCHMENT_HOSTS", "").split(",") if name.strip())
    return Environment(
        releases=Path(_needed(variables, "CATCHMENT_RELEASES", "the network's releases folder")),
        database=_needed(variables, "CATCHMENT_DATABASE", "an SQLite file or a postgresql:// address"),
        inbox=Path(_needed(variables, "CATCHMENT_INBOX", "the folder for what people send back")),
        demo=demo,
        try_tables=_try_tables(variables) if demo else None,
        secret_key=_secret(variables, demo),
        hosts=LOOPBACK if demo else hosts or LOOPBACK,
        time_zone=variables.get("CATCHMENT_TIME_ZONE", "America/Chicago"),
    )


def _needed(variables: Mapping[str, str], name: str, what: str) -> str:
    value = variables.get(name, "").strip()
    if not value:
        raise BadInput(f"Set {name} to {what} before starting the portal.")
    return value


def _try_tables(variables: Mapping[str, str]) -> Path | None:
    """The demo's plain tables, which are there to be broken; no other network has any."""
    file = variables.get(TRY_TABLES, "").strip()
    return Path(file) if file else None


def _secret(variables: Mapping[str, str], demo: bool) -> str:
    secret = variables.get("CATCHMENT_SECRET_KEY", "")
    if len(secret) >= 32:
        return secret
    if demo and not secret:
        return secrets.token_urlsafe(48)
    raise BadInput(
        "Set CATCHMENT_SECRET_KEY to a long random text of at least 32 characters and keep it secret; "
        "it signs everybody's session."
    )


def database(address: str) -> dict[str, object]:
    """Django's settings for an SQLite path or a postgresql:// address."""
    if address.startswith(("postgresql://", "postgres://")):
        return _postgresql(address)
    if "://" in address:
        raise BadInput("CATCHMENT_DATABASE must be an SQLite file or start with postgresql://.")
    return _sqlite(address)


def _sqlite(path: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # A transaction that will write takes the lock at once; one that upgraded later would fail
        # with "database is locked" instead of waiting its turn.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def _postgresql(address: str) -> dict[str, object]:
    parts = urlsplit(address)
    if not parts.path.strip("/"):
        raise BadInput("CATCHMENT_DATABASE names no database: postgresql://user:password@host/database.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
