"""What the numbers mean: the metric registry, as it came with the release."""

from collections.abc import Iterable
from typing import Any

from catchment.release.reader import Reader
from catchment.words import codes


def of(reader: Reader, ids: Iterable[str]) -> list[dict[str, Any]]:
    """The definitions of these metrics, in this order; an id this release does not know is left out."""
    known = {metric["id"]: metric for metric in reader.manifest["metrics"]}
    return [known[metric_id] for metric_id in ids if metric_id in known]


def by_section(reader: Reader) -> dict[str, list[dict[str, Any]]]:
    """All definitions under a heading, both in the registry's order."""
    sections: dict[str, list[dict[str, Any]]] = {}
    for metric in reader.manifest["metrics"]:
        sections.setdefault(codes.section(metric["section"]), []).append(metric)
    return sections
