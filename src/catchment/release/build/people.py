"""Teacher tables: rosters of consenting teachers, cohorts over those who share, benchmarks of partners.

A person who does not share leaves no row on any shelf; only a cohort's `trained` counts them. Of a closed
year the rows of its closing release stay, but for those of people who no longer share.
"""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from catchment.disclosure import benchmarks, cohorts
from catchment.disclosure.cohorts import Cohort, Figures, SharingRow
from catchment.release.build.history import Past
from catchment.release.build.picking import but, equal, given
from catchment.release.build.schemas import SCHEMAS, conform, table_of

Closing = Mapping[str, Past]
"""Closed school year -> its closing release."""

_NEVER_BEFORE_START = (
    "days_to_start",
    "furthest_unit",
    "furthest_unit_name",
    "last_activity_on",
    "status_since",
    "completed_on",
    "completed_level",
)


def shared_roster(roster: pa.Table, school_names: pa.Table) -> pa.Table:
    """Rows that their person shares with the partner; nothing of a class before it has started."""
    shared = given(roster.filter(roster["sharing"]), "partner_id")
    named = shared.join(school_names, "school_id")
    started = pc.is_valid(named["started_on"])
    for column in _NEVER_BEFORE_START:
        blank = pa.scalar(None, named[column].type)
        position = named.schema.get_field_index(column)
        named = named.set_column(position, column, pc.if_else(started, named[column], blank))
    return conform(named, "roster")


def with_closed(today: pa.Table, closing: Closing) -> pa.Table:
    """The roster `today`, but closed years as in their closing release.

    Only people who share today keep their rows, and these say how to reach them today.
    """
    copied = _copied("roster", closing)
    if not len(copied):
        return _of_open(today, closing)
    now = today.select([*_WHOSE, *_CONTACT])
    kept = copied.drop_columns(_CONTACT).join(now, _WHOSE, join_type="inner")
    return conform(pa.concat_tables([_of_open(today, closing), kept.select(today.column_names)]), "roster")


_WHOSE = ["partner_id", "person_id", "training_year", "course_id", "school_year"]
_CONTACT = ["first_name", "last_name", "email", "phone"]


def _copied(name: str, closing: Closing) -> pa.Table:
    """The rows of closed years from their closing releases."""
    pieces = [
        _as_today(equal(past.table(name), "school_year", year), name)
        for year, past in sorted(closing.items())
    ]
    return pa.concat_tables([SCHEMAS[name].empty_table(), *pieces])


def _as_today(table: pa.Table, name: str) -> pa.Table:
    """The table with the columns of today's; what its release did not say yet is blank."""
    for field in SCHEMAS[name]:
        if field.name not in table.column_names:
            table = table.append_column(field, pa.nulls(len(table), field.type))
    return table.select(SCHEMAS[name].names)


def _of_open(table: pa.Table, closing: Closing) -> pa.Table:
    return but(table, "school_year", closing)


def figures(roster: pa.Table) -> dict[Cohort, Figures]:
    """Figures of every cohort in a roster of people who share."""
    size = len(Cohort._fields)
    columns = [
        *(roster[name] for name in Cohort._fields),
        *(pc.is_valid(roster[name]) for name in ("started_on", "completed_on")),
        pc.fill_null(roster["workshop_retention"], False),
        roster["sustained"],
        *(pc.fill_null(roster[name], False) for name in _SO_FAR),
    ]
    rows = zip(*(column.to_pylist() for column in columns), strict=True)
    return cohorts.figures(SharingRow(Cohort(*row[:size]), *row[size:]) for row in rows)


_SO_FAR = ("implementation_365", "started_before_training", "implemented_any")
"""What may not be known yet of a teacher, and is then not counted yet."""


def partner_cohorts(today: pa.Table, shared: Mapping[Cohort, Figures], closing: Closing) -> pa.Table:
    """Cohorts over the teachers who share; those whom no partner trained are on no partner's shelf.

    In closed years `trained` is the closing release's, and the figures are of the rows that remain.
    """
    measured = conform(given(_of_open(today, closing), "partner_id"), "cohorts")
    copied = [_figured(row, shared) for row in _copied("cohorts", closing).to_pylist()]
    return conform(pa.concat_tables([measured, table_of(copied, "cohorts")]), "cohorts")


_NOBODY = Figures(sharing=0, started=0, completed=0, workshop_retained=0, sustained=None)


def _figured(row: dict, shared: Mapping[Cohort, Figures]) -> dict:
    found = shared.get(Cohort(*(row[name] for name in Cohort._fields)), _NOBODY)
    names = [name for name in SCHEMAS["cohorts"].names if hasattr(found, name)]
    return row | {name: getattr(found, name) for name in names}


def all_cohorts(today: pa.Table, closing: Closing) -> pa.Table:
    """The network's own cohorts, of closed years as in their closing release."""
    now = conform(_of_open(today, closing), "cohorts_all")
    return conform(pa.concat_tables([now, _copied("cohorts_all", closing)]), "cohorts_all")


def benchmark_table(shared: Mapping[Cohort, Figures], n: int) -> pa.Table:
    """What cohorts of several partners reach together, where enough teachers of each share."""
    return table_of([row._asdict() for row in benchmarks.benchmarks(shared, n)], "benchmarks")


def of_partner(table: pa.Table, partner_id: str | None) -> pa.Table:
    """The rows of one partner (None: rows of no partner)."""
    return equal(table, "partner_id", partner_id)
