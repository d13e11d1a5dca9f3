"""The names under which the site is told what it needs. Nothing else of its surroundings is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from catchment.network.errors import BadInput

PREFIX, IN_A_FILE = "CATCHMENT_", "_FILE"


@dataclass(frozen=True)
class Variable:
    """One name. `means` ends the sentence "Set NAME to"; without a `default` the site does not start.

    A secret may also stand in a file, whose path is told as NAME_FILE: files have owners, and no list of
    processes shows what is in them.
    """

    name: str
    means: str
    default: str | None = None
    secret: bool = False


VARIABLES = {
    each.name: each
    for each in (
        Variable("CATCHMENT_RELEASES", "the network's releases folder"),
        Variable("CATCHMENT_INBOX", "the folder for what people send back"),
        Variable("CATCHMENT_DATABASE", "an SQLite file or a postgresql:// address", secret=True),
        Variable(
            "CATCHMENT_SECRET_KEY",
            "a long random text of at least 50 characters; it signs everybody's session, so keep it secret",
            default="",
            secret=True,
        ),
        Variable(
            "CATCHMENT_SECRET_KEY_OLD",
            "the secret key before this one, as long; what was signed or locked up with it still opens",
            default="",
            secret=True,
        ),
        Variable("CATCHMENT_HOSTS", "the names under which people reach the site, with commas", default=""),
        Variable(
            "CATCHMENT_PROXIES",
            "how many proxies stand before the site, the one with the certificate included",
            default="1",
        ),
        Variable(
            "CATCHMENT_PROCESSES", "how many processes answer; more than one needs PostgreSQL", default="1"
        ),
        Variable("CATCHMENT_TIME_ZONE", "the network's time zone, as in America/Chicago", "America/Chicago"),
        Variable("CATCHMENT_NAME", "the program's name, as letters call it", "Catchment"),
        Variable(
            "CATCHMENT_MAIL",
            "the mail server, as in smtp://user:password@host, or file:FOLDER",
            default="",
            secret=True,
        ),
        Variable("CATCHMENT_MAIL_FROM", "the e-mail address that letters come from", ""),
        Variable("CATCHMENT_STOLEN_PASSWORDS", "a sorted file of SHA-1 hashes of stolen passwords", ""),
        Variable("CATCHMENT_SIGN_ON", "the file of organizations that sign their people in themselves", ""),
        Variable("CATCHMENT_DEMO", "1 for a network of invented people, served to this machine only", "0"),
        Variable("CATCHMENT_AGREEMENT", "the file of the network's own confidentiality agreement", ""),
        Variable("CATCHMENT_TRY_TABLES", "the file of a demo's plain tables, there to be broken", ""),
    )
}
ELSEWHERE = ("CATCHMENT_NETWORK",)
"""Names that are no business of the site: the worker alone is told the network's folder."""


def value(variables: Mapping[str, str], name: str) -> str:
    """What stands under `name`, or in the file that NAME_FILE names; else its default.

    BadInput says what to set.
    """
    variable = VARIABLES[name]
    plain, file = variables.get(name, "").strip(), variables.get(name + IN_A_FILE, "").strip()
    if file and variable.secret:
        if plain:
            raise BadInput(f"Set either {name} or {name}{IN_A_FILE}, not both: they could disagree.")
        return _content(name + IN_A_FILE, Path(file))
    if plain:
        return plain
    if variable.default is None:
        raise BadInput(f"Set {name} to {variable.means} before starting the portal.")
    return variable.default


def is_set(variables: Mapping[str, str], name: str) -> bool:
    """Whether somebody set it, in whichever way."""
    return bool(variables.get(name) or variables.get(name + IN_A_FILE))


def unknown(variables: Mapping[str, str]) -> list[str]:
    """Names that look like ours and mean nothing. They are no error: some hosts add names of their own."""
    ours = {*VARIABLES, *ELSEWHERE, *(name + IN_A_FILE for name, each in VARIABLES.items() if each.secret)}
    return sorted(name for name in variables if name.startswith(PREFIX) and name not in ours)


def _content(name: str, file: Path) -> str:
    try:
        content = file.read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        raise BadInput(f"Set {name} to a file that can be read; {file} cannot: {error}.") from error
    if not content:
        raise BadInput(f"Set {name} to a file with the secret in it; {file} is empty.")
    return content
