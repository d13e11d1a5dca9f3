"""Draws the estimates of a school year: students counted by unit, then noise on each cell."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from catchment.disclosure import budget, estimates
from catchment.disclosure.estimates import Counts
from catchment.disclosure.units import LEAST_SCHOOLS, LEAST_SCHOOLS_TRAINED, Site, Units, assign
from catchment.network.categories import COMPOSITION, Family
from catchment.release.build.draws import FAMILIES, Block, Draw
from catchment.release.build.picking import equal

Noise = Callable[[Counts, float], Counts]


def _as_it_is(draw: Draw) -> Draw:
    return draw


@dataclass(frozen=True)
class Drawing:
    """How a build draws: `keep` records a draw before anything is made of it, `again` is a year to redraw."""

    keep: Callable[[Draw], Draw] = _as_it_is
    noise: Noise = estimates.draw
    again: str | None = None


@dataclass(frozen=True)
class Active:
    """A school year as its candidate shows it: where schools count, and the groups shown or flagged."""

    school_year: str
    sites: Mapping[str, Site]
    groups: Collection[tuple[str, str]] = field(repr=False)
    courses: Collection[str]


def draw(
    year: Active, cells: pa.Table, epsilon: float, earlier: Iterable[float], as_of: date, drawing: Drawing
) -> Draw:
    """Draw the year's estimates and keep them.

    `cells` is the measure `composition_cells` of the year; `earlier` the epsilon of each former draw of it.
    PromiseFailed where one more draw would pass the budget.
    """
    budget.check(year.school_year, earlier, epsilon)
    blocks = [
        _block(families, units, cells, epsilon, drawing.noise)
        for families, units in zip(FAMILIES, units_of(year), strict=True)
    ]
    return drawing.keep(Draw(year.school_year, as_of, epsilon, blocks))


def units_of(year: Active) -> list[Units]:
    """The units that published cells make: for each of `FAMILIES` its own."""
    places = (year.sites, year.groups, year.courses)
    return [
        assign(*places, least=LEAST_SCHOOLS, districts=True),
        assign(*places, least=LEAST_SCHOOLS_TRAINED, districts=False),
    ]


def _block(families: Iterable[Family], units: Units, cells: pa.Table, epsilon: float, noise: Noise) -> Block:
    located = cells.append_column("unit", _unit_numbers(units, cells))
    size = len(units.units)
    return Block(units.units, {family: noise(_counts(located, family, size), epsilon) for family in families})


def _unit_numbers(units: Units, cells: pa.Table) -> pa.Array:
    """For each row the number of the unit in which the school's students of the course are."""
    numbers = {unit: number for number, unit in enumerate(units.units)}
    schools, courses = (
        cells[name].combine_chunks().dictionary_encode() for name in ("school_id", "course_id")
    )
    school_ids, course_ids = schools.dictionary.to_pylist(), courses.dictionary.to_pylist()
    width = max(1, len(course_ids))
    # once per school and course, not once per row
    pairs, rows = np.unique(
        schools.indices.to_numpy().astype(np.int64) * width + courses.indices.to_numpy(), return_inverse=True
    )
    found = [
        numbers[units.of(school_ids[pair // width], course_ids[pair % width])] for pair in pairs.tolist()
    ]
    return pa.array(np.array(found, dtype=np.int64)[rows])


def _counts(located: pa.Table, family: Family, units: int) -> Counts:
    """Students by unit and category of one table, zeros included."""
    categories = COMPOSITION[family]
    mine = equal(located, "family", family)
    column = pc.index_in(mine["category"], value_set=pa.array(categories)).to_numpy()
    cell = mine["unit"].to_numpy() * len(categories) + column
    counts = np.bincount(cell, weights=mine["students"].to_numpy(), minlength=units * len(categories))
    return counts.astype(np.int64).reshape(units, len(categories))
