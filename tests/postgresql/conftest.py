"""A PostgreSQL server for the tests of this folder."""

import os
from collections.abc import Iterator

import pytest

from tests import postgresql_server


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Without the server a developer may go on; CI may not, or PostgreSQL would go untested unnoticed."""
    if why := postgresql_server.missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    with postgresql_server.server() as address:
        yield address
