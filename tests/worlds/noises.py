"""Every noise: what the builder publishes of a world for each outcome of the draw, with its exact chance.

The draw itself is replaced at its seam by noise that is zero everywhere but at chosen cells, where it takes
every value of a support. A release holds every noised number as it is, so of two worlds that differ in a few
cells the same can be published only if the noises differ by as much. Then the chances of both are those of
the discrete Laplace distribution that the builder asked for, and can be compared.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from catchment.disclosure.estimates import Counts
from catchment.release.build.contents import Contents
from catchment.release.build.drawing import Drawing
from tests.release_tools import Series, inputs

Students = list[dict]
"""Rows of the measure `students_of_atoms`."""
World = Sequence[Students]
"""By release."""
Cell = tuple[int, int]
"""Which table of a draw, and which of its cells."""
DAYS = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
TABLES = 4
"""Tables of a draw."""


@dataclass
class Noise:
    """Stands in for the draw: adds `values` to their cells, and remembers what it was given and asked for."""

    values: Mapping[Cell, int] = field(default_factory=dict)
    given: list[Counts] = field(default_factory=list)
    epsilons: list[float] = field(default_factory=list)

    def __call__(self, counts: Counts, epsilon: float) -> Counts:
        noise = np.zeros(counts.size, dtype=np.int64)
        for (table, cell), value in self.values.items():
            if table == len(self.given) % TABLES:
                noise[cell] = value
        self.given.append(counts.copy())
        self.epsilons.append(epsilon)
        return counts + noise.reshape(counts.shape)


Draw = Callable[[Counts, float], Counts]
Builder = Callable[[Noise], Draw]
"""How a builder draws, given the noise. A sound one takes it as it is."""


def sound(noise: Noise) -> Draw:
    return noise


def published(world: World, draw: Draw) -> str:
    """Everything that is published of a world, over all its releases."""
    series = Series(drawing=Drawing(noise=draw))
    days = zip(world, DAYS[: len(world)], strict=True)
    return "\n".join(_text(series.publish(inputs(students=students), day)) for students, day in days)


def _text(release: Contents) -> str:
    shelves = [release.public, *(release.partners[partner] for partner in sorted(release.partners, key=str))]
    return str([table.to_pylist() for shelf in shelves for _, table in sorted(shelf.items())])


def moved(world: World, neighbour: World) -> dict[Cell, int]:
    """By how much the noise of `neighbour` must differ, so that the same is published at the first draw."""
    one, other = Noise(), Noise()
    published(world[:1], one)
    published(neighbour[:1], other)
    steps = {}
    for table, (here, there) in enumerate(zip(one.given, other.given, strict=True)):
        step = here.ravel() - there.ravel()
        steps |= {(table, int(cell)): int(step[cell]) for cell in np.flatnonzero(step)}
    return steps


def losses(
    world: World, neighbour: World, noises: Iterable[Mapping[Cell, int]], build: Builder
) -> list[float]:
    """For each noise the privacy loss: how much likelier what it publishes is in `world`, as a logarithm.

    Infinite where it cannot be published in `neighbour`, or where other noise publishes the same: then it is
    no noise.
    """
    steps, seen = moved(world, neighbour), set()
    for values in noises:
        here = Noise({cell: values.get(cell, 0) for cell in steps.keys() | values.keys()})
        there = Noise({cell: value + steps.get(cell, 0) for cell, value in here.values.items()})
        said = published(world, build(here))
        same = said == published(neighbour, build(there)) and said not in seen
        seen.add(said)
        yield _chance(here) - _chance(there) if same else math.inf


def _chance(noise: Noise) -> float:
    """The logarithm of the chance of a noise in every draw there was."""
    return sum(
        log_laplace(value, epsilon)
        for number, epsilon in enumerate(noise.epsilons)
        for (table, _), value in noise.values.items()
        if table == number % TABLES
    )


def log_laplace(value: int, epsilon: float) -> float:
    """The logarithm of the chance of `value` in a discrete Laplace distribution of scale 1/epsilon."""
    return math.log(math.tanh(epsilon / 2)) - epsilon * abs(value)


def along(steps: Iterable[Cell], reach: int) -> Iterator[dict[Cell, int]]:
    """Every noise up to `reach` at one of the cells, and the same at all of them together."""
    cells = sorted(steps)
    yield {}
    for cell in cells:
        yield from ({cell: value} for value in range(-reach, reach + 1) if value)
    yield from (dict.fromkeys(cells, value) for value in (-1, 1))
