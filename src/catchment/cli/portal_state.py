"""The portal's database as the command line reaches it, and what an import must tell it at once."""

import os
import secrets
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catchment.network import settings
from catchment.network.errors import BadInput

if TYPE_CHECKING:
    from catchment.release.reader import Reader

KEY_FILE = "portal.key"
AGREEMENT_FILE = "agreement.txt"
"""The network's own confidentiality agreement; without it people are asked to accept the package's."""
Consent = tuple[str, str, date, date | None]
"""person_id, partner_id, granted on, withdrawn on"""


def database(network_dir: Path) -> str:
    """The operational database: CATCHMENT_DATABASE, else a file in the network's folder."""
    from catchment.portal import variables

    if variables.is_set(os.environ, "CATCHMENT_DATABASE"):
        return variables.value(os.environ, "CATCHMENT_DATABASE")
    return str(network_dir.resolve() / "portal.sqlite3")


def use_secret(network_dir: Path) -> None:
    """CATCHMENT_SECRET_KEY for this process: as set, else the network's own, for its owner's eyes only."""
    from catchment.portal import variables

    if not variables.is_set(os.environ, "CATCHMENT_SECRET_KEY"):
        os.environ["CATCHMENT_SECRET_KEY"] = _own_secret(network_dir / KEY_FILE)


def _own_secret(file: Path) -> str:
    """The network's key, made at its first use.

    Whole or not there at all, however it ends. Of several processes that make one, all take the first.
    """
    if not file.exists():
        # Readable by its owner alone from the beginning.
        with tempfile.NamedTemporaryFile("w", dir=file.parent, prefix=f".{KEY_FILE}-") as made:
            made.write(secrets.token_urlsafe(48))
            made.flush()
            os.fsync(made.fileno())
            with suppress(FileExistsError):
                os.link(made.name, file)
    secret = file.read_text("utf-8").strip()
    if not secret:
        raise BadInput(f"{file} is empty: remove it, and a new key is made. Everybody signs in again then.")
    return secret


def is_demo(network_dir: Path) -> bool:
    file = network_dir / "network.toml"
    return file.is_file() and settings.load(file).demo


def open_portal(network_dir: Path) -> None:
    """Make this process able to use the portal's database, and bring that up to date."""
    from catchment.portal import server

    configure(network_dir)
    server.migrate(database(network_dir))


def has_record(network_dir: Path) -> bool:
    """Whether the site has a record of who saw what. Makes this process able to read it, and mends nothing.

    A database that is not there is not made, and one that is there is not brought up to date. BadInput if it
    cannot be opened.
    """
    import django

    configure(network_dir)
    django.setup()
    from django.db import DatabaseError, connection

    from catchment.portal.audit import triggers

    where = database(network_dir)
    if "://" not in where and not Path(where).exists():
        return False
    try:
        return triggers.EVENTS in connection.introspection.table_names()
    except DatabaseError as error:
        raise BadInput(f"the site's database cannot be opened: {error}") from error


def configure(network_dir: Path) -> None:
    """Tell this process all that the portal is told; nothing is opened yet. BadInput says what to set."""
    from catchment.portal import environment, server
    from catchment.portal.tryout import plain

    use_secret(network_dir)
    here = network_dir.resolve()
    os.environ[environment.TRY_TABLES] = str(here / plain.FILE)
    if (here / AGREEMENT_FILE).is_file():
        os.environ.setdefault(environment.AGREEMENT, str(here / AGREEMENT_FILE))
    if (here / "network.toml").is_file():
        os.environ.setdefault("CATCHMENT_NAME", settings.load(here / "network.toml").name)
    server.configure(here / "releases", database(network_dir), here / "inbox", demo=is_demo(network_dir))


def sync_consents(network_dir: Path) -> None:
    """Tell the portal who shares with whom: a withdrawal must act at once, not with the next release."""
    from catchment.warehouse.store import Warehouse

    warehouse = Warehouse(network_dir)
    if not warehouse.has("consents"):
        return
    open_portal(network_dir)
    from catchment.portal import consents

    consents.load(_imported(warehouse.files("consents")))


def sharing(network_dir: Path, reader: "Reader") -> Callable[[str], Collection[str]]:
    """Partner id -> who shares with that partner today; a demo's clock stands still at its release."""
    open_portal(network_dir)
    from catchment.portal import clock, consents

    on = clock.today(reader)
    return lambda partner_id: consents.people(partner_id, on)


def create_people(network_dir: Path, people: Iterable[Mapping[str, Any]], since: date) -> None:
    """Put a demo's people into its portal; `people` as `demo.DemoPerson`."""
    open_portal(network_dir)
    from catchment.portal import seed

    seed.create_people([seed.DemoPerson(**person) for person in people], since)


def add_person(
    network_dir: Path,
    *,
    email: str,
    name: str,
    password: str,
    partner_id: str,
    role: str,
    manages: Collection[str] = (),
) -> None:
    """Open an account in the portal, to be used at once.

    BadInput where no such partner is published, or as the portal says.
    """
    _check_partners(network_dir, {*manages, partner_id} - {""})
    open_portal(network_dir)
    from catchment.portal import clock
    from catchment.portal.accounts import usecases

    # The portal's day, which may be another than that of the person at the keyboard.
    since = clock.day_of_accounts()
    person = usecases.open_account(
        email=email, name=name, password=password, partner_id=partner_id, role=role, since=since, by=None
    )
    for each in sorted(manages):
        usecases.look_after(person=person, partner_id=each, by=None)


def change_account(network_dir: Path, *, email: str, role: str | None) -> None:
    """Give somebody another role in the program (`none` is none), or close their account where role is None.

    BadInput where nobody has the address, and for the last administrator.
    """
    open_portal(network_dir)
    from catchment.portal.accounts.models import User
    from catchment.portal.team import staffing

    person = User.objects.filter(email=email.lower()).first()
    if person is None:
        raise BadInput(f"nobody has an account as {email}")
    if role is None:
        staffing.close(by=None, number=person.pk)
    else:
        staffing.change_role(by=None, number=person.pk, role="" if role == "none" else role)


def _check_partners(network_dir: Path, wanted: Collection[str]) -> None:
    """BadInput unless all are in the published release."""
    from catchment.release.reader import NoRelease, Releases

    if not wanted:
        return
    try:
        partners = Releases(network_dir / "releases").public().query("SELECT partner_id FROM partners")
    except NoRelease as error:
        raise BadInput(f"{network_dir}: {error}; publish one before people sign in") from error
    for missing in sorted(set(wanted) - {row["partner_id"] for row in partners}):
        raise BadInput(f"there is no partner {missing} in the published release")


def _imported(files: Sequence[Path]) -> list[Consent]:
    import pyarrow.parquet as pq

    columns = ["person_id", "partner_id", "granted_on", "withdrawn_on"]
    tables = [pq.read_table(file, columns=columns) for file in files]
    return [tuple(row.values()) for table in tables for row in table.to_pylist()]
