"""Teacher tables as they may be read today: rows whose consent is in force, and cohorts summed from them."""

from collections.abc import Callable, Collection

import pyarrow as pa
import pyarrow.compute as pc

from catchment.release.reader import Reader

TABLES = ("roster", "cohorts")
COHORT = ["partner_id", "training_year", "course_id", "school_year"]
People = Callable[[str], Collection[str]]
"""Partner id -> the persons who share with that partner today."""


def read_shared(reader: Reader, name: str, people: People) -> pa.Table:
    """`roster` or `cohorts` of `reader`, without those who have stopped sharing since it was built."""
    roster = _still_shared(reader.arrow("roster"), people)
    return roster if name == "roster" else _cohorts(reader.arrow("cohorts"), roster)


def _still_shared(roster: pa.Table, people: People) -> pa.Table:
    parts = [roster.slice(0, 0)]
    for partner in roster["partner_id"].unique().to_pylist():
        sharing = pa.array(sorted(people(partner)), pa.string())
        of_partner = (pc.field("partner_id") == partner) & pc.field("person_id").isin(sharing)
        parts.append(roster.filter(of_partner))
    return pa.concat_tables(parts)


def _cohorts(released: pa.Table, roster: pa.Table) -> pa.Table:
    """The released cohorts with their counts taken anew from `roster`; only `trained` stays as it was."""
    counted = {tuple(row[key] for key in COHORT): row for row in _counts(roster).to_pylist()}
    rows = []
    for row in released.to_pylist():
        now = counted.get(tuple(row[key] for key in COHORT), dict.fromkeys(_COUNTS, 0))
        sustained = None if row["sustained"] is None else now["sustained"] or 0
        rate = now["started"] / now["sharing"] if now["sharing"] else None
        rows.append({**row, **now, "sustained": sustained, "implementation_rate": rate})
    return pa.Table.from_pylist(rows, schema=released.schema)


_SO_FAR = {
    "workshop_retained": "workshop_retention",
    "sustained": "sustained",
    "started_365": "implementation_365",
    "started_before_training": "started_before_training",
    "implemented_any": "implemented_any",
}
"""Count of a cohort -> what a row says of its teacher, blank while it is not known."""
_COUNTS = ("sharing", "started", "completed", *_SO_FAR)


def _counts(roster: pa.Table) -> pa.Table:
    columns = {key: roster[key] for key in COHORT}
    columns["sharing"] = pa.array([1] * len(roster), pa.int64())
    columns["started"] = pc.cast(pc.is_valid(roster["started_on"]), pa.int64())
    columns["completed"] = pc.cast(pc.is_valid(roster["completed_on"]), pa.int64())
    known = {name: pc.fill_null(roster[said], False) for name, said in _SO_FAR.items()}
    columns |= {name: pc.cast(column, pa.int64()) for name, column in known.items()}
    counted = pa.table(columns).group_by(COHORT).aggregate([(name, "sum") for name in _COUNTS])
    return counted.rename_columns({f"{name}_sum": name for name in _COUNTS})
