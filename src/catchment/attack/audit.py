"""What an attack reports: the promises it tried to break and every one it broke."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Veto:
    """A broken promise: which check, which cell, and the steps of the deduction in words."""

    check: str
    cell: str
    why: str


@dataclass
class Audit:
    """The result for one release; `tried` counts the cells that each check looked at."""

    release: str
    digest: str
    tried: dict[str, int] = field(default_factory=dict)
    vetoes: list[Veto] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return not self.vetoes

    def add(self, check: str, tried: int, vetoes: Iterable[Veto]) -> None:
        self.tried[check] = self.tried.get(check, 0) + tried
        self.vetoes += vetoes

    def as_json(self) -> str:
        return json.dumps({**asdict(self), "passed": self.passed}, indent=1)
