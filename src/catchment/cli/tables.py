"""The attack on other people's tables: what do a folder of spreadsheets and a description give away?"""

from pathlib import Path

import click

from catchment.network.errors import BadInput, PromiseFailed


def attack_tables(tables: Path, hierarchy: Path, out: Path | None) -> None:
    """Write the report of every hidden cell to `out` or standard output, and a summary beside it.

    PromiseFailed if a hidden number can be worked out, BadInput if the tables cannot be used.
    """
    from catchment.attack.tables import report

    found = report.attack(tables, hierarchy)
    try:
        with out.open("w", encoding="utf-8", newline="") if out else click.open_file("-", "w") as stream:
            found.write(stream)
    except OSError as error:
        raise BadInput(f"cannot write to {out}: {error.strerror}") from error
    for line in found.summary():
        # standard output may be the report itself
        click.echo(line, err=out is None)
    if found.recovered:
        count, first = len(found.recovered), found.recovered[0].deduction
        raise PromiseFailed(
            f"{count} of {len(found.lines)} hidden numbers can be worked out, the first: {first}"
        )
