"""Opens an engine by its name; what another engine needs is loaded only when it is asked for."""

from contextlib import AbstractContextManager
from pathlib import Path

from catchment.engines.duckdb import DuckDBEngine
from catchment.network.errors import BadInput

DEFAULT = "duckdb"
ENGINES = (DEFAULT,)
"""The names that `build --engine` takes."""


def open_engine(name: str, scratch: Path) -> AbstractContextManager[DuckDBEngine]:
    """The engine, to be used as a context manager; it leaves nothing behind in `scratch` when closed.

    BadInput where there is no such engine.
    """
    if name == DEFAULT:
        return DuckDBEngine(scratch)
    raise BadInput(f"there is no engine called {name}; there are {', '.join(ENGINES)}")
