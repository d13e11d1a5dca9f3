"""The one door to teacher rows: whatever reads them reads `teachers`, and sees consenting people only."""

from collections.abc import Sequence
from typing import Any

from catchment.portal import clock, consents
from catchment.release.reader import Reader

_TEACHERS = """
WITH teachers AS (
    SELECT roster.*, coalesce(courses.name, roster.course_id) AS course
    FROM roster LEFT JOIN courses USING (course_id)
    WHERE roster.partner_id = ? AND roster.person_id IN (SELECT unnest(?::VARCHAR[]))
)
"""


def query(reader: Reader, partner_id: str, sql: str, params: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """Rows of `sql` over `teachers`: the partner's roster rows whose consent is in force today."""
    people = consents.people(partner_id, clock.today(reader))
    return reader.query(_TEACHERS + sql, [partner_id, list(people), *params])
