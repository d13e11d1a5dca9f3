"""Teacher tables: rosters of consenting teachers, cohorts over those who share, the network's own cohorts.

A person who does not share leaves no row on any shelf; only a cohort's `trained` counts them.
"""

import pyarrow as pa
import pyarrow.compute as pc

from catchment.release.build.schemas import conform

_NEVER_BEFORE_START = (
    "furthest_unit",
    "furthest_unit_name",
    "last_activity_on",
    "status_since",
    "completed_on",
    "completed_level",
)


def shared_roster(roster: pa.Table, school_names: pa.Table) -> pa.Table:
    """Rows that their person shares with the partner; nothing of a class before it has started."""
    shared = roster.filter(pc.and_kleene(pc.field("sharing"), pc.is_valid(pc.field("partner_id"))))
    named = shared.join(school_names, "school_id")
    started = pc.is_valid(named["started_on"])
    for column in _NEVER_BEFORE_START:
        blank = pa.scalar(None, named[column].type)
        position = named.schema.get_field_index(column)
        named = named.set_column(position, column, pc.if_else(started, named[column], blank))
    return conform(named, "roster")


def partner_cohorts(cohorts: pa.Table) -> pa.Table:
    """Cohorts over the teachers who share; those whom no partner trained are on no partner's shelf."""
    return conform(cohorts.filter(pc.is_valid(pc.field("partner_id"))), "cohorts")


def of_partner(table: pa.Table, partner_id: str | None) -> pa.Table:
    """The rows of one partner (None: rows of no partner)."""
    column = pc.field("partner_id")
    return table.filter(column.is_null() if partner_id is None else column == partner_id)
