"""`catalog.json`: the one file that says which Parquet files are the warehouse now."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from catchment.warehouse.batch import Batch
from catchment.warehouse.disk import WarehouseUnusable, replace_file

_VERSION = 1


@dataclass
class TableState:
    """The files of a table by partition (`""` where it has none), relative to the warehouse folder."""

    last_batch: str
    parts: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Catalog:
    batches: list[Batch] = field(default_factory=list)
    tables: dict[str, TableState] = field(default_factory=dict)

    def files(self, table: str) -> list[str]:
        """The table's files, oldest partition first."""
        state = self.tables.get(table)
        return [name for _, names in sorted(state.parts.items()) for name in names] if state else []

    def last_batch(self, table: str) -> Batch | None:
        state = self.tables.get(table)
        return next((batch for batch in self.batches if state and batch.id == state.last_batch), None)


def load(path: Path) -> Catalog:
    """The catalog at `path`; an empty one where nothing ever landed."""
    try:
        raw = json.loads(path.read_text("utf-8"))
        return Catalog(
            [Batch.from_dict(batch) for batch in raw["batches"]],
            {name: TableState(**state) for name, state in raw["tables"].items()},
        )
    except FileNotFoundError:
        return Catalog()
    except (ValueError, KeyError, TypeError) as error:
        raise WarehouseUnusable(
            f"{path}: not a warehouse catalog ({error}); restore it from a backup"
        ) from error


def save(path: Path, catalog: Catalog) -> None:
    """Make `catalog` the warehouse's state, atomically."""
    raw = {
        "version": _VERSION,
        "batches": [batch.as_dict() for batch in catalog.batches],
        "tables": {
            name: {"last_batch": state.last_batch, "parts": state.parts}
            for name, state in sorted(catalog.tables.items())
        },
    }
    replace_file(path, json.dumps(raw, indent=1, ensure_ascii=False) + "\n")
