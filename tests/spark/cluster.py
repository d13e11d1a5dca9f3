"""A standalone cluster of Spark on the loopback: a master and two workers, as its scripts would start it.

The package from PyPI has no such scripts, but all of Spark.
"""

import contextlib
import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pyspark

HOST = "127.0.0.1"
WORKERS = 2
PATIENCE = 120
"""Seconds until a part of the cluster must be up, on a machine that is busy with other tests."""

QUICK_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Java compiles no deeper than pays for a process of a minute or two."""

CONFIGURATION = {
    "spark.driver.bindAddress": HOST,
    "spark.driver.host": HOST,
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": QUICK_JAVA,
    "spark.executor.extraJavaOptions": QUICK_JAVA,
    "spark.executor.memory": "512m",
    # Rows are few here, so what takes time is Spark's care for many.
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[Path]:
    """A running cluster; yields the folder of the configuration that leads a driver to it.

    `folder` takes its logs and working files. All processes are gone afterwards.
    """
    with contextlib.ExitStack() as running:
        master = running.enter_context(_daemon(folder / "master.log", "master.Master"))
        address = _wait_for(folder / "master.log", r"Starting Spark master at (spark://\S+)", master)
        workers = []
        for number in range(WORKERS):
            options = ["--cores", "1", "--memory", "600m", "--work-dir", str(folder / f"work-{number}")]
            log = folder / f"worker-{number}.log"
            workers.append((log, running.enter_context(_daemon(log, "worker.Worker", *options, address))))
        for log, worker in workers:
            _wait_for(log, r"Successfully registered with master (\S+)", worker)
        yield _configuration(folder / "conf", address)


def _configuration(folder: Path, address: str) -> Path:
    folder.mkdir()
    lines = [f"{name} {value}\n" for name, value in {"spark.master": address, **CONFIGURATION}.items()]
    (folder / "spark-defaults.conf").write_text("".join(lines))
    return folder


@contextlib.contextmanager
def _daemon(log: Path, name: str, *arguments: str) -> Iterator[subprocess.Popen]:
    program = Path(pyspark.__file__).parent / "bin" / "spark-class"
    ports = ["--host", HOST, "--port", "0", "--webui-port", "0"]
    command = [program, f"org.apache.spark.deploy.{name}", *ports, *arguments]
    environment = {
        **os.environ,
        "SPARK_LOCAL_IP": HOST,
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": QUICK_JAVA,
    }
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(log: Path, line: str, process: subprocess.Popen) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if found := re.search(line, log.read_text(errors="replace")):
            return found[1]
        time.sleep(0.1)
    raise RuntimeError(f"a part of the cluster did not start:\n{log.read_text(errors='replace')}")
