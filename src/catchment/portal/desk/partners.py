"""The network by partner, in the order of their names: counts to plan by, never a ranking."""

from dataclasses import dataclass
from typing import Any

from catchment.portal import years
from catchment.portal.accounts.who_may import Reach
from catchment.portal.dashboard import standing
from catchment.portal.dashboard.region import ACTIVE
from catchment.portal.dashboard.standing import Standing
from catchment.release.reader import Reader
from catchment.words import estimates, withheld
from catchment.words.said import Said

_PARTNERS = "SELECT partner_id, name, kind FROM partners ORDER BY lower(name), partner_id"
_SCHOOLS = f"""
SELECT schools.partner_id, count(*) FILTER ({ACTIVE}) AS active
FROM schools WHERE school_year = ? AND course_id = 'all' GROUP BY ALL
"""
_STUDENTS = """
SELECT geo_id AS partner_id, students, groups_left_out, students_estimated, students_margin FROM regions
WHERE school_year = ? AND course_id = 'all'
"""


@dataclass(frozen=True)
class Partner:
    """One partner's line in the overview."""

    partner_id: str
    name: str
    active_schools: int
    students: int
    groups_left_out: int
    students_said: Said
    everybody: Said | None
    trained: int
    sharing: int
    started: int
    needs_help: int


def overview(reader: Reader, reach: Reach) -> list[Partner]:
    """Every partner in reach, by name."""
    label = years.running(reader)
    schools = _by_partner(reader, _SCHOOLS, label)
    students = _by_partner(reader, _STUDENTS, label)
    return [
        _line(
            row,
            schools.get(row["partner_id"], {}),
            students.get(row["partner_id"], {}),
            standing.of(reader, row["partner_id"]),
        )
        for row in reader.query(_PARTNERS)
        if reach.covers(row["partner_id"])
    ]


def _by_partner(reader: Reader, sql: str, label: str) -> dict[str, dict[str, Any]]:
    return {row["partner_id"]: row for row in reader.query(sql, [label])}


def _line(row: dict[str, Any], schools: dict[str, Any], students: dict[str, Any], now: Standing) -> Partner:
    return Partner(
        partner_id=row["partner_id"],
        name=row["name"],
        active_schools=schools.get("active", 0),
        students=students.get("students") or 0,
        groups_left_out=students.get("groups_left_out") or 0,
        students_said=withheld.total(students.get("students"), students.get("groups_left_out")),
        everybody=_everybody(students),
        **{what: now.total(what) for what in ("trained", "sharing", "started", "needs_help")},
    )


def _everybody(students: dict[str, Any]) -> Said | None:
    """All students of the region, small groups included; None before the year's estimates."""
    if students.get("students_estimated") is None:
        return None
    return estimates.of_all(students)
