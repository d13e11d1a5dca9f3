"""The command line: the only place that knows every room.

Promise: every expected failure is one clear sentence and an exit code (1 a promise failed, 2 the input is
wrong), never a traceback.
"""

import sys
from typing import Any

import click

from catchment import __version__
from catchment.cli import audit, data, demo, releases, site
from catchment.network.errors import CatchmentError


class Commands(click.Group):
    """Turns an expected failure into its one sentence and its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CatchmentError as error:
            click.echo(f"catchment: {error}", err=True)
            sys.exit(error.exit_code)
        except OSError as error:
            # a file that is gone, unreadable or in the way: what the system says of it is a sentence
            click.echo(f"catchment: {error}", err=True)
            sys.exit(2)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Dashboards for the partners of a teacher-training network, that cannot leak.

    \b
    Exit codes: 0 done, 1 a promise failed, 2 the input is wrong.
    """


for room in (demo, data, releases, site, audit):
    for command in room.COMMANDS:
        main.add_command(command)
