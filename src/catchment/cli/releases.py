"""Commands about releases: build, attack, verify, publish, withdraw, export."""

from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from catchment.cli import portal_state, steps
from catchment.cli.common import example, network_option, progress, today
from catchment.cli.tables import attack_tables
from catchment.network.errors import BadInput, PromiseFailed

if TYPE_CHECKING:
    from catchment.release.reader import Reader

release_argument = click.argument("release_id", metavar="ID")


@click.command(epilog=example("catchment build --network my-network --as-of 2026-03-15"))
@network_option
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Nothing later exists. Default: latest activity.",
)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="Where the measures are computed; the release is the same.",
)
@click.option("--fresh", is_flag=True, help="Measure every school year anew, also those that did not change.")
@click.option("--started-by", metavar="NAME", help="Who may not approve it later. Default: this user.")
@click.option(
    "--redraw",
    metavar="YEAR",
    help="Draw the estimates of a school year again, like 2025-26: spends its privacy budget once more.",
)
def build(
    network_dir: Path,
    as_of: datetime | None,
    engine: str,
    fresh: bool,
    started_by: str | None,
    redraw: str | None,
) -> None:
    """Build a candidate release from the warehouse; its id is the last line printed."""
    with progress() as say:
        release_id = steps.build(
            network_dir, as_of.date() if as_of else None, say, started_by, redraw, engine, fresh
        )
    click.echo(release_id)


@click.command(epilog=example("catchment attack 2026-03-15-1a2b3c4d --network my-network"))
@click.argument("release_id", metavar="[ID]", required=False)
@click.option(
    "--network",
    "network_dir",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="The network's folder.",
)
@click.option(
    "--tables",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="A folder of any additive tables (CSV, XLSX) instead of a release.",
)
@click.option(
    "--hierarchy",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="What adds up to what in those tables (TOML).",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write what the tables give away, as CSV; default: standard output.",
)
def attack(
    release_id: str | None,
    network_dir: Path | None,
    tables: Path | None,
    hierarchy: Path | None,
    out: Path | None,
) -> None:
    """Try to find people in a candidate, all earlier releases in hand, or in any other tables.

    Exit code 1 if that succeeds.
    """
    if (release_id is None) == (tables is None):
        raise BadInput("give either the ID of a release or --tables DIR")
    if tables is not None:
        if hierarchy is None or network_dir is not None:
            raise BadInput("--tables DIR goes with --hierarchy FILE and without --network")
        attack_tables(tables, hierarchy, out)
        return
    if release_id is None or network_dir is None or hierarchy is not None or out is not None:
        raise BadInput("a release is attacked with --network DIR, without --hierarchy or --out")
    with progress() as say:
        steps.attack(network_dir, release_id, say)
    click.echo(f"{release_id} withstood the attack")


@click.command(epilog=example("catchment verify 2026-03-15-1a2b3c4d --network my-network"))
@release_argument
@network_option
def verify(release_id: str, network_dir: Path) -> None:
    """Check a release's certificate: two worlds for each withheld value that make the same published row."""
    for line in steps.verify(network_dir, release_id):
        click.echo(line)


@click.command(
    epilog=example("catchment publish 2026-03-15-1a2b3c4d --network my-network --approved-by 'A. Name'")
)
@release_argument
@network_option
@click.option("--approved-by", metavar="NAME", help="Who approves it: not the person who started the build.")
def publish(release_id: str, network_dir: Path, approved_by: str | None) -> None:
    """Put an attacked candidate up, in one step."""
    steps.publish(network_dir, release_id, approved_by, today())
    click.echo(f"{release_id} is published")


@click.command(
    epilog=example("catchment withdraw 2026-03-15-1a2b3c4d --network my-network --reason 'wrong file'")
)
@release_argument
@network_option
@click.option("--reason", required=True, metavar="TEXT", help="Kept in the ledger.")
def withdraw(release_id: str, network_dir: Path, reason: str) -> None:
    """Take the published release down; the one before it is up again. It stays in the ledger."""
    from catchment.release.build import publish as publishing

    up = publishing.withdraw(network_dir, release_id, reason, today())
    click.echo(f"{release_id} is withdrawn; " + (f"{up} is up" if up else "nothing is up"))


@click.command(epilog=example("catchment export schools --network my-network --out schools.csv"))
@click.argument("table")
@network_option
@click.option("--release", "release_id", metavar="ID", help="Default: the published one.")
@click.option("--partner", "partner_id", metavar="ID", help="Read the shelf of this partner.")
@click.option("--staff", is_flag=True, help="Read the network's whole view.")
@click.option(
    "--format", "kind", type=click.Choice(["csv", "xlsx", "parquet"]), default="csv", show_default=True
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="A file; default: standard output."
)
def export(
    table: str,
    network_dir: Path,
    release_id: str | None,
    partner_id: str | None,
    staff: bool,
    kind: str,
    out: Path | None,
) -> None:
    """Write a released table. Without --partner or --staff: public and all anonymous tables."""
    from catchment.reports import exports, teachers

    reader = _reader(network_dir, release_id, partner_id, staff)
    if table not in reader.tables:
        where = (
            "" if partner_id or staff else "; tables of teachers and of staff need --partner ID or --staff"
        )
        raise BadInput(f"there is no table {table} in this view, which has {', '.join(reader.tables)}{where}")
    if table in teachers.TABLES:
        # a withdrawal acts on exports at once, not with the next release
        rows = teachers.read_shared(reader, table, portal_state.sharing(network_dir, reader))
    else:
        rows = reader.arrow(table)
    with _opened(out) as stream:
        exports.write_table(reader, table, rows, kind, stream)


def _opened(out: Path | None) -> IO[bytes]:
    try:
        return out.open("wb") if out else click.open_file("-", "wb")
    except OSError as error:
        raise BadInput(f"cannot write to {out}: {error.strerror}") from error


def _reader(network_dir: Path, release_id: str | None, partner_id: str | None, staff: bool) -> "Reader":
    from catchment.release.reader import DamagedRelease, NoRelease, Releases

    if partner_id and staff:
        raise BadInput("give either --partner or --staff, not both")
    releases = Releases(network_dir / "releases")
    try:
        if partner_id:
            return releases.partner(partner_id, release_id)
        return releases.staff(release_id) if staff else releases.anonymous(release_id)
    except NoRelease as error:
        raise BadInput(f"{network_dir}: {error}") from error
    except DamagedRelease as error:
        raise PromiseFailed(f"{network_dir}: {error}; run catchment doctor") from error


COMMANDS = (build, attack, verify, publish, withdraw, export)
