"""The one door to teacher rows: whatever reads them reads `teachers`, and sees consenting people only."""

from collections.abc import Sequence
from typing import Any

from catchment.portal import clock, consents
from catchment.portal.checkin import corrections
from catchment.release.reader import Reader

_TEACHERS = """
WITH corrected AS (
    SELECT unnest(?::VARCHAR[]) AS person_id, unnest(?::VARCHAR[]) AS corrected_email
), teachers AS (
    SELECT roster.* REPLACE (coalesce(corrected_email, roster.email) AS email),
        coalesce(courses.name, roster.course_id) AS course
    FROM roster LEFT JOIN courses USING (course_id) LEFT JOIN corrected USING (person_id)
    WHERE roster.partner_id = ? AND roster.person_id IN (SELECT unnest(?::VARCHAR[]))
)
"""


def query(reader: Reader, partner_id: str, sql: str, params: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """Rows of `sql` over `teachers`: the partner's roster rows whose consent is in force today.

    Addresses are those that teachers corrected, where they did.
    """
    people = consents.people(partner_id, clock.today(reader))
    emails = corrections.emails(partner_id)
    given = [list(emails), list(emails.values()), partner_id, list(people)]
    return reader.query(_TEACHERS + sql, [*given, *params])


def known_as(reader: Reader, said: str) -> str:
    """The id of the teacher whom staff know by it or by their e-mail address; blank for nobody.

    Nothing of a row leaves but its id, so that it needs no consent: who withdrew may ask who saw them, too.
    """
    sql = "SELECT person_id FROM roster WHERE person_id = ? OR lower(email) = lower(?) ORDER BY 1 LIMIT 1"
    found = reader.query(sql, [said, said])
    return found[0]["person_id"] if found else ""
