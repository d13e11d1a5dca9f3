"""Emptying the tables after a test that committed, the audit's among them, which nobody else can empty."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

from catchment.portal.audit import triggers


@contextmanager
def past_the_triggers() -> Iterator[None]:
    """Take the audit's triggers away before each flush; Django puts them back when it has flushed."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def unguarded(self, statements: list[str]) -> None:
        triggers.remove(self.connection)
        flush(self, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", unguarded)
        yield
