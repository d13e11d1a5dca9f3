"""Commands that bring data in: init, check, import."""

import sys
from pathlib import Path

import click

from catchment.cli import portal_state
from catchment.cli.common import example, json_option, network_option, paths_argument, progress
from catchment.sources.findings import Report


@click.command(epilog=example("catchment init my-network --sample"))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help="Also write a tiny valid package to copy: DIR/sample-package.")
def init(folder: Path, sample: bool) -> None:
    """Make a network's folder, with its policy.toml. Its network.toml comes with the first package."""
    from catchment.cli.starter import make_network
    from catchment.sources.package.sample import write_sample

    make_network(folder)
    click.echo(f"made {folder}: read {folder / 'policy.toml'}, then import your package")
    if sample:
        write_sample(folder / "sample-package")
        click.echo(f"try: catchment import package {folder / 'sample-package'} --network {folder}")


@click.command(epilog=example("catchment check export/ --network my-network"))
@paths_argument
@click.option(
    "--network",
    "network_dir",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="Check references against this network's warehouse too.",
)
@json_option
def check(paths: tuple[Path, ...], network_dir: Path | None, as_json: bool) -> None:
    """A dry run of an import: what is wrong, and which pages these files would light up.

    Exit code 2 if a row would go to quarantine.
    """
    from catchment.sources import package

    with progress() as say:
        report = package.check(list(paths), network_dir, say)
    _print(report, as_json)
    if report.quarantined:
        sys.exit(2)


@click.group("import")
def import_() -> None:
    """Bring files into a network: bad rows go to quarantine, a batch lands whole or not at all."""


@import_.command("package", epilog=example("catchment import package export/ --network DIR"))
@paths_argument
@network_option
@json_option
def import_package(paths: tuple[Path, ...], network_dir: Path, as_json: bool) -> None:
    """Import a program's source tables (CSV, CSV.gz or Parquet, in the contract's shape)."""
    from catchment.sources import package

    with progress() as say:
        report = package.import_package(list(paths), network_dir, say)
    _print(report, as_json)
    portal_state.sync_consents(network_dir)


@import_.command("nces", epilog=example("catchment import nces ccd/ --school-year 2023-24 --network DIR"))
@paths_argument
@network_option
@click.option("--school-year", metavar="YYYY-YY", help="The year of files that do not say it themselves.")
@json_option
def import_nces(paths: tuple[Path, ...], network_dir: Path, school_year: str | None, as_json: bool) -> None:
    """Import schools, districts and enrolment from NCES files (EDGE, CCD, school and district search)."""
    from catchment.sources import nces

    with progress() as say:
        report = nces.import_nces(list(paths), network_dir, school_year, say)
    _print(report, as_json)


def _print(report: Report, as_json: bool) -> None:
    click.echo(report.as_json() if as_json else report.as_text())


COMMANDS = (init, check, import_)
