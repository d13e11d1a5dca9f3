"""Writes a release into a folder: the shelves, then the manifest that vouches for them."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from catchment import __version__
from catchment.disclosure import budget
from catchment.network import clocks, metrics
from catchment.network.policy import Policy
from catchment.network.settings import Network
from catchment.release import layout
from catchment.release.build import described, manifest, shelves
from catchment.release.build.contents import Contents
from catchment.release.build.ledger import write_durably
from catchment.warehouse.store import Batch


@dataclass(frozen=True)
class About:
    """What a release was made of and under which rules; `parent` is the ledger's head after its draws."""

    network: Network
    rules: Policy
    as_of: date
    parent: str | None
    batches: Sequence[Batch]


def write(folder: Path, release: Contents, about: About) -> str:
    """Write `release` and its manifest into `folder`; the release's id.

    PromiseFailed where a column says what no metric defines.
    """
    for tables in (release.public, release.staff, *release.partners.values()):
        for name, table in tables.items():
            described.require(name, table.column_names)
    shelves.write_shelf(folder / layout.PUBLIC, release.public)
    shelves.write_shelf(folder / layout.STAFF, release.staff)
    for partner, tables in release.partners.items():
        shelves.write_shelf(layout.partner_shelf(folder, partner), tables)
    said = manifest.sealed(_manifest(folder, release, about))
    write_durably(folder / layout.MANIFEST, json.dumps(said, indent=1))
    return said["release"]


def _manifest(folder: Path, release: Contents, about: About) -> dict[str, Any]:
    return {
        "network": about.network.name,
        "demo": about.network.demo,
        "as_of": about.as_of.isoformat(),
        "parent": about.parent,
        "tables": manifest.file_digests(folder),
        "policy": about.rules.as_dict(),
        "thresholds": release.thresholds,
        "metrics": [asdict(metric) for metric in metrics.METRICS],
        "calendar": {year: _calendar(about.network, year) for year in release.years},
        "census": about.network.demographic_census,
        "closing": about.network.closing,
        "estimates": {year: _estimates(release, year) for year in sorted(release.draws)},
        "school_year": clocks.school_year(about.as_of),
        "school_years": list(release.years),
        "batches": _batches(about.batches),
        "freshness": _freshness(about.batches),
        "synthetic": list(about.network.synthetic),
        "version": __version__,
    }


def _estimates(release: Contents, year: str) -> dict[str, Any]:
    draw = release.draws[year]
    return {
        "drawn_as_of": draw.as_of.isoformat(),
        "epsilon_per_table": draw.epsilon,
        "spent": budget.spent(release.spent[year]),
        "digest": draw.digest,
    }


def _calendar(network: Network, year: str) -> dict[str, str]:
    calendar = network.calendar
    return {
        "first_class_day": calendar.first_class_day(year).isoformat(),
        "last_class_day": calendar.last_class_day(year).isoformat(),
        "spring_starts": calendar.spring_starts(year).isoformat(),
    }


def _batches(batches: Sequence[Batch]) -> list[dict[str, Any]]:
    # by number, not by content digest: the digest of a batch of one row would confirm a guess of that row
    return [
        {"number": number, "source": batch.source, "landed_on": str(batch.landed_on)}
        for number, batch in enumerate(batches, start=1)
    ]


def _freshness(batches: Sequence[Batch]) -> list[dict[str, str]]:
    latest = {table: str(batch.landed_on) for batch in batches for table in batch.tables}
    return [{"table": table, "landed_on": day} for table, day in sorted(latest.items())]
