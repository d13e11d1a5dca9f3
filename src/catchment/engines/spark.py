"""Apache Spark as an engine, for networks that outgrow one machine: the user's own cluster does the work.

Every table that it keeps is a folder of Parquet files, so the folder of the warehouse must be the same on
this machine and on every worker.
"""

import re
import shutil
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from ibis.backends.pyspark.datatypes import PySparkSchema
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql.types import StructType

from catchment.engines.duckdb import TYPES
from catchment.engines.spark_session import first_line, open_session
from catchment.network import contract
from catchment.network.errors import BadInput


class SparkEngine:
    """A session of Spark that keeps its tables in `scratch`, from where `close` removes them.

    Use as a context manager. The tables it returns are names with a schema, to build expressions on: rows
    come out of `arrow`. BadInput where Spark is not installed, does not start or cannot compute a table.
    """

    def __init__(self, scratch: Path) -> None:
        self._session, self._started = open_session()
        self._folder = scratch / "spark"
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        self._kept: dict[str, ds.Dataset] = {}
        self._numbers = count()

    def __enter__(self) -> "SparkEngine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def source(self, name: str, files: Sequence[Path], table: contract.Table) -> ir.Table:
        """A view over the Parquet files with exactly the contract's columns and types; no files: no rows."""
        return self._view(name, files, ibis.schema({field.name: TYPES[field.type] for field in table.fields}))

    def vocabulary(self, name: str, rows: pa.Table) -> ir.Table:
        """A small table, copied in."""
        file = self._place()
        pq.write_table(rows, file)
        return self._keep(name, file, ibis.schema(rows.schema))

    def materialise(self, name: str, expression: ir.Table) -> ir.Table:
        """Compute the expression into a table with exactly the types that it promises."""
        query = ibis.pyspark.compile(expression)
        folder = self._place()
        try:
            rows = self._session.sql(query).to(PySparkSchema.from_ibis(expression.schema()))
            rows.write.parquet(_address(folder))
        except (Py4JError, PySparkException) as error:
            raise BadInput(f"Spark could not compute {name}: {first_line(error)}") from error
        return self._keep(name, folder, expression.schema())

    def arrow(self, name: str) -> pa.Table:
        """The rows sorted by all columns from left to right, blanks last."""
        rows = self._kept[name].to_table()
        return rows.sort_by([(column, "ascending") for column in rows.column_names])

    def write(self, name: str, file: Path) -> None:
        """The rows as a Parquet file, in no order: for tables that need not be held in memory whole."""
        rows = self._kept[name]
        with pq.ParquetWriter(file, rows.schema) as writer:
            for batch in rows.to_batches():
                writer.write_batch(batch)

    def close(self) -> None:
        """Remove the tables, and end the application if this engine started it.

        In another's application the views stay until it ends, in a session that nobody else can see.
        """
        if self._started:
            self._session.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _place(self) -> Path:
        """A new place for the rows of a table: any text may be a table's name, but not a file's."""
        return self._folder / f"{next(self._numbers)}.parquet"

    def _keep(self, name: str, place: Path, schema: ibis.Schema) -> ir.Table:
        # Spark writes down what can never be blank; other engines do not, so nobody may rely on it.
        types = pa.schema([field.with_nullable(True) for field in schema.to_pyarrow()])
        self._kept[name] = ds.dataset(place, schema=types, format="parquet")
        return self._view(name, [place], schema)

    def _view(self, name: str, places: Sequence[Path], schema: ibis.Schema) -> ir.Table:
        types = PySparkSchema.from_ibis(schema)
        if places:
            # The schema given, no file is opened before its rows are needed.
            rows = self._session.read.schema(types).parquet(*(_pattern(_address(place)) for place in places))
        else:
            rows = self._session.sql(_no_rows(types))
        rows.createOrReplaceTempView("`" + name.replace("`", "``") + "`")
        return ibis.table(schema, name=name)


def _no_rows(types: StructType) -> str:
    columns = (f"CAST(NULL AS {field.dataType.simpleString()}) AS `{field.name}`" for field in types)
    return f"SELECT {', '.join(columns)} WHERE false"


def _address(path: Path) -> str:
    """A path of a mounted folder as Spark writes it, whatever file system it takes for its own."""
    return f"file:{path.absolute()}"


def _pattern(address: str) -> str:
    """An address to read from: Spark takes it for a pattern."""
    return re.sub(r"([\\{}\[\]*?])", r"\\\1", address)
