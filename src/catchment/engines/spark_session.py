"""Opens a session on Spark as the team that runs the cluster has configured it."""

import importlib.util
import logging
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from catchment.network.errors import BadInput

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

UNLESS_CONFIGURED = {"spark.log.level": "ERROR", "spark.ui.enabled": "false"}
"""What is set where the configuration is silent: a quiet program that opens no page on the network."""

OURS = {"spark.app.name": "catchment build", "spark.ui.showConsoleProgress": "false"}
"""What Java, thinking that it was started for a shell, has already set otherwise."""

ALWAYS = {
    "spark.sql.session.timeZone": "UTC",
    # Too large a number or an impossible cast is an error, as in DuckDB, never a wrong or missing value.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
}
"""What the same rows on every engine rest on, whatever the configuration says."""


def missing() -> str | None:
    """What has to be installed before Spark can be used, as a sentence; None if nothing."""
    if importlib.util.find_spec("pyspark") is None:
        return "the engine spark needs PySpark: install catchment[spark]"
    if _java() is None:
        return "the engine spark needs Java 17 or later: install it, or set JAVA_HOME to its folder"
    return None


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")


def open_session() -> tuple["SparkSession", bool]:
    """A session with views and settings of its own, and whether its application was started for it.

    Within an application that runs already no second one is started. BadInput where Spark is not installed
    or the cluster does not answer.
    """
    if why := missing():
        raise BadInput(why)
    if "SPARK_REMOTE" in os.environ:
        raise BadInput("the engine spark takes a master's address, not Spark Connect: unset SPARK_REMOTE")
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    session = running.newSession() if running else _start()
    for name, value in ALWAYS.items():
        session.conf.set(name, value)
    return session, running is None


def _start() -> "SparkSession":
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    master = "its master"
    try:
        # Starts Java, which reads Spark's own configuration; before that nothing of it is known here.
        SparkContext.setSystemProperty("spark.catchment", "started")
        conf = SparkConf()
        for name, value in UNLESS_CONFIGURED.items():
            conf.setIfMissing(name, value)
        conf.setAll(list(OURS.items()))
        master = conf.get("spark.master", master)
        # Every failure is told in one sentence; this one would tell it again in five pages.
        logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
        return SparkSession.builder.config(conf=conf).getOrCreate()
    except (Py4JError, PySparkException) as error:
        raise BadInput(f"Spark did not start or {master} did not answer: {first_line(error)}") from error


def first_line(error: Exception) -> str:
    """What Spark says went wrong, without Java's trace."""
    said = getattr(error, "java_exception", None)
    return str(said.toString() if said is not None else error).strip().splitlines()[0]
