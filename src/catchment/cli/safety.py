"""What `catchment doctor` calls unsafe: it works, and should not stay so."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from catchment.cli import portal_state

PRIVATE = ("warehouse", "inbox", "releases", "mail", "portal.sqlite3", portal_state.KEY_FILE)
"""What holds names of people, or could open the site. `releases` has the rosters of all partners."""
UNENCRYPTED = ("disable", "allow", "prefer")


class Unsafe(Exception):
    """Says what to do about it."""


def files(network_dir: Path) -> str:
    """Who on this machine can read what; the key is its owner's alone."""
    if portal_state.is_demo(network_dir):
        return "a demo, in which everybody is invented"
    found = [name for name in PRIVATE if (network_dir / name).exists() and _others_reach(network_dir / name)]
    if found:
        raise Unsafe(
            f"every user of this machine can read {', '.join(found)} in {network_dir}: "
            "give the folder to one group and run chmod o-rwx on it"
        )
    key = network_dir / portal_state.KEY_FILE
    if key.exists() and key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Unsafe(f"others than its owner can read {key}: run chmod 600 on it")
    return "for their owner and group only"


def _others_reach(path: Path) -> bool:
    """Whether users who are neither owner nor group can read it: every folder on the way lets them pass."""
    here = path.resolve()
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in here.parents) and bool(
        here.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH)
    )


def site(network_dir: Path) -> str:
    """The site's settings as this user has them: those of the process that serves may be others."""
    import django

    portal_state.configure(network_dir)
    django.setup()
    found = [*_misspelt(), *_on_the_way(portal_state.database(network_dir)), *_deployment()]
    if found:
        raise Unsafe("; ".join(found))
    return "as they should be"


def _misspelt() -> Iterator[str]:
    from catchment.portal import variables

    for name in variables.unknown(os.environ):
        yield f"{name} means nothing to Catchment: is it misspelt?"


def _on_the_way(database: str) -> Iterator[str]:
    modes = parse_qs(urlsplit(database).query).get("sslmode", [])
    if database.startswith("postgres") and set(modes) & set(UNENCRYPTED):
        yield f"CATCHMENT_DATABASE with sslmode={modes[0]} may send everything in plain: use verify-full"


def _deployment() -> Iterator[str]:
    """What Django says of settings for the open internet. A demo is not there."""
    from django.conf import settings
    from django.core import checks

    if not settings.CATCHMENT_DEMO:
        found = checks.run_checks(include_deployment_checks=True)
        yield from (f"{each.id}: {each.msg}" for each in found if not each.is_silenced())
