"""What the commands share: options, progress, and where a network keeps its things."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
from rich.console import Console

Progress = Callable[[str], None]

network_option = click.option(
    "--network",
    "network_dir",
    required=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="The network's folder.",
)
paths_argument = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
json_option = click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")


def example(text: str) -> str:
    """The epilog that shows a command as one would type it."""
    return f"\b\nExample:\n  {text}"


@contextmanager
def progress() -> Iterator[Progress]:
    """The current step: a spinner on a terminal, plain lines elsewhere; both on standard error."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda text: click.echo(text, err=True)
        return
    with console.status("starting") as status:
        yield status.update


def today() -> date:
    """The local day of the person at the keyboard."""
    return date.today()  # noqa: DTZ011 - a local day is what is meant
