"""Rows wait in the database, in the same transaction as what they tell of; then they become a batch."""

import logging
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction

from catchment.network import contract
from catchment.portal.outbox import batch

log = logging.getLogger(__name__)

Value = str | date | None


def add(table: str, **row: Value) -> None:
    """Let a row of a table of the contract go to the inbox once this transaction is committed.

    TypeError for a row that the contract does not know: nobody could take it in.
    """
    _check(contract.tables()[table], row)
    said = {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
    _waiting().create(table=table, row=said)
    transaction.on_commit(partial(send_if_possible, settings.CATCHMENT_INBOX))


def send_if_possible(inbox: Path) -> None:
    """`send`, but a folder that cannot be written keeps nobody from what they are doing."""
    try:
        send(inbox)
    except OSError as error:
        log.error(
            "What people did in the portal waits in the database, because %s cannot be written: %s",
            inbox,
            error.strerror,
        )


def send(inbox: Path) -> int:
    """Write everything that waits as one batch and forget it here; how many rows. OSError if it cannot be.

    Between the two a crash may come: then the rows are written twice, and the second time changes nothing.
    """
    with transaction.atomic():
        rows = list(_waiting().select_for_update().order_by("pk"))
        if rows:
            batch.write(inbox, [(row.table, row.row) for row in rows])
            _waiting().filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _waiting() -> Any:
    # asked for by name: Django loads this package before any model
    return apps.get_model("outbox", "WaitingRow").objects


def _check(table: contract.Table, row: dict[str, Value]) -> None:
    strange = row.keys() - set(table.columns)
    missing = {field.name for field in table.fields if field.required and not row.get(field.name)}
    if strange or missing:
        raise TypeError(f"{table.name}: unknown columns {sorted(strange)}, missing columns {sorted(missing)}")
