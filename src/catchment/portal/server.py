"""Starts the portal's process: it is told the releases, its database and the inbox, and nothing more."""

import ipaddress
import os
import secrets
from pathlib import Path

from catchment.network.errors import BadInput
from catchment.portal import environment, variables

SETTINGS = "catchment.portal.settings"
NEVER_INHERITED = ("CATCHMENT_NETWORK",)
THREADS = 2 * (os.cpu_count() or 1)
SLOWEST_HEADERS = 10_000
"""Milliseconds after which a request that has not begun properly is given up."""
LONGEST_HEADERS = 64 * 1024
ASSETS = Path(__file__).parent / "static" / "dist" / "assets.json"


def configure(releases: Path, database: str, inbox: Path, *, demo: bool) -> None:
    """Set the environment that the settings read, and forget any path beyond it."""
    for name in NEVER_INHERITED:
        os.environ.pop(name, None)
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    os.environ["CATCHMENT_RELEASES"] = str(releases)
    _set_database(database)
    os.environ["CATCHMENT_INBOX"] = str(inbox)
    os.environ["CATCHMENT_DEMO"] = "1" if demo else "0"
    if demo and not variables.is_set(os.environ, "CATCHMENT_SECRET_KEY"):
        os.environ["CATCHMENT_SECRET_KEY"] = secrets.token_urlsafe(48)
    if not demo:
        os.environ.pop(environment.TRY_TABLES, None)
    environment.read()


def _set_database(database: str) -> None:
    """By its address; a file that held the address has been read by now."""
    os.environ["CATCHMENT_DATABASE"] = database
    os.environ.pop("CATCHMENT_DATABASE" + variables.IN_A_FILE, None)


def migrate(database: str) -> None:
    """Create or upgrade the tables of `database`. The environment must be configured.

    A new SQLite file is for its owner's eyes only: it holds sessions and the audit.
    """
    import django
    from django.core.management import call_command

    _set_database(database)
    if "://" not in database:
        # SQLite gives the files beside it the same mode.
        os.close(os.open(database, os.O_WRONLY | os.O_CREAT, 0o600))
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def serve(releases: Path, database: str, inbox: Path, host: str, port: int, demo: bool) -> None:
    """Serve until stopped. BadInput if a demo were reachable from elsewhere, or something is missing."""
    if demo and not is_loopback(host):
        raise BadInput(
            f"A demo is only served on this machine: --host {host} is not a loopback address. "
            "Its one-click sign-in would let anybody in."
        )
    if not ASSETS.is_file():
        raise BadInput("The portal's styles are not built yet: run `make setup` once.")
    configure(releases, database, inbox, demo=demo)
    check_folders(releases, inbox)
    _check_tables()
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "catchment.portal.wsgi:application",
        address="127.0.0.1" if host == "localhost" else host,
        port=port,
        interface=Interfaces.WSGI,
        workers=environment.read().processes,
        blocking_threads=THREADS,
        http1_settings=HTTP1Settings(header_read_timeout=SLOWEST_HEADERS, max_buffer_size=LONGEST_HEADERS),
        log_level=LogLevels.warning,
    ).serve()


def check_folders(releases: Path, inbox: Path) -> None:
    """BadInput where releases cannot be read, or what people send back could not be kept."""
    if not (releases.is_dir() and os.access(releases, os.R_OK | os.X_OK)):
        means = variables.VARIABLES["CATCHMENT_RELEASES"].means
        raise BadInput(f"Set CATCHMENT_RELEASES to {means}: {releases} is no folder that can be read.")
    kept = inbox if inbox.exists() else inbox.parent
    if not (kept.is_dir() and os.access(kept, os.W_OK | os.X_OK)):
        means = variables.VARIABLES["CATCHMENT_INBOX"].means
        raise BadInput(f"Set CATCHMENT_INBOX to {means}: {inbox} is no folder that can be written to.")


def _check_tables() -> None:
    """BadInput if the database waits for a migration: pages would fail one by one instead."""
    import django
    from django.db import connection, connections
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    # the processes that serve are copies of this one, and must not share its connection
    connections.close_all()
    if waiting:
        raise BadInput(
            "The database is not up to date with this version: run `python -m catchment.portal migrate`."
        )


def is_loopback(host: str) -> bool:
    """Whether a host name or address reaches this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
