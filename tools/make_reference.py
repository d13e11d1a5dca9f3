"""Writes docs/reference from the code, so that it cannot say anything else.

python -m tools.make_reference
"""

import sys
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from pathlib import Path

import click

from catchment.cli import main as catchment
from catchment.network.contract import PERSONAL_TABLES, REQUIRED_TABLES, Field, Table, tables
from catchment.network.metrics import of_column
from catchment.portal.variables import IN_A_FILE, VARIABLES, Variable
from catchment.release.build.described import BY_ROW
from catchment.release.build.schemas import SCHEMAS
from tools.markdown import page, table
from tools.metric_page import metrics_page
from tools.roles_page import roles_page

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"


# Command line


def leaves(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with the words that call it."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name in command.list_commands(click.Context(command)):
        yield from leaves(command.commands[name], f"{path} {name}")


def option_rows(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record and record[1] and "--help" not in record[0]:
            yield f"`{record[0]}`", record[1]


def command_part(path: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    usage = " ".join(command.collect_usage_pieces(context))
    yield from (f"## {path}", "", "```", f"{path} {usage}", "```", "")
    yield from help_text(command.help or "")
    yield from examples(command.epilog or "")
    rows = list(option_rows(command, context))
    if rows:
        yield from table(("option", "meaning"), rows)


def help_text(text: str) -> Iterator[str]:
    for paragraph in cleandoc(text.replace("\b\n", "")).split("\n\n"):
        yield from (*paragraph.split("\n"), "")


def examples(epilog: str) -> Iterator[str]:
    """What an epilog shows below its word "Example:"."""
    lines = [line.strip() for line in epilog.partition("Example:")[2].splitlines() if line.strip()]
    if lines:
        yield from ("```sh", *lines, "```", "")


def commands_page() -> str:
    parts = [command_part(path, command) for path, command in leaves(catchment, "catchment")]
    codes = table(
        ("exit code", "meaning"),
        (
            ("0", "done"),
            ("1", "a promise does not hold: an attack succeeded, an approval is missing"),
            ("2", "bad input: one sentence names file, row, column and what was expected"),
        ),
    )
    return page("Commands", codes, *parts)


# Source tables


def limits(field: Field) -> str:
    said = [field.description]
    if field.enum:
        said.append("One of " + ", ".join(f"`{value}`" for value in field.enum) + ".")
    if field.pattern:
        said.append(f"Pattern `{field.pattern}`.")
    if field.minimum is not None:
        said.append(f"At least {field.minimum:g}.")
    if field.maximum is not None:
        said.append(f"At most {field.maximum:g}.")
    return " ".join(filter(None, said))


def table_part(source: Table) -> Iterator[str]:
    yield from (f"## {source.name}", "", source.description, "")
    if source.name in REQUIRED_TABLES:
        yield from ("Every network needs this table.", "")
    if source.name in PERSONAL_TABLES:
        yield from ("Holds names or addresses of people: it is kept in a folder of its own.", "")
    yield from ("Key: " + ", ".join(f"`{column}`" for column in source.primary_key) + ".", "")
    targets = {each.field: f"{each.target}.{each.target_field}" for each in source.references}
    rows = (
        (
            f"`{field.name}`",
            field.type,
            "yes" if field.required else "",
            " ".join(
                filter(None, [limits(field), f"In `{targets[field.name]}`." if field.name in targets else ""])
            ),
        )
        for field in source.fields
    )
    yield from table(("column", "type", "required", "meaning"), rows)


def contract_page() -> str:
    intro = (
        "What `catchment import package` takes in: CSV, compressed CSV or Parquet, one file or a folder of",
        "parts named after the table. Dates are ISO; booleans are `true` and `false`; blank is unknown.",
    )
    return page("Source tables", intro, *(table_part(source) for source in tables().values()))


# Released tables


def released_part(name: str, columns: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from (f"## {name}", "")
    rows = ((f"`{column}`", kind, _says(name, column)) for column, kind in columns)
    yield from table(("column", "type", "metric"), rows)


def _says(name: str, column: str) -> str:
    """The metrics of a column; a key or a label has none."""
    if BY_ROW.get(name) == column:
        return "that of the row's `metric_id`"
    return ", ".join(f"[{metric.id}](metrics.md#{metric.id})" for metric in of_column(name, column))


def released_page() -> str:
    intro = (
        "Every column that a release can hold; what is not here cannot be published. Blank is unknown or",
        "withheld. Counts of students are sums of shown groups; `groups_left_out` says how many are not in.",
        "A column without a metric is a key, a name or a public code; no other can be published.",
    )
    parts = (
        released_part(name, ((field.name, str(field.type)) for field in schema))
        for name, schema in SCHEMAS.items()
    )
    return page("Released tables", intro, *parts)


# Settings of the site


def settings_page() -> str:
    intro = (
        "All that the site's process is told by its environment. It does not start where one is needed and",
        "missing, or cannot be used, and says what to set. For a secret a file can be named instead.",
        "`catchment serve` sets the first three itself from the network's folder, and keeps a key there.",
    )
    rows = ((f"`{each.name}`", each.means, _default(each), _in_a_file(each)) for each in VARIABLES.values())
    return page("Settings of the site", intro, table(("name", "set it to", "unless set", "or a file"), rows))


def _default(variable: Variable) -> str:
    if variable.default is None:
        return "needed"
    return f"`{variable.default}`" if variable.default else ""


def _in_a_file(variable: Variable) -> str:
    return f"`{variable.name}{IN_A_FILE}`" if variable.secret else ""


def pages() -> dict[Path, str]:
    """Every generated page: where it stands, and its text."""
    return {
        REFERENCE / "commands.md": commands_page(),
        REFERENCE / "settings.md": settings_page(),
        REFERENCE / "source-tables.md": contract_page(),
        REFERENCE / "metrics.md": metrics_page(),
        REFERENCE / "roles.md": roles_page(),
        REFERENCE / "released-tables.md": released_page(),
    }


def write() -> None:
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(REFERENCE.parents[1])}\n")


if __name__ == "__main__":
    write()
