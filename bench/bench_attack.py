"""The full attack on a national release with all that was published before it: seconds and peak memory.

    python -m bench.bench_attack                         the nation, five school years, 12 earlier releases
    python -m bench.bench_attack --scale 0.1 --scale 3   others, one after the other, as ratios to the first

A release a month, from June 2025 on, is built by the real builder from measured tables of the invented
nation (bench/students.py) and put into the ledger; the last one stays a candidate and is attacked in a
process of its own, with the others in hand. Building is measured beside it. The bench fails where the
attack finds anything: then the figures would be those of another question.
"""

import argparse
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from bench import measured, releases, schools
from bench.children import alone
from bench.figures import Figures, Spent, parser, timed
from catchment.attack.run import attack, certify
from catchment.release.build.ledger import Ledger

FIRST = date(2025, 6, 30)
"""The first release closes the school year 2024-25; the census and the months of 2025-26 follow."""
SCALES = (1.0, 0.1, 3.0)


def main(arguments: list[str] | None = None) -> None:
    options = options_of(arguments)
    figures = Figures("attack")
    measure(options, figures)
    figures.write(options.results)


def options_of(arguments: list[str] | None) -> argparse.Namespace:
    made = parser(__doc__)
    made.add_argument("--scale", type=float, action="append", help="1 is the nation")
    made.add_argument("--years", type=int, default=5, help="school years with students")
    made.add_argument("--earlier", type=int, default=12, help="releases before the one attacked")
    return made.parse_args(arguments)


def measure(options: argparse.Namespace, figures: Figures) -> None:
    found: dict[float, dict[str, Any]] = {}
    for scale in options.scale or SCALES:
        with tempfile.TemporaryDirectory(prefix="catchment-bench-") as folder:
            found[scale] = measure_one(Path(folder), scale, options, figures)
    base = next(iter(found))
    for scale, other in found.items():
        if scale != base:
            ratios = {
                name: other["attack"][name] / found[base]["attack"][name]
                for name in ("processor_seconds", "peak")
            }
            figures.say(
                f"{scale / base:g} times the schools: {ratios['processor_seconds']:.2f} times the seconds of "
                f"processors and {ratios['peak']:.2f} times the memory of the attack."
            )
            other["ratios"] = ratios
    figures.keep(scales={f"{scale:g}": each for scale, each in found.items()})


def measure_one(folder: Path, scale: float, options: argparse.Namespace, figures: Figures) -> dict[str, Any]:
    """Build the series at a scale, then attack its last release."""
    built = alone(build_series, folder, scale, options.years, options.earlier)
    candidate = folder / "releases" / built.result[-1]["release"]
    cost, certified = alone(attack_one, candidate), alone(certify_one, candidate)
    said = {
        "releases": len(built.result),
        "groups": built.result[-1]["groups"],
        "build": {**built.result[-1]["spent"].as_figures(), "peak": built.peak},
        "attack": {**cost.spent.as_figures(), "peak": cost.peak},
        "certify": {**certified.spent.as_figures(), "peak": certified.peak, "bytes": certified.result},
        "tried": cost.result["tried"],
    }
    figures.say(_in_words(scale, options, said))
    _confirm(cost.result)
    return said


def build_series(folder: Path, scale: float, years: int, earlier: int) -> list[dict[str, Any]]:
    """A series of the nation in its given size; what each release cost to build from measured tables."""
    for name in ("schools", "students"):
        (folder / name).mkdir()
    return series(
        measured.nation(schools.read(folder / "schools", scale), years, folder / "students"), folder, earlier
    )


def series(nation: measured.Nation, folder: Path, earlier: int) -> list[dict[str, Any]]:
    """`earlier` releases in the ledger of `folder`/releases, and a candidate."""
    said = []
    for number, as_of in enumerate(releases.month_ends(FIRST, earlier + 1)):
        found = nation.inputs(as_of)
        spent, release = timed(lambda: releases.build(found, folder / "releases", as_of))  # noqa: B023 - at once
        if number < earlier:
            releases.put_up(release)
        said.append({"release": release.name, "spent": spent, "groups": len(found.measured["atoms"])})
    return said


def attack_one(candidate: Path) -> dict[str, Any]:
    """The attack with every earlier release in hand: what it tried and found."""
    audit = attack(candidate, _earlier(candidate))
    vetoes = Counter(veto.check for veto in audit.vetoes)
    return {"tried": dict(audit.tried), "vetoes": dict(vetoes), "first": [str(v) for v in audit.vetoes[:3]]}


def certify_one(candidate: Path) -> int:
    """The same, and then the certificate, as `catchment attack` makes it; how many bytes it has."""
    _, content = certify(candidate, _earlier(candidate))
    return len(content or b"")


def _earlier(candidate: Path) -> list[Path]:
    entries = Ledger(candidate.parent).entries()
    return [candidate.parent / entry.release for entry in entries if entry.kind == "published"]


def _in_words(scale: float, options: argparse.Namespace, said: dict[str, Any]) -> str:
    return (
        f"Scale {scale:g}: {said['groups']:,} groups in {options.years} school years, {said['releases'] - 1} "
        f"earlier releases: attacked in {_cost(said['attack'])}; with its certificate of "
        f"{said['certify']['bytes'] / 1e6:.1f} MB in {_cost(said['certify'])}; the last release was built in "
        f"{_cost(said['build'])}, with all students in the same process."
    )


def _cost(said: dict[str, float]) -> str:
    return f"{Spent(said['seconds'], said['processor_seconds'])} and {said['peak'] / 1e9:.2f} GB"


def _confirm(found: dict[str, Any]) -> None:
    if found["vetoes"]:
        raise SystemExit(f"the attack found {found['vetoes']}, first {found['first']}")


if __name__ == "__main__":
    main()
