"""What the portal needs from its environment, checked before anything starts."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from catchment.network.errors import BadInput
from catchment.portal.agreements import wording
from catchment.portal.variables import VARIABLES, value

TRY_TABLES = "CATCHMENT_TRY_TABLES"
AGREEMENT = "CATCHMENT_AGREEMENT"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
SHORTEST_SECRET, FEWEST_LETTERS = 50, 5
"""What Django asks of a secret key: its length, and how many different letters are in it."""
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]", re.IGNORECASE)


@dataclass(frozen=True)
class Environment:
    """Everything that differs between one installation and another. There is no path to the warehouse."""

    releases: Path
    database: str
    inbox: Path
    demo: bool
    agreement: Path | None
    try_tables: Path | None
    secret_key: str
    old_secret_keys: tuple[str, ...]
    hosts: tuple[str, ...]
    proxies: int
    processes: int
    time_zone: str
    name: str
    mail: str
    mail_from: str
    stolen_passwords: Path | None
    sign_on: Path | None


def read(variables: Mapping[str, str] = os.environ) -> Environment:
    """The portal's environment; BadInput says which variable to set, and to what."""
    demo = value(variables, "CATCHMENT_DEMO") == "1"
    mail = _mail(variables)
    return Environment(
        releases=Path(value(variables, "CATCHMENT_RELEASES")),
        database=value(variables, "CATCHMENT_DATABASE"),
        inbox=Path(value(variables, "CATCHMENT_INBOX")),
        demo=demo,
        agreement=_agreement(variables),
        try_tables=_try_tables(variables) if demo else None,
        secret_key=_secret(variables, demo),
        old_secret_keys=_old_secrets(variables),
        hosts=LOOPBACK if demo else _hosts(variables),
        proxies=0 if demo else _proxies(variables),
        processes=_processes(variables),
        time_zone=_time_zone(variables),
        name=value(variables, "CATCHMENT_NAME"),
        mail=mail,
        mail_from=_mail_from(variables, mail),
        stolen_passwords=_file(variables, "CATCHMENT_STOLEN_PASSWORDS"),
        sign_on=_file(variables, "CATCHMENT_SIGN_ON"),
    )


def _agreement(variables: Mapping[str, str]) -> Path | None:
    """The network's own text, read once now so that a wrong one stops the site and not a person's sign-in."""
    file = value(variables, AGREEMENT)
    if not file:
        return None
    wording.read(Path(file))
    return Path(file)


def _try_tables(variables: Mapping[str, str]) -> Path | None:
    """The demo's plain tables, which are there to be broken; no other network has any."""
    file = value(variables, TRY_TABLES)
    return Path(file) if file else None


def _secret(variables: Mapping[str, str], demo: bool) -> str:
    secret = value(variables, "CATCHMENT_SECRET_KEY")
    if demo and not secret:
        return secrets.token_urlsafe(48)
    return _hard_to_guess("CATCHMENT_SECRET_KEY", secret)


def _old_secrets(variables: Mapping[str, str]) -> tuple[str, ...]:
    """What the one before signed still opens, so whoever can guess it signs as well."""
    name = "CATCHMENT_SECRET_KEY_OLD"
    old = value(variables, name)
    return (_hard_to_guess(name, old),) if old else ()


def _hard_to_guess(name: str, secret: str) -> str:
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_LETTERS:
        raise _wrong(name)
    return secret


def _hosts(variables: Mapping[str, str]) -> tuple[str, ...]:
    """No wildcard: whoever chooses the host of a request would choose where a mail's link leads."""
    hosts = tuple(filter(None, (name.strip() for name in value(variables, "CATCHMENT_HOSTS").split(","))))
    for host in hosts:
        if not HOST.fullmatch(host):
            raise _wrong("CATCHMENT_HOSTS", f"{host} is none; a name looks like data.example.org")
    return hosts or LOOPBACK


def _proxies(variables: Mapping[str, str]) -> int:
    """At least one: the site speaks no TLS itself, and is reached in no other way."""
    return _one_to_nine(variables, "CATCHMENT_PROXIES")


def _processes(variables: Mapping[str, str]) -> int:
    """SQLite lets one transaction write at a time: several processes would mostly wait for each other."""
    number = _one_to_nine(variables, "CATCHMENT_PROCESSES")
    if number > 1 and "://" not in value(variables, "CATCHMENT_DATABASE"):
        raise _wrong("CATCHMENT_PROCESSES", f"the database is an SQLite file, so {number} is too many")
    return number


def _one_to_nine(variables: Mapping[str, str], name: str) -> int:
    number = value(variables, name)
    if number not in {str(each) for each in range(1, 10)}:
        raise _wrong(name, f"{number} is no number from 1 to 9")
    return int(number)


def _time_zone(variables: Mapping[str, str]) -> str:
    zone = value(variables, "CATCHMENT_TIME_ZONE")
    if zone not in available_timezones():
        raise _wrong("CATCHMENT_TIME_ZONE", f"{zone} is none")
    return zone


def _mail(variables: Mapping[str, str]) -> str:
    """Without a mail server, letters lie in a folder beside the inbox, for the operator's eyes alone."""
    return (
        value(variables, "CATCHMENT_MAIL")
        or f"file:{Path(value(variables, 'CATCHMENT_INBOX')).parent / 'mail'}"
    )


def _mail_from(variables: Mapping[str, str], mail: str) -> str:
    address = value(variables, "CATCHMENT_MAIL_FROM")
    if not address and mail.startswith("smtp"):
        raise _wrong("CATCHMENT_MAIL_FROM")
    return address or "catchment@localhost"


def _file(variables: Mapping[str, str], name: str) -> Path | None:
    told = value(variables, name)
    if told and not Path(told).is_file():
        raise _wrong(name, f"{told} is none")
    return Path(told) if told else None


def _wrong(name: str, why: str = "") -> BadInput:
    return BadInput(f"Set {name} to {VARIABLES[name].means}{f': {why}' if why else ''}.")


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
    """After `?` stand options of the connection, such as `sslmode`; `host` there is a socket's folder."""
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    if not parts.path.strip("/"):
        raise BadInput("CATCHMENT_DATABASE names no database: postgresql://user:password@host/database.")
    if not host.startswith("/") and host not in ("", *LOOPBACK) and "sslmode" not in options:
        raise BadInput(
            f"CATCHMENT_DATABASE leads to {host} without saying how it is encrypted on the way: "
            "add ?sslmode=verify-full."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
