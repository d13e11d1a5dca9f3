"""One cluster and one application for all tests on Spark."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

import pytest

from catchment.engines import spark_session
from tests.spark.plan import Plan


@pytest.fixture(scope="session")
def installed() -> None:
    """Without Java a developer may go on; CI may not, or Spark would go untested unnoticed."""
    if why := spark_session.missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)


@pytest.fixture(scope="session")
def spark(installed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An application on the cluster, which every engine opened meanwhile shares."""
    from tests.spark.cluster import HOST, cluster

    with pytest.MonkeyPatch.context() as environment, cluster(tmp_path_factory.mktemp("cluster")) as conf:
        environment.setenv("SPARK_CONF_DIR", str(conf))
        environment.setenv("SPARK_LOCAL_IP", HOST)
        session, started = spark_session.open_session()
        try:
            assert started
            assert session.sparkContext.master.startswith("spark://")
            yield
        finally:
            session.stop()


@pytest.fixture(scope="session")
def plan_of() -> Callable[[date], Plan]:
    """The plan of the measures as of a day; Ibis takes a while to make one."""
    return cache(Plan)
