"""What the commands share: options, progress, and where a network keeps its things."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

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
    """A bar for the step at work, with its time, on a terminal; plain lines elsewhere. On standard error."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda text: click.echo(text, err=True)
        return
    with Bars("{task.description}", BarColumn(24), TimeElapsedColumn(), console=console) as bars:
        yield _stepper(bars)


def _stepper(bars: Bars) -> Progress:
    """Each step gets a line of its own: a bar that moves while it lasts and is full when the next begins."""

    def say(text: str) -> None:
        for step in bars.task_ids:
            bars.update(step, total=1, completed=1)
        # no step knows how long it will take, so its bar moves without a measure
        bars.add_task(text, total=None)

    return say


def today() -> date:
    """The local day of the person at the keyboard."""
    return date.today()  # noqa: DTZ011 - a local day is what is meant
