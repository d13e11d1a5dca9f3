"""The steps from a warehouse to a published release, as the commands and the demo run them."""

import os
import sys
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import NoReturn

import click

from catchment.cli.common import Progress
from catchment.network.errors import PromiseFailed


def build(
    network_dir: Path,
    as_of: date | None,
    say: Progress,
    started_by: str | None = None,
    redraw: str | None = None,
    engine: str = "duckdb",
    fresh: bool = False,
) -> str:
    """Take in what the portal wrote, then build a candidate; its id. `redraw`: a school year.

    `engine` is a name of `catchment.engines.choose`. `fresh`: earlier measures are not used.
    """
    from catchment.cli.portal_state import sync_consents
    from catchment.release.build import candidate
    from catchment.sources import portal

    taken = portal.take_in(network_dir)
    for name, why in taken.refused:
        click.echo(f"inbox/refused/{name}: {why}", err=True)
    if taken.reports:
        sync_consents(network_dir)
    return candidate.build(network_dir, as_of, started_by, say, redraw, engine, fresh)


def attack(network_dir: Path, release_id: str, say: Progress) -> None:
    """Attack a candidate and keep the audit beside it, and the certificate where it stood.

    PromiseFailed, with the reasons, if it fell.
    """
    from catchment.attack.run import certify
    from catchment.release import layout
    from catchment.release.build.ledger import write_durably
    from catchment.release.build.publish import existing

    releases = network_dir / "releases"
    folder = existing(releases, release_id)
    say("attacking the candidate")
    audit, certificate = certify(folder, _earlier(releases, release_id), releases / layout.LEDGER)
    if certificate is not None:
        write_durably(folder / layout.CERTIFICATE, certificate)
    # the audit names the certificate, so it comes last
    write_durably(folder / layout.AUDIT, audit.as_json())
    for veto in audit.vetoes[:20]:
        click.echo(f"{veto.check}: {veto.cell}: {veto.why}", err=True)
    if not audit.passed:
        raise PromiseFailed(
            f"{release_id} did not withstand the attack: {len(audit.vetoes)} cells give something away"
        )


def _earlier(releases: Path, release_id: str) -> list[Path]:
    """Every release published before this one, oldest first. PromiseFailed if one was altered."""
    from catchment.release.build import manifest
    from catchment.release.build.ledger import Ledger
    from catchment.release.build.publish import existing

    published = [entry.release for entry in Ledger(releases).entries() if entry.kind == "published"]
    earlier = [existing(releases, name) for name in takewhile(lambda name: name != release_id, published)]
    for one in earlier:
        manifest.verify(one)
    return earlier


def verify(network_dir: Path, release_id: str) -> list[str]:
    """What the stand-alone checker says of a release's certificate. PromiseFailed if it does not hold."""
    from catchment import checker
    from catchment.release.build.publish import existing

    releases = network_dir / "releases"
    existing(releases, release_id)
    try:
        return list(checker.check(releases, release_id))
    except checker.Refused as error:
        raise PromiseFailed(f"the certificate of {release_id} does not hold: {error}") from error


def publish(network_dir: Path, release_id: str, approved_by: str | None, today: date) -> None:
    from catchment.release.build import publish as publishing

    publishing.publish(network_dir, release_id, approved_by, today)


def serve(network_dir: Path, host: str, port: int) -> NoReturn:
    """Become the portal's process, which is told the releases, the inbox and its database.

    A process of its own: neither its command line nor its memory has ever held a path to the warehouse.
    """
    from catchment.cli.portal_state import is_demo, open_portal

    open_portal(network_dir)
    if not is_demo(network_dir):
        click.echo(f"serving at {host}:{port}, for a proxy that speaks TLS: plain http is sent to https")
    sys.stdout.flush()
    os.execv(  # noqa: S606 - no shell is what is wanted
        sys.executable, [sys.executable, "-m", "catchment.portal", host, str(port)]
    )
