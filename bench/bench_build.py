"""How long all measures take, beside the floor in the same run, and what a week's import costs afterwards.

    python -m bench.bench_build                                10 and 100 million rows of activity
    python -m bench.bench_build --rows 1000000                 a quick look
    python -m bench.bench_build --data DIR --make-only         only make the networks, to be measured later

For each size a network is made on the disk (`bench.platform`): ten school years, the last one up to the
middle of March, and the import of its last week. Measured in processes of their own, for seconds and peak
memory: the floor (`bench.floor`, hand-written statements for five tables), all measures from nothing, all
measures again after the weekly import, and once more when nothing changed. The five tables of the floor and
of the measures must be equal.
"""

import argparse
import shutil
import tempfile
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from bench import floor, platform
from bench.children import Cost, alone
from bench.figures import Figures, parser, timed
from catchment.engines.by_year import YearlyDuckDB
from catchment.measures.by_year import compute_by_year
from catchment.network import settings
from catchment.release.build.measure import NEEDED, OF_STUDENTS
from catchment.warehouse.parts import PartStore
from catchment.warehouse.store import Warehouse

SIZES = [10_000_000, 100_000_000]
FLOOR, MEMORY, GROWTH, INCREMENT = 1.5, 4e9, 12, 15
"""The goals: times the floor, bytes, times for ten times the rows, parts of a full build."""


def main(arguments: list[str] | None = None) -> None:
    options = options_of(arguments)
    figures = Figures("build")
    with tempfile.TemporaryDirectory(prefix="catchment-bench-") as name:
        folder = options.data or Path(name)
        for rows in options.rows:
            made(folder, rows)
        if options.make_only:
            return
        found = {rows: measure(folder, rows, figures) for rows in options.rows}
    figures.keep(sizes={str(rows): each for rows, each in found.items()})
    say_growth(found, figures)
    figures.write(options.results)


def options_of(arguments: list[str] | None) -> argparse.Namespace:
    given = parser(__doc__)
    given.add_argument("--rows", type=int, action="append", metavar="N", help="default: 10 and 100 million")
    given.add_argument("--data", type=Path, metavar="DIR", help="where networks are and stay")
    given.add_argument("--make-only", action="store_true", help="measure nothing")
    options = given.parse_args(arguments)
    options.rows = sorted(options.rows or SIZES)
    return options


def made(folder: Path, rows: int) -> Path:
    """The network of that size, made if it is not there."""
    network = folder / f"network-{rows}"
    if not network.exists():
        making = folder / "making"
        shutil.rmtree(making, ignore_errors=True)
        platform.make(making, rows)
        making.rename(network)
    return network


def measure(folder: Path, rows: int, figures: Figures) -> dict[str, Any]:
    """Floor, whole build, weekly import and increment of one size."""
    network = folder / f"network-{rows}"
    before = shutil.copytree(network, folder / "measured")
    try:
        costs = _costs(before, folder)
    finally:
        shutil.rmtree(before)
    found = {name: _figures(cost) for name, cost in costs.items()}
    found |= {"bytes": _bytes(network / "warehouse"), "parts_bytes": costs["whole"].result}
    found["times_floor"] = round(costs["whole"].spent.clock / costs["floor"].spent.clock, 2)
    found["whole_by_week"] = round(costs["whole"].spent.clock / costs["week"].spent.clock, 1)
    for line in _in_words(rows, costs, found):
        figures.say(line)
    return found


def _costs(network: Path, folder: Path) -> dict[str, Cost]:
    targets = folder / "floor", folder / "ours"
    for target in targets:
        target.mkdir()
    try:
        costs = {
            "floor": alone(run_floor, network, platform.LAST_WEEK, targets[0]),
            "whole": alone(run_measures, network, platform.LAST_WEEK, True, targets[1]),
        }
        compare(*targets)
        importing, _ = timed(lambda: platform.land_week(network, network / "week"))
        costs["import"] = Cost(None, importing, 0)
        costs["week"] = alone(run_measures, network, platform.AS_OF, False, None)
        costs["nothing"] = alone(run_measures, network, platform.AS_OF, False, None)
        return costs
    finally:
        for target in targets:
            shutil.rmtree(target)


