"""`catchment demo`: a network on real schools, from nothing to a served release."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from catchment import __version__
from catchment.cli import portal_state, steps
from catchment.cli.common import Progress, example, progress, today
from catchment.cli.starter import make_network
from catchment.network.errors import BadInput
from catchment.release.build.ledger import write_durably

MARK = "demo.json"
"""Says what the demo was made with. A folder without it is never touched."""
FORMAT = 3
"""Changes when pages need what an older demo's release or people do not have: then it is made anew."""
TEACHERS = 1500
NATIONAL_TEACHERS = 20_000
REVIEWER = "Demo reviewer"

Wish = dict[str, Any]


@click.command(epilog=example("catchment demo --state MI --teachers 300 --port 8000"))
@click.option(
    "--state", "states", multiple=True, metavar="XX", help="Only this state (CA, FL, MI); repeatable."
)
@click.option("--teachers", type=click.IntRange(30, 200_000), help="How many were trained. Default: 1500.")
@click.option("--national", is_flag=True, help="All states and 60 partners or more; enrolment is invented.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-network"),
    show_default=True,
    metavar="DIR",
)
@click.option("--no-serve", is_flag=True, help="Stop when the release is published.")
def demo(
    states: tuple[str, ...], teachers: int | None, national: bool, port: int, folder: Path, no_serve: bool
) -> None:
    """Make a demo network on real NCES schools, publish its release and serve it on this machine."""
    wish = _wish(states, teachers, national)
    if _made(folder) != wish:
        with progress() as say:
            _make(folder, wish, say)
    _greet(folder, port, serving=not no_serve)
    if not no_serve:
        steps.serve(folder, "127.0.0.1", port)


def _wish(states: tuple[str, ...], teachers: int | None, national: bool) -> Wish:
    return {
        "version": __version__,
        "format": FORMAT,
        "states": sorted({state.upper() for state in states}),
        "teachers": teachers or (NATIONAL_TEACHERS if national else TEACHERS),
        "national": national,
    }


def _made(folder: Path) -> Wish | None:
    """What the folder's finished demo was made with; None where there is none."""
    mark = folder / MARK
    if mark.is_file():
        return json.loads(mark.read_text("utf-8"))["made_with"]
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(f"{folder} is not empty and is no demo: give another folder with --dir")
    return None


def _make(folder: Path, wish: Wish, say: Progress) -> None:
    if (folder / MARK).exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    # marked before anything else is in it, so that a demo that was interrupted can be made anew
    write_durably(folder / MARK, json.dumps({"made_with": None, "people": []}))
    make_network(folder)
    people = _fill(folder, wish, say)
    write_durably(folder / MARK, json.dumps({"made_with": wish, "people": people}, indent=1))


def _fill(folder: Path, wish: Wish, say: Progress) -> list[dict[str, Any]]:
    """Everything through the ordinary doors: real schools, invented network, build, attack, publish."""
    from catchment import demo as room
    from catchment.demo import nces_files, plain
    from catchment.sources import nces, package
    from catchment.warehouse.store import Warehouse

    files = nces_files.national_files() if wish["national"] else nces_files.default_files()
    nces.import_nces(files, folder, nces_files.SCHOOL_YEAR, say)
    states = {"states": wish["states"]} if wish["states"] else {}
    made = room.generate(
        folder / "package",
        Warehouse(folder),
        teachers=wish["teachers"],
        national=wish["national"],
        progress=say,
        **states,
    )
    # a demo's clock stands still at its as-of date, so that is the day on which its data came
    package.import_package([folder / "package"], folder, say, landed_on=made.as_of)
    # the package is a copy of what is in the warehouse now
    shutil.rmtree(folder / "package")
    release_id = steps.build(folder, made.as_of, say)
    steps.attack(folder, release_id, say)
    steps.publish(folder, release_id, REVIEWER, today())
    say("writing plain tables to break")
    plain.write(folder, made.as_of)
    portal_state.sync_consents(folder)
    people = [asdict(person) for person in made.people]
    portal_state.create_people(folder, people, made.as_of)
    return people


def _greet(folder: Path, port: int, *, serving: bool) -> None:
    people = json.loads((folder / MARK).read_text("utf-8"))["people"]
    click.echo(
        f"\nThe demo network is in {folder}. Its schools are real, its people and figures are invented."
    )
    if not serving:
        click.echo(f"Serve it with: catchment serve --network {folder} --port {port}")
        return
    click.echo(f"\nOpen http://127.0.0.1:{port}/demo/ and sign in with one click as")
    first, *others = [f"  {person['name']}: {person['blurb']}" for person in people]
    click.echo(first)
    click.echo("or try to find students, in plain tables and in Catchment's:")
    click.echo(f"  http://127.0.0.1:{port}/demo/find/")
    click.echo("or sign in as")
    for line in others:
        click.echo(line)
    click.echo("\nIt is served on this machine only. Stop it with Ctrl-C.")


COMMANDS = (demo,)
