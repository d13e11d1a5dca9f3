"""Makes the folder of a new network."""

from importlib import resources
from pathlib import Path

from catchment.network.errors import BadInput

FOLDERS = {"warehouse": 0o700, "inbox": 0o770, "releases": 0o755}
"""Microdata is for its owner alone. The site is another user: it writes to the inbox and reads releases."""


def make_network(folder: Path) -> None:
    """The folders and a policy.toml with the defaults. BadInput if the folder is a network already."""
    policy = folder / "policy.toml"
    if policy.exists():
        raise BadInput(f"{folder} is a network already: its policy.toml is there")
    for name, mode in FOLDERS.items():
        (folder / name).mkdir(mode, parents=True, exist_ok=True)
    template = resources.files("catchment.network").joinpath("policy.example.toml")
    policy.write_text(template.read_text("utf-8"), encoding="utf-8")
