"""The rows of the roster, and what it can be filtered by."""

from datetime import date
from typing import Any

from catchment.portal import clock, paging
from catchment.portal.checkin import said
from catchment.portal.checkin.said import Said
from catchment.portal.roster import teachers
from catchment.portal.roster.filters import RosterFilters
from catchment.release.reader import Reader
from catchment.words import reasons

QUARTERS = ("q1", "q2", "q3", "q4")


def choices(reader: Reader, partner_id: str) -> dict[str, list[Any]]:
    """The courses and years that occur among the partner's consenting teachers."""
    rows = teachers.query(
        reader, partner_id, "SELECT DISTINCT course_id, course, training_year, school_year FROM teachers"
    )
    courses = {row["course_id"]: row["course"] for row in rows}
    return {
        "courses": [
            {"course_id": course_id, "name": name}
            for course_id, name in sorted(courses.items(), key=lambda item: item[1])
        ],
        "training_years": sorted({row["training_year"] for row in rows}, reverse=True),
        "school_years": sorted({row["school_year"] for row in rows}, reverse=True),
    }


def page(reader: Reader, partner_id: str, filters: RosterFilters, number: int) -> paging.Page:
    """One page of the roster, each row with its reason, answer and quarters as a template can show them."""
    condition, params = filters.where()
    order, order_params = filters.order()
    sql = f"SELECT *, {paging.TOTAL} FROM teachers WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?"
    slice_params = [paging.SIZE, (number - 1) * paging.SIZE]
    rows = teachers.query(reader, partner_id, sql, [*params, *order_params, *slice_params])
    return paging.page(_shown(reader, partner_id, rows), number)


def person(reader: Reader, partner_id: str, person_id: str) -> list[dict[str, Any]]:
    """Every row of one person, newest school year first; none if unknown, foreign or not consenting."""
    sql = "SELECT * FROM teachers WHERE person_id = ? ORDER BY school_year DESC, training_year DESC, course"
    return _shown(reader, partner_id, teachers.query(reader, partner_id, sql, [person_id]))


def _shown(reader: Reader, partner_id: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    today, answers = clock.today(reader), said.of(reader, partner_id)
    return [_row(row, today, answers.get(row["person_id"])) for row in rows]


def _row(row: dict[str, Any], today: date, answer: Said | None) -> dict[str, Any]:
    """An answer stands in the rows of the school year in which it was given."""
    attended = [bool(row[quarter]) for quarter in QUARTERS]
    return {
        **row,
        "name": f"{row['first_name']} {row['last_name']}".strip(),
        "quarters": attended,
        "attended": sum(attended),
        "why": reasons.why(row, today) if row["needs_help"] else "",
        "said": answer if answer and answer.school_year == row["school_year"] else None,
    }
