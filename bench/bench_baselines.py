"""What today's ways of hiding small numbers give away, on the same students, and how much they show.

    python -m bench.bench_baselines                  all four, at a tenth of the nation
    python -m bench.bench_baselines --scale 1        the whole nation
    python -m bench.bench_baselines --only "plain thresholding"

Every region's workbook has students by school, course and gender with all subtotals (bench/workbook.py). It
is published by plain thresholding at 10, by rounding every cell to 5, and by complementary suppression,
greedy as is usual (bench/baselines.py); beside them stands the exact layer of Catchment. On each, the general
attacker (catchment attack --tables) bounds every hidden cell. What it calls recovered is compared with the
truth, so the bench fails on a false alarm.
"""

import argparse
from typing import Any

import numpy as np

from bench import baselines, ours, rules
from bench.bench_disclosure import read
from bench.figures import Figures, Spent, parser, percent, timed
from bench.workbook import Workbook, workbook
from catchment.attack.tables import bounds

OURS = "Catchment"
N = 10


def main(arguments: list[str] | None = None) -> None:
    options = options_of(arguments)
    figures = Figures("baselines")
    measure(read(options.scale), options, figures)
    figures.write(options.results)


def options_of(arguments: list[str] | None) -> argparse.Namespace:
    made = parser(__doc__)
    made.add_argument("--only", action="append", choices=[*baselines.METHODS, OURS])
    made.add_argument("--scale", type=float, default=0.1, help="1 is the nation")
    return made.parse_args(arguments)


def measure(truth: rules.Truth, options: argparse.Namespace, figures: Figures) -> None:
    book = workbook(truth)
    students, cells = int(truth.year.sizes(truth.day).sum()), len(book.values)
    figures.say(
        f"{students:,} students, {len(truth.atoms):,} groups: {cells:,} cells, {len(book.equations):,} sums.",
        network={"students": students, "groups": len(truth.atoms), "cells": cells},
    )
    wanted = options.only or [*baselines.METHODS, OURS]
    for name in wanted:
        found = attack_ours(truth) if name == OURS else attack(book, name)
        figures.say(f"{name}: {_in_words(found)}", **{name: found})


def attack(book: Workbook, name: str) -> dict[str, Any]:
    """Publish the workbook by a method of `baselines` and attack it."""
    hiding, ranges = timed(lambda: baselines.METHODS[name](book))
    attacking, found = timed(lambda: bounds(ranges, book.equations, goal="recovered"))
    hidden, values = ranges[:, 0] < ranges[:, 1], book.values
    _confirm(found.low[found.recovered], values[found.recovered], name)
    people = hidden & (values > 0) & (values < N)
    return {
        "groups_shown": float(1 - hidden[book.groups].mean()),
        "cells_shown": float(1 - hidden.mean()),
        "hidden": int(hidden.sum()),
        "recovered": int(found.recovered.sum()),
        "recovered_share": float(found.recovered.sum() / max(1, hidden.sum())),
        "small": int(people.sum()),
        "small_recovered": int((people & found.recovered).sum()),
        "small_recovered_share": float((people & found.recovered).sum() / max(1, people.sum())),
        "hiding": hiding.as_figures(),
        "attacking": attacking.as_figures(),
    }


def _confirm(said: np.ndarray, true: np.ndarray, name: str) -> None:
    wrong = int((said != true).sum())
    if wrong:
        raise SystemExit(f"{name}: the attacker is sure of {wrong} values that are not the truth")


def attack_ours(truth: rules.Truth) -> dict[str, Any]:
    """The exact layer: what it withholds are flags, and both sides of coded gender rows."""
    hiding, made = timed(lambda: rules.decided(truth, N))
    book = ours.published(truth.country, made, N)
    attacking, found = timed(lambda: bounds(book.ranges, book.system(), goal="recovered"))
    withheld = np.array(book.withheld, np.int64)
    recovered = int(found.recovered[withheld].sum())
    counts = sum(cell.students is not None for cell in made.cells)
    return {
        "groups_shown": counts / len(truth.atoms),
        "hidden": len(withheld),
        "recovered": recovered,
        "recovered_share": recovered / max(1, len(withheld)),
        "hiding": hiding.as_figures(),
        "attacking": attacking.as_figures(),
    }


def _in_words(found: dict[str, Any]) -> str:
    said = (
        f"{percent(found['groups_shown'])} of groups shown; of {found['hidden']:,} hidden values "
        f"{found['recovered']:,} ({percent(found['recovered_share'])}) are recovered exactly"
    )
    if "small" in found:
        said += (
            f", among them {found['small_recovered']:,} of the {found['small']:,} counts from 1 to {N - 1} "
            f"({percent(found['small_recovered_share'])})"
        )
    hiding, attacking = (Spent(*found[name].values()) for name in ("hiding", "attacking"))
    return f"{said}; published in {hiding}, attacked in {attacking}."


if __name__ == "__main__":
    main()
