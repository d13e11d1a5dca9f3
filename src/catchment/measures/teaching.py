"""Whether the class of a trained teacher started and completed, and whether they teach another course."""

import ibis.expr.types as ir

from catchment.measures.picking import first
from catchment.measures.roster_rows import CLASS, YEARLY
from catchment.measures.step import Tables


def roster_started(tables: Tables) -> ir.Table:
    """Earliest start among the candidate courses, and the course it was in (tie: the lesser id)."""
    starts = tables["teacher_started"].rename(candidate_id="course_id")
    rows = tables["roster_classes"].inner_join(starts, CLASS)
    return first(rows, YEARLY, ["started_on", "candidate_id"]).rename(started_course_id="candidate_id")


def roster_completed(tables: Tables) -> ir.Table:
    """Earliest completion among the candidate courses, and the level reached in that course."""
    done = tables["teacher_completed"].rename(candidate_id="course_id")
    rows = tables["roster_classes"].inner_join(done, CLASS)
    return first(rows, YEARLY, ["completed_on", "candidate_id"]).drop("candidate_id")


def teaches_other(tables: Tables) -> ir.Table:
    """person × course × school year that also started a course which is no candidate of it."""
    courses = tables["courses"].filter(tables["courses"].kind == "course").select("course_id")
    starts = tables["teacher_started"].semi_join(courses, "course_id")
    starts = starts.select("person_id", "school_year", other_id="course_id")
    rows = tables["roster_rows"].select(*YEARLY).distinct().inner_join(starts, ["person_id", "school_year"])
    own = tables["course_candidates"].select("course_id", other_id="candidate_id")
    return rows.anti_join(own, ["course_id", "other_id"]).select(*YEARLY).distinct()
