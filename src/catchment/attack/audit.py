"""What an attack reports: what it tried, what it cost, what it broke, and how much doubt is left."""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import NamedTuple


@dataclass(frozen=True)
class Veto:
    """A broken promise: the cell, what it narrows to, how that is deduced, and which check found it."""

    cell: str
    narrows_to: str
    steps: tuple[str, ...]
    check: str = ""

    @property
    def why(self) -> str:
        """The steps and where they lead, in one line."""
        return f"{' '.join(self.steps)} So: {self.narrows_to}."


class Answer(NamedTuple):
    """What one check found: how many cells it tried, and a veto for each that gives something away."""

    tried: int
    vetoes: Iterable[Veto] = ()


@dataclass
class Audit:
    """The result for one release.

    `tried` and `seconds` are per check. `withheld` counts the values that the release withholds, by kind, and
    `least` is the smallest number of values that any of that kind can still have. `narrowed_for_readers`
    counts the small groups of which a shared teacher row says to its own readers that a class has begun;
    the promise leaves these out, and `least_for_readers` is the smallest number of values that any of them
    keeps for these readers (None: no such group). `certificate` is the SHA-256 of the file of witnesses, if
    one was made.
    """

    release: str
    digest: str
    tried: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    withheld: dict[str, int] = field(default_factory=dict)
    least: dict[str, int] = field(default_factory=dict)
    narrowed_for_readers: int = 0
    least_for_readers: int | None = None
    certificate: str | None = None
    vetoes: list[Veto] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return not self.vetoes

    def ask(self, check: str, question: Callable[[], Answer]) -> None:
        """Put one question, and note what it found and how long it took."""
        began = time.perf_counter()
        answer = question()
        self.vetoes += [replace(veto, check=check) for veto in answer.vetoes]
        self.tried[check] = answer.tried
        self.seconds[check] = round(time.perf_counter() - began, 3)

    def as_json(self) -> str:
        return json.dumps({**asdict(self), "passed": self.passed}, indent=1)