def run_floor(network: Path, as_of: date, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=network) as scratch:
        floor.compute(network, as_of, Path(scratch), target)


def run_measures(network: Path, as_of: date, fresh: bool, target: Path | None) -> int:
    """All measures as a build computes them; the bytes of the parts that are kept. `target`: the tables that
    the floor has too."""
    warehouse = Warehouse(network)
    store = PartStore(warehouse, fresh=fresh)
    wanted = [*NEEDED, *OF_STUDENTS, *(floor.TABLES if target else ())]
    with warehouse.staging() as scratch, YearlyDuckDB(scratch) as engine:
        rules = settings.load(network / "network.toml")
        compute_by_year(engine, warehouse, rules, as_of, store, wanted)
        for name in NEEDED:
            engine.arrow(name)
        for name in floor.TABLES if target else ():
            engine.write(name, target / f"{name}.parquet")
        store.prune()
    return _bytes(warehouse.folder / "personal" / "measured")


def compare(floors: Path, ours: Path) -> None:
    """Whether both have the same rows of the five tables."""
    for name, columns in floor.TABLES.items():
        select = ", ".join(f"CAST({column} AS VARCHAR)" for column in columns)
        one, other = (f"(SELECT {select} FROM '{side / name}.parquet')" for side in (floors, ours))
        query = f"SELECT count(*) FROM ({one} EXCEPT ALL {other} UNION ALL ({other} EXCEPT ALL {one}))"
        ((differing,),) = duckdb.execute(query).fetchall()
        if differing:
            raise SystemExit(f"{name}: {differing} rows of the floor and of the measures differ")


def say_growth(found: dict[int, dict[str, Any]], figures: Figures) -> None:
    """Seconds of each size beside those of the size before; goals that were missed."""
    sizes = sorted(found)
    for small, large in pairwise(sizes):
        growth = found[large]["whole"]["seconds"] / found[small]["whole"]["seconds"]
        figures.say(f"{large / small:.0f} times the rows take {growth:.1f} times as long (goal: {GROWTH})")
        figures.keep(growth=round(growth, 1))
    last = found[sizes[-1]]
    goals = {
        f"{last['times_floor']} times the floor (goal: {FLOOR})": last["times_floor"] <= FLOOR,
        f"peak {last['whole']['peak'] / 1e9:.1f} GB (goal: {MEMORY / 1e9:.0f})": last["whole"]["peak"]
        <= MEMORY,
        f"a week is 1/{last['whole_by_week']} of a full build (goal: 1/{INCREMENT})": last["whole_by_week"]
        >= INCREMENT,
    }
    for goal, reached in goals.items():
        figures.say(f"{'reached' if reached else 'MISSED '}  {goal}")


def _figures(cost: Cost) -> dict[str, float]:
    return {**cost.spent.as_figures(), "peak": cost.peak}


def _in_words(rows: int, costs: dict[str, Cost], found: dict[str, Any]) -> list[str]:
    said = {
        "floor": "the floor: five tables by hand",
        "whole": "all measures from nothing",
        "import": "import of a week",
        "week": "all measures after the week",
        "nothing": "the same when nothing changed",
    }
    lines = [f"{rows:,} rows, {found['bytes'] / 1e6:,.0f} MB; parts {found['parts_bytes'] / 1e6:,.0f} MB"]
    for name, words in said.items():
        peak = f", peak {costs[name].peak / 1e6:,.0f} MB" if costs[name].peak else ""
        lines.append(f"  {words:32} {costs[name].spent}{peak}")
    return lines


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


if __name__ == "__main__":
    main()
