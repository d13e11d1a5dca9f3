"""Composition tables and estimated totals of every level: sums of the noised counts of units.

A unit stands for a place only where published cells say that it exists. The flags of a candidate that was
drawn for but never published are nobody's knowledge, so a unit of theirs adds to the levels above alone.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from catchment.disclosure.estimates import Counts
from catchment.disclosure.margins import LEAST_BASE, LEAST_COUNT, count_margin, shares
from catchment.disclosure.sums import ALL
from catchment.disclosure.units import Unit, Units
from catchment.network.categories import COMPOSITION, Family, is_reported
from catchment.release.build.draws import Block, Draw
from catchment.release.build.geography import NATION, of_area
from catchment.release.build.picking import among, but
from catchment.release.build.schemas import SCHEMAS
from catchment.release.layout import NO_PARTNER

PUBLIC_LEVELS = ("state", "nation")
"""Levels above partners; the others lie on the shelf of their partner."""


class Spot(NamedTuple):
    """A row group of a composition table: a place of a level and a course, or all courses (`ALL`).

    `partner` is empty where there is none, so that spots can be sorted.
    """

    level: str
    geo_id: str
    partner: str
    course_id: str


class Estimated(NamedTuple):
    """An estimated total of students, small groups included, with its 95 % margin."""

    students: int
    margin: int


Totals = dict[tuple[Spot, str], Estimated]
"""By spot and school year."""


class Grouping:
    """Which units add up to which spots. The same for every table that is counted over these units.

    `implied` are the units that published cells make.
    """

    def __init__(self, units: Sequence[Unit], implied: Collection[Unit]) -> None:
        pairs = [(spot, number) for number, unit in enumerate(units) for spot in _spots(unit, implied)]
        self.spots = sorted({spot for spot, _ in pairs})
        numbers = {spot: number for number, spot in enumerate(self.spots)}
        where = np.array([numbers[spot] for spot, _ in pairs], dtype=np.int64)
        order = np.argsort(where, kind="stable")
        self._units = np.array([number for _, number in pairs], dtype=np.int64)[order]
        self.sizes = np.bincount(where, minlength=len(self.spots))
        self._starts = np.concatenate([[0], np.cumsum(self.sizes)[:-1]]).astype(np.int64)

    def sums(self, counts: Counts) -> Counts:
        """Spots × categories from units × categories."""
        return np.add.reduceat(counts[self._units], self._starts, axis=0)


def _spots(unit: Unit, implied: Collection[Unit]) -> list[Spot]:
    """The unit's own place if it is implied, else its area if that has an implied unit, and all above."""
    nation = ("nation", NATION, "")
    area = Unit("area", unit.area or "", unit.area, unit.course_id)
    if unit.area is None or not (unit in implied or area in implied):
        places = [nation]
    else:
        state, partner = of_area(unit.area)
        above = [
            ("area", unit.area, partner or ""),
            ("region", partner or NO_PARTNER, partner or ""),
            ("state", state, ""),
            nation,
        ]
        own = (
            [("district", unit.geo_id, partner or "")] if unit.level == "district" and unit in implied else []
        )
        places = [*own, *above]
    return [Spot(*place, course) for place in places for course in (unit.course_id, ALL)]


def compose(draws: Iterable[Draw], implied: Mapping[str, Sequence[Units]]) -> tuple[pa.Table, Totals]:
    """The composition rows of all levels, by year, table and spot, and the estimated totals.

    `implied` has, for each school year and block of its draw, the units that published cells make.
    """
    pieces, totals = [SCHEMAS["composition"].empty_table()], {}
    for draw in draws:
        for block, made in zip(draw.blocks, implied[draw.school_year], strict=True):
            grouping = Grouping(block.units, frozenset(made.units))
            pieces += [_rows(draw, grouping, family, counts) for family, counts in block.tables.items()]
            totals.update(_totals(draw, grouping, block))
    return pa.concat_tables(pieces), totals


def _totals(draw: Draw, grouping: Grouping, block: Block) -> Totals:
    if "gender" not in block.tables:
        return {}
    students = grouping.sums(block.tables["gender"]).sum(axis=1).tolist()
    cells = (grouping.sizes * len(COMPOSITION["gender"])).tolist()
    return {
        (spot, draw.school_year): Estimated(count, count_margin(draw.epsilon, size))
        for spot, count, size in zip(grouping.spots, students, cells, strict=True)
    }


def _rows(draw: Draw, grouping: Grouping, family: Family, counts: Counts) -> pa.Table:
    categories, spots = COMPOSITION[family], grouping.spots
    sums = grouping.sums(counts)
    margins = [count_margin(draw.epsilon, size) for size in grouping.sizes.tolist()]
    found, reach = _shares(sums, draw.epsilon, grouping.sizes, family)
    each = len(categories)
    columns = {
        **{name: _repeated([getattr(spot, name) for spot in spots], each) for name in ("level", "geo_id")},
        "partner_id": _repeated([spot.partner or None for spot in spots], each),
        "school_year": _repeated([draw.school_year] * len(spots), each),
        "course_id": _repeated([spot.course_id for spot in spots], each),
        "family": _repeated([family], each * len(spots)),
        "category": pa.array(categories).take(np.tile(np.arange(each), len(spots))),
        "estimate": sums.ravel(),
        "margin": np.repeat(margins, each),
        "units": np.repeat(grouping.sizes, each),
        "count_shown": sums.ravel() >= LEAST_COUNT,
        "share": pa.array(found.ravel(), from_pandas=True),
        "share_margin": pa.array(reach.ravel(), from_pandas=True),
    }
    return pa.table(columns, schema=SCHEMAS["composition"])


def _repeated(values: list[str | None], each: int) -> pa.Array:
    return pa.array(values, pa.string()).take(np.repeat(np.arange(len(values)), each))


def _shares(sums: Counts, epsilon: float, sizes: Counts, family: Family) -> tuple[np.ndarray, np.ndarray]:
    """Shares and their margins, spots × categories; NaN where too uncertain or not reported."""
    categories = COMPOSITION[family]
    value, margin = np.full(sums.shape, np.nan), np.full(sums.shape, np.nan)
    reported = [is_reported(category) for category in categories]
    large = np.flatnonzero(sums[:, reported].sum(axis=1) >= LEAST_BASE)
    for spot in large.tolist():
        estimates = dict(zip(categories, sums[spot].tolist(), strict=True))
        found = shares(estimates, epsilon, int(sizes[spot]))
        for column, category in enumerate(categories):
            if category in found:
                value[spot, column], margin[spot, column] = found[category]
    return value, margin


def public_rows(composition: pa.Table) -> pa.Table:
    return among(composition, "level", PUBLIC_LEVELS)


def partner_rows(composition: pa.Table) -> pa.Table:
    return but(composition, "level", PUBLIC_LEVELS)
