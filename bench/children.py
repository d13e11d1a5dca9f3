"""Work in a process of its own, so that its peak memory is its own too."""

import multiprocessing
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bench.figures import Spent, timed


@dataclass(frozen=True)
class Cost:
    """What a function gave, what it took, and the most memory its process had, in bytes."""

    result: Any
    spent: Spent
    peak: int


def alone(work: Callable[..., Any], *arguments: Any) -> Cost:
    """Run a function of a module in a fresh process. RuntimeError if it fails; its traceback is on stderr."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(there, work, arguments))
    process.start()
    there.close()
    try:
        return here.recv()
    except EOFError as error:
        raise RuntimeError(f"{work.__name__} failed in its own process") from error
    finally:
        process.join()


def _run(there: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    spent, result = timed(lambda: work(*arguments))
    there.send(Cost(result, spent, _peak()))


def _peak() -> int:
    """The most memory this process had, in bytes."""
    if sys.platform == "darwin":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # the ru_maxrss of Linux counts what the parent held when it started this process
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
