"""What a build says where there is no Spark to use, and how much Spark it takes to say it: none."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from catchment.engines.choose import open_engine
from catchment.network.errors import BadInput


def refusal(name: str, scratch: Path) -> str:
    with pytest.raises(BadInput) as caught:
        open_engine(name, scratch)
    assert list(scratch.iterdir()) == []
    return str(caught.value)


def test_an_unknown_engine(tmp_path: Path) -> None:
    assert refusal("polars", tmp_path) == "there is no engine called polars; there are duckdb and spark"


def test_without_pyspark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pyspark" else find(name))
    assert refusal("spark", tmp_path) == "the engine spark needs PySpark: install catchment[spark]"


def test_without_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    said = "the engine spark needs Java 17 or later: install it, or set JAVA_HOME to its folder"
    assert refusal("spark", tmp_path) == said


@pytest.mark.usefixtures("installed")
def test_spark_connect_is_not_taken_for_a_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPARK_REMOTE", "sc://127.0.0.1")
    assert "unset SPARK_REMOTE" in refusal("spark", tmp_path)


def test_a_build_on_duckdb_loads_no_spark() -> None:
    """PySpark is an extra: whoever has not installed it builds as before."""
    program = "import sys, catchment.release.build.candidate; sys.exit('pyspark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
