"""Opens an engine by its name; what another engine needs is loaded only when it is asked for."""

from pathlib import Path
from typing import TYPE_CHECKING

from catchment.engines import spark_session
from catchment.engines.duckdb import DuckDBEngine
from catchment.network.errors import BadInput

if TYPE_CHECKING:
    from catchment.engines.spark import SparkEngine

DEFAULT = "duckdb"
ENGINES = (DEFAULT, "spark")
"""The names that `build --engine` takes."""


def open_engine(name: str, scratch: Path) -> "DuckDBEngine | SparkEngine":
    """The engine, to be used as a context manager; it leaves nothing behind in `scratch` when closed.

    BadInput where there is no such engine, or what it needs is not installed or does not start.
    """
    if name not in ENGINES:
        raise BadInput(f"there is no engine called {name}; there are {' and '.join(ENGINES)}")
    if name == DEFAULT:
        return DuckDBEngine(scratch)
    if why := spark_session.missing():
        raise BadInput(why)
    from catchment.engines.spark import SparkEngine

    return SparkEngine(scratch)
