"""A second copy of `catchment.measures`, in which one file has a fault; the first copy stays as it is."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

from tests.mutations.faults import Fault

PACKAGE = "catchment.measures"


class _Faulty(MetaPathFinder, Loader):
    """Finds the one module with the fault; all others are found as usual."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        return ModuleSpec(name, self) if name == f"{PACKAGE}.{self._fault.module}" else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._fault.source, f"<{self._fault.name}>", "exec"), vars(module))


@contextmanager
def _set_aside() -> Iterator[None]:
    """While it lasts, no module of the package has been imported."""
    import catchment

    kept = {name: module for name, module in sys.modules.items() if name.startswith(PACKAGE)}
    for name in kept:
        del sys.modules[name]
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
            del sys.modules[name]
        sys.modules.update(kept)
        catchment.measures = kept[PACKAGE]


def faulty(fault: Fault) -> tuple[ModuleType, ModuleType]:
    """The modules `steps` and `vocabulary` of a copy of the package with the fault."""
    finder = _Faulty(fault)
    with _set_aside():
        sys.meta_path.insert(0, finder)
        try:
            return tuple(importlib.import_module(f"{PACKAGE}.{name}") for name in ("steps", "vocabulary"))
        finally:
            sys.meta_path.remove(finder)
