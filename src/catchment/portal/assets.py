"""Addresses of the built styles and scripts, which carry a digest of their content in their name."""

import json
from functools import cache
from pathlib import Path

DIST = Path(__file__).parent / "static" / "dist"


def url(name: str) -> str:
    """The address of `site.css`, `site.js` and so on; the plain name where nothing is built."""
    return f"/static/dist/{_names().get(name, name)}"


@cache
def _names() -> dict[str, str]:
    manifest = DIST / "assets.json"
    return json.loads(manifest.read_text("utf-8")) if manifest.is_file() else {}
