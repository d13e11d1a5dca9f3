"""Whether measures were kept or computed anew does not show in a release."""

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from catchment.release.build import candidate
from catchment.sources import package
from catchment.sources.package.sample import write_sample

FIRST, NEXT = date(2026, 2, 1), date(2026, 2, 8)


def build(network: Path, as_of: date, *, fresh: bool = False) -> str:
    return candidate.build(network, as_of, "A. Starter", lambda text: None, fresh=fresh)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}


def add_a_week(network: Path) -> None:
    """Every student of the sample tries once more what they tried last."""
    with (network / "package" / "activity.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    week = network / "week"
    week.mkdir()
    with (week / "activity.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, "on": "2026-02-05"} for row in rows[-200:])
    package.import_package([week / "activity.csv"], network)


@pytest.mark.slow
def test_a_release_from_kept_measures_is_the_release_from_new_ones(tmp_path: Path) -> None:
    network = tmp_path / "network"
    network.mkdir()
    write_sample(network / "package")
    package.import_package([network / "package"], network)
    build(network, FIRST)
    assert list((network / "warehouse" / "personal" / "measured").rglob("*.parquet"))
    add_a_week(network)
    anew = shutil.copytree(network, tmp_path / "anew")
    shutil.rmtree(anew / "warehouse" / "personal" / "measured")
    ids = build(network, NEXT), build(anew, NEXT), build(network, NEXT, fresh=True)
    assert len(set(ids)) == 1
    assert files(network / "releases" / ids[0]) == files(anew / "releases" / ids[0])
