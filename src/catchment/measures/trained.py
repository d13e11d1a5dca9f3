"""Which teachers were trained for what they teach, by whatever partner or none."""

import ibis.expr.types as ir

from catchment.measures.step import Tables


def trained_teachers(tables: Tables) -> ir.Table:
    """person × course × school year by whose end the person was trained for the course.

    A training for one course of a K-5 family is one for all of the family: a class takes that of its grade.
    The roster as corrected decides; a row without a training date says only whose roster a person is on.
    """
    dated = tables["trainings"].select("person_id", "course_id", "trained_on")
    candidates = tables["course_candidates"]
    taught = dated.inner_join(candidates, "course_id").select(
        "person_id", "trained_on", course_id="candidate_id"
    )
    years = tables["school_years"].select("school_year", "last_day")
    rows = taught.inner_join(years, [taught.trained_on <= years.last_day])
    return rows.select("person_id", "course_id", "school_year").distinct()
