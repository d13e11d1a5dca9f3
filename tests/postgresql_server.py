"""A PostgreSQL server of one's own: in a folder that vanishes, on a socket that nobody else can enter."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

NEEDED = ("initdb", "pg_ctl")
USERS = ("postgres", "nobody")
"""As whom it runs where the tests run as root, which PostgreSQL refuses."""
SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=32MB"


def missing() -> str:
    """What keeps the server from being started here, as a sentence; empty where nothing does."""
    if _programs() is None:
        return "needs PostgreSQL's server (Debian: apt-get install postgresql)"
    return "" if find_spec("psycopg") else "needs psycopg, of the extra postgresql"


@contextmanager
def server() -> Iterator[str]:
    """Starts one; gives the address of a database that is there, as `CATCHMENT_DATABASE` takes it."""
    programs, user = _programs(), _user()
    assert programs is not None
    # a socket's path must be short, shorter than pytest's folders are
    folder = Path(tempfile.mkdtemp(prefix="catchment-pg-"))
    data = folder / "data"
    try:
        if user:
            shutil.chown(folder, user)
        _run(
            user,
            programs / "initdb",
            "-D",
            data,
            "-U",
            "catchment",
            "-E",
            "UTF8",
            "--locale=C",
            "--auth=trust",
            "--no-sync",
        )
        options = f"-k {folder} -c listen_addresses='' {SPEED}"
        start = ("-w", "-l", folder / "log", "-o", options, "start")
        _run(user, programs / "pg_ctl", "-D", data, *start)
        try:
            yield f"postgresql://catchment@/postgres?host={folder}"
        finally:
            _run(user, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def database(address: str, name: str) -> str:
    """The address of one more database, empty."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return address.replace("/postgres?", f"/{name}?")


def _programs() -> Path | None:
    """The newest folder with all of them; Debian keeps them off the path."""
    on_path = shutil.which("initdb")
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))
    folders = [*kept, *([Path(on_path).parent] if on_path else ())]
    whole = [folder for folder in folders if all((folder / name).exists() for name in NEEDED)]
    return whole[-1] if whole else None


def _user() -> str | None:
    """Another user than root, None where the tests run as somebody already."""
    if os.geteuid():
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in USERS if name in known)


def _run(user: str | None, *command: object) -> None:
    said = subprocess.run(
        [str(word) for word in command],
        user=user,
        group=None if user is None else _group(user),
        extra_groups=None if user is None else [],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if said.returncode:
        raise RuntimeError(f"{command[0]} failed: {said.stdout}")


def _group(user: str) -> int:
    return pwd.getpwnam(user).pw_gid
