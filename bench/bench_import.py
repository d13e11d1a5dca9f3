"""How fast `catchment import package` takes in activity, beside the bare floor in the same run.

    python bench/bench_import.py [--rows 5000000]

The floor is DuckDB copying the same CSV to Parquet and checking nothing. The import reads text strictly,
checks types, limits, references and the uniqueness of the key, splits by school year, and lands.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from catchment.sources.package import import_package
from catchment.sources.package.sample import write_sample

_ROUNDS = 3
_STUDENTS = 120_000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=5_000_000)
    rows = arguments.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="catchment-bench-") as folder:
        print_figures(rows, *measure(Path(folder), rows))


def measure(folder: Path, rows: int) -> tuple[list[float], list[float]]:
    """Seconds of the floor and of the import, taken in turns so that both see the same machine."""
    network, activity = prepare(folder, rows)
    floor, imported = [], []
    for _ in range(_ROUNDS):
        floor.append(seconds(lambda: copy_bare(activity, folder / "floor.parquet")))
        fresh = folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(network, fresh)
        imported.append(seconds(lambda: import_whole(activity, fresh, rows)))  # noqa: B023 - called at once
    return floor, imported


def prepare(folder: Path, rows: int) -> tuple[Path, Path]:
    """A network with everything but activity, and the activity as one CSV file in order of time."""
    package = write_sample(folder / "package")
    activity = package / "activity.csv"
    activity.unlink()
    (package / "section_students.csv").unlink()
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE lessons AS SELECT lesson_id FROM '{package}/lessons.csv'")
        connection.execute(
            f"COPY (SELECT left(md5(CAST(i AS VARCHAR)), 12) AS student_id, '' AS gender, '' AS races "
            f"FROM range({_STUDENTS}) t(i)) TO '{package}/students.csv' (HEADER)"
        )
        connection.execute(
            f"COPY (SELECT left(md5(CAST(i % {_STUDENTS} AS VARCHAR)), 12) AS student_id, lesson_id, "
            f"DATE '2023-08-15' + CAST(i * 930 // {rows} AS INTEGER) AS \"on\", 1 + i % 9 AS attempts "
            f"FROM range({rows}) t(i) JOIN (SELECT lesson_id, row_number() OVER () - 1 AS n FROM lessons) l "
            f"ON n = (i // {_STUDENTS}) % 35 ORDER BY i) TO '{activity}' (HEADER)"
        )
    network = folder / "network"
    import_package([package / name.name for name in sorted(package.iterdir()) if name != activity], network)
    return network, activity


def copy_bare(activity: Path, target: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"COPY (FROM read_csv('{activity}')) TO '{target}' (FORMAT parquet)")


def import_whole(activity: Path, network: Path, rows: int) -> None:
    report = import_package([activity], network)
    if report.tables[0].landed != rows:
        raise SystemExit(f"only {report.tables[0].landed:,} of {rows:,} rows landed:\n{report.as_text()}")


def seconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def print_figures(rows: int, floor: list[float], imported: list[float]) -> None:
    """Medians, and the ratio of each round's pair."""
    for name, times in (("bare floor", floor), ("import", imported)):
        middle = statistics.median(times)
        print(f"{name:>10}: {rows / middle:>12,.0f} rows/second ({middle:.2f} s, of {times_of(times)})")
    ratio = statistics.median(imported) / statistics.median(floor)
    print(f"{'ratio':>10}: {ratio:.2f} (target: at most 2)")


def times_of(times: list[float]) -> str:
    return ", ".join(f"{each:.2f}" for each in times)


if __name__ == "__main__":
    main()
