"""What disclosure control costs at national scale: seconds, what is shown, how far estimates are off.

    python -m bench.bench_disclosure                    everything
    python -m bench.bench_disclosure --only time        seconds of each rule at n = 10, noise apart
    python -m bench.bench_disclosure --only shown       groups and students shown at n = 5, 10, 20
    python -m bench.bench_disclosure --only estimates   error, margin, coverage at epsilon 0.25, 0.5, 1
    python -m bench.bench_disclosure --only growth      the seconds at a tenth and at three times the nation

The schools are those of NCES, who studies what there is invented (bench/students.py): at scale 1 32,455
active schools, 64,777 groups and 2.5 million students a year. Errors are against the truth, which only a
bench knows.
"""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from bench import composition, rules, schools, students
from bench.figures import NOTHING, Figures, Spent, parser, percent, timed
from catchment.disclosure.atoms import Cell
from catchment.disclosure.estimates import draw

YEAR = "2025-26"
DAY_BEFORE, DAY = 199, 366
"""Days of the school year: mid-January, for a release to go by, and its end, when everybody has begun."""
THRESHOLDS = (5, 10, 20)
EPSILONS = (0.25, 0.5, 1.0)
GROWTH = (0.1, 3.0)
PARTS = ("time", "shown", "estimates", "growth")


def main(arguments: list[str] | None = None) -> None:
    options = options_of(arguments)
    figures = Figures("disclosure")
    measure(read(options.scale), options, figures)
    figures.write(options.results)


def measure(truth: rules.Truth, options: argparse.Namespace, figures: Figures) -> None:
    """The parts that `options` ask for."""
    print_network(truth, figures)
    wanted = options.only or PARTS
    if "time" in wanted:
        measure_time(truth, options.rounds, figures)
    if "shown" in wanted:
        measure_shown(truth, figures)
    if "estimates" in wanted:
        measure_estimates(truth, options.draws, figures)
    if "growth" in wanted:
        measure_growth(truth, options, figures)


def options_of(arguments: list[str] | None) -> argparse.Namespace:
    made = parser(__doc__)
    made.add_argument("--only", action="append", choices=PARTS)
    made.add_argument("--scale", type=float, default=1.0, help="1 is the nation")
    made.add_argument("--draws", type=int, default=10, help="how often the noise is drawn")
    made.add_argument("--rounds", type=int, default=5, help="how often each rule is timed")
    return made.parse_args(arguments)


def read(scale: float) -> rules.Truth:
    """A school year of the nation in its given size."""
    with tempfile.TemporaryDirectory(prefix="catchment-bench-") as folder:
        here = schools.read(Path(folder), scale)
    return rules.Truth(rules.country(here), students.year(here, YEAR), DAY)


def print_network(truth: rules.Truth, figures: Figures) -> None:
    sizes = truth.year.sizes(truth.day)
    active = len(np.unique(truth.year.school))
    figures.say(
        f"A school year of {active:,} active schools, {len(sizes):,} groups and {sizes.sum():,} students.",
        network={"active_schools": active, "groups": len(sizes), "students": int(sizes.sum())},
    )


def measure_time(truth: rules.Truth, rounds: int, figures: Figures) -> None:
    before = rules.decided(rules.Truth(truth.country, truth.year, DAY_BEFORE), n=10).cells
    spent = spent_on(truth, before, rounds)
    for name, each in spent.items():
        figures.say(f"  {name}: {each}")
    whole = sum((each for name, each in spent.items() if name != "noise"), NOTHING)
    figures.say(f"Deciding what may be shown: {whole}, the noise apart.")
    figures.keep(seconds={name: each.as_figures() for name, each in {**spent, "all": whole}.items()})


def spent_on(truth: rules.Truth, before: Sequence[Cell], rounds: int) -> dict[str, Spent]:
    """What every rule costs after an earlier release (`before`), and what drawing the noise once does."""
    made = rules.decided(truth, 10, rounds, before)
    cells = composition.true_cells(truth.year, truth.country.schools.places.school_ids, made, truth.day)
    noise, _ = timed(lambda: [draw(table, 0.5) for table in cells.values()])
    return {**made.spent, "noise": noise}


