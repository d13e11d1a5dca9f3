"""The manifest: what a release says about itself, computed from its published files alone."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from catchment.network.errors import PromiseFailed
from catchment.release import layout


def file_digests(release: Path) -> dict[str, str]:
    """SHA-256 of every table by its path below the release."""
    files = sorted(release.glob("**/*.parquet"))
    return {file.relative_to(release).as_posix(): sha256(file) for file in files}


def sealed(manifest: dict[str, Any]) -> dict[str, Any]:
    """`manifest` with its digest (over everything it says) and the release id made of as-of and digest."""
    digest = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
    return {"release": f"{manifest['as_of']}-{digest[:8]}", **manifest, "digest": digest}


NEEDED = ("release", "digest", "as_of", "demo", "parent", "tables", "policy", "thresholds")


def read(release: Path) -> dict[str, Any]:
    """The manifest of a release. PromiseFailed if it is none."""
    return read_json(release / layout.MANIFEST, NEEDED)


def read_json(file: Path, needed: Sequence[str]) -> dict[str, Any]:
    """A file that the build or the attack wrote, with the keys it must have. PromiseFailed if damaged."""
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise PromiseFailed(f"{file} is missing or damaged: build the release again") from error
    if not isinstance(content, dict) or not content.keys() >= set(needed):
        raise PromiseFailed(
            f"{file} is damaged, or older than this version of Catchment: it should have {', '.join(needed)}"
        )
    return content


def verify(release: Path) -> dict[str, Any]:
    """The manifest, once it and every table match their digests. PromiseFailed names what differs."""
    manifest = read(release)
    said = {key: value for key, value in manifest.items() if key not in ("release", "digest")}
    if sealed(said) != manifest:
        raise PromiseFailed(f"release {release.name}: its manifest was altered after it was built")
    found = file_digests(release)
    for path in sorted(found.keys() | manifest["tables"].keys()):
        if found.get(path) != manifest["tables"].get(path):
            raise PromiseFailed(f"release {release.name}: {path} is not the file that was built")
    return manifest


def sha256(file: Path) -> str:
    """The digest of a file, as manifests and audits write it."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
