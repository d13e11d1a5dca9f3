"""Measured figures: one printed line each, and a JSON file that documents can quote."""

import argparse
import json
import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

RESULTS = Path(__file__).parent / "results"
Result = TypeVar("Result")


class Figures:
    """The figures of one run, with the machine that they were measured on."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._begun = os.getloadavg()[0]
        self._figures: dict[str, Any] = {}

    def say(self, line: str, **figures: Any) -> None:
        """Print a line and keep its figures under their names."""
        print(line, flush=True)
        self.keep(**figures)

    def keep(self, **figures: Any) -> None:
        self._figures.update(figures)

    def write(self, folder: Path) -> Path:
        """`<name>.json` in the folder; the load is the average over a minute, before and after the run."""
        folder.mkdir(parents=True, exist_ok=True)
        said = {"measured_on": date.today().isoformat(), "machine": self._machine(), **self._figures}
        path = folder / f"{self.name}.json"
        path.write_text(json.dumps(said, indent=1) + "\n", "utf-8")
        machine = said["machine"]
        print(f"On {machine['cores']} cores, {machine['memory_gb']} GB, load {machine['load']}: {path.name}")
        return path

    def _machine(self) -> dict[str, Any]:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        return {
            "cores": os.cpu_count(),
            "memory_gb": round(memory / 1e9),
            "processor": platform.machine(),
            "python": platform.python_version(),
            "load": [round(self._begun, 2), round(os.getloadavg()[0], 2)],
        }


def parser(doc: str | None) -> argparse.ArgumentParser:
    """A parser whose help is the bench's own docstring, with what every bench takes."""
    made = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--results", type=Path, default=RESULTS, metavar="DIR", help="where the JSON file goes")
    return made


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock and of processors; on a busy machine only the latter say what the work costs."""

    clock: float
    processor: float

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(self.clock + other.clock, self.processor + other.processor)

    def __str__(self) -> str:
        return f"{self.clock:.2f} s ({self.processor:.2f} s of processors)"

    def as_figures(self) -> dict[str, float]:
        return {"seconds": round(self.clock, 3), "processor_seconds": round(self.processor, 3)}


NOTHING = Spent(0.0, 0.0)


def timed(work: Callable[[], Result], rounds: int = 1) -> tuple[Spent, Result]:
    """The quickest of `rounds` runs, its child processes included, and what the last one gave."""
    spent = []
    for _ in range(rounds):
        begun, before = time.perf_counter(), sum(os.times()[:4])
        result = work()
        spent.append(Spent(time.perf_counter() - begun, sum(os.times()[:4]) - before))
    return min(spent, key=lambda each: each.clock), result


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"