def measure_shown(truth: rules.Truth, figures: Figures) -> None:
    found = {}
    for n in THRESHOLDS:
        found[f"n={n}"] = shown = shown_at(truth, n)
        figures.say(
            f"n = {n}: shown are {percent(shown['groups'])} of groups, {percent(shown['students'])} of "
            f"students, {percent(shown['schools'])} of schools; of these schools' gender rows "
            f"{percent(shown['gender_exact'])} are exact ({percent(shown['gender_exact_students'])} of "
            f"students), {percent(shown['gender_coded'])} coded, {percent(shown['gender_few'])} too few."
        )
    figures.keep(shown=found)


def shown_at(truth: rules.Truth, n: int) -> dict[str, float]:
    """Shares shown at a threshold: of groups, students and schools, and how gender rows divide."""
    made = rules.decided(truth, n)
    counts = [cell for cell in made.cells if cell.students is not None]
    rows = list(made.genders.values())
    base = sum(row.base for row in rows)
    codes = {code: [row for row in rows if row.code == code] for code in ("exact", "low", "high", "few")}
    coded = codes["low"] + codes["high"]
    return {
        "groups": len(counts) / len(truth.atoms),
        "students": sum(cell.students or 0 for cell in counts) / sum(atom.students for atom in truth.atoms),
        "schools": len(rows) / len({atom.key.school_id for atom in truth.atoms}),
        "gender_exact": len(codes["exact"]) / len(rows),
        "gender_exact_students": sum(row.base for row in codes["exact"]) / base,
        "gender_coded": len(coded) / len(rows),
        "gender_few": len(codes["few"]) / len(rows),
    }


def measure_estimates(truth: rules.Truth, draws: int, figures: Figures) -> None:
    made = rules.decided(truth, 10)
    cells = composition.true_cells(truth.year, truth.country.schools.places.school_ids, made, truth.day)
    print_units(made, cells, figures)
    found = {}
    for epsilon in EPSILONS:
        drawn = [composition.all_errors(cells, made, epsilon) for _ in range(draws)]
        found[f"epsilon={epsilon}"] = means = _means(drawn)
        for family, levels in means.items():
            for level, errors in levels.items():
                figures.say(f"epsilon {epsilon}, {family}, {level}: {_in_words(errors)}")
    figures.keep(estimates=found)


def print_units(made: rules.Decided, cells: composition.Cells, figures: Figures) -> None:
    for family in ("gender", "gender_trained"):
        units = composition.units_of(family, made).units
        shares = {name: composition.included(cells[family], units, name) for name in composition.LEVELS}
        said = ", ".join(f"{name} {percent(share)}" for name, share in shares.items())
        figures.say(
            f"{family}: {len(units):,} units; of all students the level's own estimates count: {said}.",
            **{f"units_{family}": {"units": len(units), **shares}},
        )


def _means(drawn: list[dict]) -> dict:
    """The mean of every figure over the draws; None where no draw has it."""

    def mean(family: str, level: str, name: str) -> float | None:
        values = [getattr(each[family][level], name) for each in drawn]
        known = [value for value in values if value is not None]
        return sum(known) / len(known) if known else None

    names = [field.name for field in fields(composition.Errors)]
    return {
        family: {level: {name: mean(family, level, name) for name in names} for level in levels}
        for family, levels in drawn[0].items()
    }


def _in_words(found: dict[str, Any]) -> str:
    said = (
        f"{found['rows']:,.0f} rows of {found['students_per_row']:,.0f} students; a count is off by "
        f"{found['error']:.1f}, margin {found['margin']:.0f}, within it {percent(found['covered'])}"
    )
    if found["share_error"] is None:
        return said
    return said + (
        f"; {percent(found['shares_shown'])} of shares shown, "
        f"off by {100 * found['share_error']:.2f} points, margin {100 * found['share_margin']:.2f}, "
        f"within it {percent(found['shares_covered'])}"
    )


def measure_growth(truth: rules.Truth, options: argparse.Namespace, figures: Figures) -> None:
    base = sum(spent_on(truth, [], options.rounds).values(), NOTHING)
    for times in GROWTH:
        other = read(options.scale * times)
        spent = sum(spent_on(other, [], options.rounds).values(), NOTHING)
        ratio = spent.processor / base.processor
        groups = len(other.atoms) / len(truth.atoms)
        figures.say(
            f"{groups:.2f} times the groups: {ratio:.2f} times the processor's seconds, noise included.",
            **{f"growth_{times:g}": {"groups": groups, "processor_seconds": ratio}},
        )


if __name__ == "__main__":
    main()
