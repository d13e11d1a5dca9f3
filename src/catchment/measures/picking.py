"""Picking one row of a group by order, the same on every engine."""

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

FIFTH = 5
"""A class is at least five distinct students; fewer have not started and not completed."""


def nth(table: ir.Table, within: Sequence[str], order: Sequence, n: int | ir.IntegerValue) -> ir.Table:
    """The `n`-th row (from 1) of each group `within`; `order` must leave no ties that matter."""
    rank = ibis.row_number().over(group_by=list(within), order_by=list(order)) + 1
    ranked = table.mutate(rank_in_group=rank, rank_wanted=n)
    return ranked.filter(ranked.rank_in_group == ranked.rank_wanted).drop("rank_in_group", "rank_wanted")


def first(table: ir.Table, within: Sequence[str], order: Sequence) -> ir.Table:
    """The first row of each group `within`."""
    return nth(table, within, order, 1)


def fifth_day(table: ir.Table, within: Sequence[str], day: str) -> ir.Table:
    """The fifth of the days of each group `within`, and no row where there are fewer; a row a student.

    Lists are quicker than numbered rows.
    """
    days = table.group_by(list(within)).agg(days=table[day].collect().sort())
    days = days.filter(days.days.length() >= FIFTH)
    # a day beyond the end of a list is blank in one engine and an error in another
    fifth = ibis.ifelse(days.days.length() >= FIFTH, days.days[FIFTH - 1], ibis.null("date"))
    return days.mutate(**{day: fifth}).drop("days")


def partner_key(table: ir.Table) -> ir.StringValue:
    """`partner_id` made joinable: a workshop without a partner has a blank one, and blank equals blank."""
    return table.partner_id.fill_null("")
