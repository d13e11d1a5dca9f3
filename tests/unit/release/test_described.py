"""What no metric defines is not published: every column is a key, a label or named in the registry."""

import pyarrow as pa
import pytest

from catchment.network.errors import PromiseFailed
from catchment.network.metrics import METRICS
from catchment.release.build.described import BY_ROW, KEYS, LABELS, is_described
from catchment.release.build.schemas import SCHEMAS
from tests import release_tools as tools

COLUMNS = [(name, column) for name, schema in SCHEMAS.items() for column in schema.names]


def test_every_column_of_every_table_is_described():
    assert [f"{name}.{column}" for name, column in COLUMNS if not is_described(name, column)] == []


def test_the_registry_names_columns_that_there_are():
    named = [column for metric in METRICS for column in metric.columns]
    assert set(named) <= {f"{name}.{column}" for name, column in COLUMNS}


def test_no_column_is_both_a_label_and_a_metric():
    measured = {column for metric in METRICS for column in metric.columns}
    free = {f"{name}.{column}" for name, columns in LABELS.items() for column in columns}
    free |= {f"{name}.{column}" for name, column in COLUMNS if column in KEYS or BY_ROW.get(name) == column}
    assert free & measured == set()


def test_a_column_that_no_metric_defines_cannot_be_published(tmp_path, monkeypatch):
    schema = SCHEMAS["roster"].append(pa.field("class_size", pa.int64()))
    monkeypatch.setitem(SCHEMAS, "roster", schema)
    found = tools.inputs(roster=[{**tools.roster_row("p1", "one"), "class_size": 7}])
    with pytest.raises(PromiseFailed, match='the column "class_size" of the table roster has no entry'):
        tools.make_release(tmp_path / "releases", found)
    assert not list((tmp_path / "releases").glob("*/manifest.json"))
