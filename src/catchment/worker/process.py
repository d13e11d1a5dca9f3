"""Starts the worker's process, which alone is told where the network's folder is."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

from catchment.portal import variables

NETWORK = "CATCHMENT_NETWORK"


def run(network_dir: Path, database: str) -> int:
    """Work through the jobs of the portal's database until stopped; returns the worker's exit code."""
    folder = Path(network_dir).resolve()
    environment = {
        **os.environ,
        NETWORK: str(folder),
        "DJANGO_SETTINGS_MODULE": "catchment.portal.settings",
        "CATCHMENT_DATABASE": database,
        "CATCHMENT_RELEASES": str(folder / "releases"),
        "CATCHMENT_INBOX": str(folder / "inbox"),
    }
    environment.pop("CATCHMENT_DATABASE" + variables.IN_A_FILE, None)
    if not variables.is_set(environment, "CATCHMENT_SECRET_KEY"):
        # The worker signs nothing, so it needs no secret of the portal's; Django only wants there to be one.
        environment["CATCHMENT_SECRET_KEY"] = secrets.token_urlsafe(48)
    command = [sys.executable, "-m", "django", "db_worker"]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - fixed words
