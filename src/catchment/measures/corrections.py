"""The roster as corrected: accepted clean-up requests over what the sources say."""

import ibis
import ibis.expr.types as ir
from ibis import _

from catchment.measures.picking import first, partner_key
from catchment.measures.step import Tables
from catchment.measures.trainings import FACTS, WHOSE


def trainings(tables: Tables) -> ir.Table:
    """`workshop_trainings` under the overlay of accepted roster corrections; the sources stay as they are."""
    base = tables["workshop_trainings"]
    base = base.mutate(partner_key=partner_key(base))
    verdicts = _verdicts(_in_force(tables))
    judged = base.left_join(verdicts, [*WHOSE, "partner_key"])
    kept = judged.filter(judged.present.isnull() | judged.present)
    added = verdicts.filter(verdicts.present).anti_join(base, [*WHOSE, "partner_key"])
    moved = _with_facts(added, base).mutate(partner_id=_.partner_key)
    columns = [*WHOSE, "partner_id", *FACTS]
    return kept.select(*columns).union(moved.select(*columns))


def _with_facts(added: ir.Table, base: ir.Table) -> ir.Table:
    """What the workshop of the partner named as the former one trained the person for moves along.

    Where that partner has no such workshop (the row had been moved to it before), the person's earliest
    for the course and year does. A person missing for an unknown reason brings no training facts.
    """
    facts = base.select(*WHOSE, *FACTS, trained_by="partner_key")
    found = added.inner_join(facts, WHOSE)
    found = found.mutate(elsewhere=found.trained_by != found.from_key)
    found = found.filter(~found.elsewhere | (found.from_key != ""))
    best = first(found, [*WHOSE, "partner_key"], ["elsewhere", "trained_on", "trained_by"])
    return added.left_join(best.select(*WHOSE, "partner_key", *FACTS), [*WHOSE, "partner_key"])


def _in_force(tables: Tables) -> ir.Table:
    corrections = tables["known_roster_corrections"]
    return corrections.filter(corrections.undone_on.isnull())


def _verdicts(corrections: ir.Table) -> ir.Table:
    """Whether a person is on a partner's roster, for every row that a correction names: its latest word.

    An `add` also takes the row off the partner it names, or off no partner's, where it names none.
    """
    corrections = corrections.mutate(
        partner_key=partner_key(corrections), from_key=corrections.from_partner_id.fill_null("")
    )
    moves = corrections.filter(corrections.kind == "add")
    left = moves.filter(moves.from_key != moves.partner_key).mutate(partner_key=moves.from_key)
    named = corrections.filter(corrections.kind.isin(["add", "remove"]))
    columns = [*WHOSE, "partner_key", "from_key", "decided_on", "request_id", "present"]
    events = named.mutate(present=named.kind == "add").select(*columns)
    events = events.union(left.mutate(present=False).select(*columns))
    latest = first(events, [*WHOSE, "partner_key"], [ibis.desc("decided_on"), ibis.desc("request_id")])
    return latest.drop("decided_on", "request_id")


def renamed(tables: Tables) -> ir.Table:
    """person × course × training year × partner → corrected e-mail and names, blank where not corrected."""
    updates = _in_force(tables)
    updates = updates.filter(updates.kind == "update", updates.value.notnull())
    updates = updates.mutate(partner_key=updates.partner_id)
    key = [*WHOSE, "partner_key"]
    latest = first(updates, [*key, "field"], [ibis.desc("decided_on"), ibis.desc("request_id")])
    fields = ("first_name", "last_name", "email")
    corrected = {f"corrected_{name}": latest.value.max(where=latest.field == name) for name in fields}
    return latest.group_by(key).agg(**corrected)
