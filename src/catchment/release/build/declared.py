"""What a program declares beforehand: targets of partners, and reporting groups with their sums."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import pyarrow as pa

from catchment.disclosure.atoms import Cell
from catchment.disclosure.sums import ALL, Place, totals
from catchment.network import metrics
from catchment.network.errors import BadInput
from catchment.release.build.geography import Geography
from catchment.release.build.schemas import conform, table_of

Members = dict[Place, list[str]]
"""The schools of each group: its id, and the partner whose shelf it lies on (None: program staff's)."""


def targets_table(targets: pa.Table) -> pa.Table:
    """The targets of all partners. BadInput where one is for a metric that does not exist."""
    for metric_id in targets["metric_id"].unique().to_pylist():
        if not metrics.exists(metric_id):
            raise BadInput(f'the table targets names "{metric_id}", and no metric is called so')
    return conform(targets, "targets")


def groups_table(groups: pa.Table, partners: Iterable[str]) -> pa.Table:
    """The reporting groups with their schools. BadInput where one belongs to a partner who is none."""
    known = {None, *partners}
    for partner_id in groups["partner_id"].unique().to_pylist():
        if partner_id not in known:
            raise BadInput(
                f'the table reporting_groups names the partner "{partner_id}", who is not in partners'
            )
    return conform(groups, "reporting_groups")


def group_counts(
    groups: pa.Table, cells: Sequence[Cell], geography: Geography, as_of: Mapping[str, date]
) -> pa.Table:
    """Sums of the shown groups of students at a reporting group's schools, by school year and course.

    A school counts in the years in which it counts anywhere.
    """
    members = _members(groups)
    wanted = {school_id for schools in members.values() for school_id in schools}
    by_school: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.key.school_id in wanted:
            by_school[cell.key.school_id].append(cell)
    rows = (row for place in members for row in _rows(place, members[place], by_school, geography, as_of))
    return table_of(list(rows), "group_counts")


def _members(groups: pa.Table) -> Members:
    members: Members = defaultdict(list)
    for row in groups.select(["group_id", "partner_id", "school_id"]).to_pylist():
        members[row["group_id"], row["partner_id"]].append(row["school_id"])
    return members


def _rows(
    place: Place,
    schools: Iterable[str],
    by_school: Mapping[str, Sequence[Cell]],
    geography: Geography,
    as_of: Mapping[str, date],
) -> Iterator[dict]:
    homes = geography.homes
    here = [school_id for school_id in sorted(schools) if any((school_id, year) in homes for year in as_of)]
    mine = [cell for school_id in here for cell in by_school.get(school_id, ())]

    def place_of(school_id: str, year: str) -> Place | None:
        return place if (school_id, year) in homes else None

    active = _active(cell for cell in mine if (cell.key.school_id, cell.key.school_year) in homes)
    for total in totals(mine, place_of, [(place, year) for year in as_of]):
        yield {
            "group_id": total.geo_id,
            "partner_id": total.partner_id,
            "school_year": total.school_year,
            "course_id": total.course_id,
            "as_of": as_of[total.school_year],
            "students": total.students,
            "groups_left_out": total.groups_left_out,
            "schools": sum((school_id, total.school_year) in homes for school_id in here),
            "active_schools": len(active[total.school_year, total.course_id]),
        }


def _active(cells: Iterable[Cell]) -> Mapping[tuple[str, str], set[str]]:
    """By school year and course (or `ALL`): the schools with a cell, shown or flagged."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for key, family, _ in cells:
        named = (key.course_id, ALL) if family == "course" else (key.course_id,)
        for course_id in named:
            found[key.school_year, course_id].add(key.school_id)
    return found
