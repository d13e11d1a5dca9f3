"""What the documents say exists: links, commands with their options, make targets, names in the code."""

import importlib
import re

import click
import pytest

from catchment.cli import main
from tests.unit.docs.documents import CODE, anchors, commands, documents, links, name, prose, shell_lines
from tests.unit.house.tree import ROOT

every_document = pytest.mark.parametrize("path", documents(), ids=name)


@every_document
def test_links_lead_somewhere(path):
    for target in links(path):
        file, _, fragment = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        assert found.exists(), f"{name(path)} links to {target}"
        assert not fragment or fragment in anchors(found), f"{name(path)} links to {target}"


def parse(words: list[str]) -> None:
    """Raise click's own error where the command line does not know a word or an option. Nothing is run."""
    command, context = main, click.Context(main, info_name="catchment")
    while isinstance(command, click.Group) and words and words != ["--help"]:
        word, *words = words
        command = command.get_command(context, word) or context.fail(f"no command {word!r}")
        context = click.Context(command, info_name=word, parent=context)
    if "--help" not in words:
        command.make_parser(context).parse_args(words)


@every_document
def test_commands_are_those_of_the_command_line(path):
    for words in commands(path):
        try:
            parse(words)
        except click.UsageError as error:
            pytest.fail(f"{name(path)}: catchment {' '.join(words)}: {error.format_message()}")


@pytest.mark.parametrize("words", [["invent"], ["import", "gossip"], ["build", "--networks", "x"]])
def test_an_invented_command_is_noticed(words):
    with pytest.raises(click.UsageError):
        parse(words)


@every_document
def test_make_targets_exist(path):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    targets |= {f"bench-{file.stem.removeprefix('bench_')}" for file in (ROOT / "bench").glob("bench_*.py")}
    for line in [*shell_lines(path), *CODE.findall(prose(path))]:
        if said := re.match(r"make ([a-z-]+)", line):
            assert said[1] in targets, f"{name(path)} says {line}"


def resolve(dotted: str) -> object:
    """The module or the thing in a module that the name stands for."""
    module, _, attribute = dotted.rpartition(".")
    try:
        return importlib.import_module(dotted)
    except ModuleNotFoundError:
        return getattr(importlib.import_module(module), attribute)


@every_document
def test_names_in_the_code_exist(path):
    for said in CODE.findall(prose(path)):
        if re.fullmatch(r"catchment(\.\w+)+", said):
            assert resolve(said), f"{name(path)} names {said}"
