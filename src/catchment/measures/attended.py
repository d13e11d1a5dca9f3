"""Who came to which session of which workshop."""

import ibis.expr.types as ir

from catchment.measures.step import Tables


def attended(tables: Tables) -> ir.Table:
    """person × session, once however many enrollments, with the workshop; deleted workshops are left out."""
    sessions = tables["known_workshop_sessions"].select("session_id", "workshop_id", "on")
    people = tables["enrolled_people"].select("enrollment_id", "workshop_id", "person_id")
    came = tables["attendance"].select("session_id", "enrollment_id").distinct()
    rows = came.inner_join(sessions, "session_id").inner_join(people, ["enrollment_id", "workshop_id"])
    rows = rows.filter(rows.person_id.notnull())
    rows = rows.group_by("person_id", "workshop_id", "session_id", "on").agg(
        enrollment_id=rows.enrollment_id.min()
    )
    workshops = tables["known_workshops"]
    workshops = workshops.filter(workshops.deleted_on.isnull())
    workshops = workshops.select("workshop_id", "partner_id", "course_id", "kind", "quarters", "starts_on")
    return rows.inner_join(workshops, "workshop_id")
