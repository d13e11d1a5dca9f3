"""Commands on the site's record of who did and saw what."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from catchment.cli import portal_state
from catchment.cli.common import example, network_option
from catchment.network import policy
from catchment.network.errors import BadInput, PromiseFailed

if TYPE_CHECKING:
    from catchment.portal.audit.models import AuditEvent
    from catchment.portal.audit.verifying import Verified

heads_option = click.option(
    "--heads",
    "heads_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where the ends of the chain are noted; audit-heads.txt in the network's folder unless given.",
)
lines_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")


@click.group()
def audit() -> None:
    """Verify and search the site's record of who did and saw what."""


@audit.command(epilog=example("catchment audit verify --network my-network"))
@network_option
@heads_option
def verify(network_dir: Path, heads_file: Path | None) -> None:
    """Read the whole record and say whether anybody changed it.

    Each event is held against its hash, and the chain against the ends noted at earlier verifications, which
    must stay as long as policy.toml says; then its end is noted. Keep a copy of that file where nobody of the
    site can write. Exit code 1 if something was changed.
    """
    found = _verified(network_dir, heads_file)
    if found.head is None:
        click.echo("the record is empty")
        return
    click.echo(f"{found.events} events, none changed; the last is {found.head.number} {found.head.hash}")


@audit.command(epilog=example("catchment audit search --network my-network --partner p1 --kind files"))
@network_option
@click.option("--person", metavar="EMAIL", default="", help="Who did it, or whom it concerns.")
@click.option("--partner", "partner_id", metavar="ID", default="", help="At which partner.")
@click.option("--teacher", metavar="ID", default="", help="Whose row was shown or concerned.")
@click.option("--release", metavar="ID", default="", help="Of which release.")
@click.option("--kind", default="", help="What: sign-in, teachers, files, letters, people and others.")
@click.option("--since", metavar="DAY", default="", help="From this day, as in 2026-03-14.")
@click.option("--until", metavar="DAY", default="", help="Through this day.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="The newest so many.")
@lines_option
def search(network_dir: Path, limit: int, as_json: bool, **asked: str) -> None:
    """Who did and saw what, the newest first. The search itself is written down, too."""
    portal_state.open_portal(network_dir)
    from catchment.portal.audit import record, searching

    wanted = _wanted(asked)
    record(by=None, action="audit.search", detail={**wanted.said(), "at": "command line"})
    for event in searching.find(wanted).prefetch_related("teachers")[:limit]:
        click.echo(_as_json(event) if as_json else _said(event))


@audit.command(epilog=example("catchment audit exposure 2026-03-14-5dde6050 --network my-network"))
@click.argument("release")
@network_option
@lines_option
def exposure(release: str, network_dir: Path, as_json: bool) -> None:
    """Who has seen what of a release: the people to tell when something in it turns out to be wrong."""
    portal_state.open_portal(network_dir)
    from catchment.portal.audit import exposure as report
    from catchment.portal.audit import record

    record(by=None, action="audit.exposure", release=release, detail={"at": "command line"})
    found = report.of(release)
    for each in found.seen:
        click.echo(json.dumps(each.__dict__, default=str) if as_json else _line(each.__dict__))
    click.echo(f"{found.people} people, {found.teachers} teachers, {found.files} files", err=True)


@audit.command(epilog=example("catchment audit forget --network my-network"))
@network_option
@heads_option
def forget(network_dir: Path, heads_file: Path | None) -> None:
    """Remove the events that are older than policy.toml lets the record keep them.

    The record is verified first: what somebody changed is not made to vanish. What remains says what went.
    """
    _verified(network_dir, heads_file)
    keep_days = _keep_days(network_dir)
    from catchment.portal.audit import forgetting

    forgotten = forgetting.forget(keep_days)
    click.echo(f"{forgotten.events} events older than {keep_days} days removed")


def _verified(network_dir: Path, heads_file: Path | None) -> "Verified":
    """What a verification found, its end noted. PromiseFailed if something was changed."""
    if not portal_state.has_record(network_dir):
        raise BadInput(f"the site of {network_dir} has no record yet: it begins when the site first starts")
    from catchment.portal.audit import heads, verifying

    file = heads_file or network_dir / heads.FILE
    noted = heads.read(file)
    found = verifying.verify(noted, _keep_days(network_dir))
    for fault in found.faults:
        click.echo(fault)
    if found.faults:
        raise PromiseFailed(f"the record is not as it was written: {len(found.faults)} faults")
    if found.head and found.head not in noted:
        heads.note(file, found.head)
    return found


def _keep_days(network_dir: Path) -> int:
    return policy.load(network_dir / "policy.toml").audit_keep_days


def _wanted(asked: dict[str, str]) -> Any:
    from catchment.portal.accounts.models import User
    from catchment.portal.audit import searching

    email = asked.pop("person")
    person = User.objects.filter(email=email.lower()).first()
    if email and person is None:
        raise BadInput(f"nobody has an account as {email}")
    wanted = searching.read(
        {**asked, "partner": asked["partner_id"], "person": str(person.pk) if person else ""}
    )
    for name in ("kind", "since", "until"):
        if asked[name] and not getattr(wanted, name):
            raise BadInput(f"--{name} {asked[name]} is none; {_choices(name)}")
    return wanted


def _choices(name: str) -> str:
    from catchment.portal.audit import words

    return f"there are {', '.join(words.KINDS)}" if name == "kind" else "write it as in 2026-03-14"


def _said(event: "AuditEvent") -> str:
    """One event in a line."""
    from django.utils import timezone

    from catchment.portal.audit import words

    who = event.actor.email if event.actor else "no account"
    parts = {
        "": str(words.object(event.object)),
        "about": event.about.email if event.about else "",
        "at": event.partner_id,
        "of release": event.release,
        "teachers": " ".join(event.people),
    }
    said = "; ".join(f"{name} {part}".strip() for name, part in parts.items() if part)
    at = timezone.localtime(event.at)
    return f"{at:%Y-%m-%d %H:%M:%S} {who}: {words.action(event.action)}{f' ({said})' if said else ''}"


def _as_json(event: "AuditEvent") -> str:
    """All that the chain holds of an event, and its hash."""
    return json.dumps({**event.link().__dict__, "hash": event.hash}, default=str)


def _line(seen: dict[str, Any]) -> str:
    partner = seen["partner_id"] or "the program"
    return (
        f"{seen['email']} at {partner}: looked {seen['views']} times at {seen['teachers']} teachers, "
        f"took {seen['files']} files, {seen['first']:%Y-%m-%d} to {seen['last']:%Y-%m-%d}"
    )


COMMANDS = (audit,)
