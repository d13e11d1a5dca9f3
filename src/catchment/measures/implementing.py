"""Whether and how soon trained teachers began to teach what they were trained for.

A start is that of a school year: the earliest of the course trained in, or of its K-5 family.
"""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from catchment.measures.step import Tables
from catchment.measures.trainings import WHOSE

WITHIN = 365
"""Days after the training in which a start counts for `implementation_365`."""

TRAINING = [*WHOSE, "partner_id"]


def first_starts(tables: Tables) -> ir.Table:
    """training (person × course × training year × partner) → first_on, started_before_training.

    first_on: the first start on or after the day of the training. Trainings without a date are left out: of
    somebody whom a correction put on a roster without a workshop nobody knows when.
    """
    starts = tables["teacher_started"].inner_join(
        tables["course_candidates"].select("candidate_id", trained_in="course_id"),
        [tables["teacher_started"].course_id == tables["course_candidates"].candidate_id],
    )
    yearly = starts.group_by("person_id", "trained_in", "school_year").agg(began_on=starts.started_on.min())
    yearly = yearly.select("person_id", "began_on", course_id="trained_in")
    dated = tables["trainings"].select(*TRAINING, "trained_on")
    rows = dated.filter(dated.trained_on.notnull()).left_join(yearly, ["person_id", "course_id"])
    since = rows.began_on >= rows.trained_on
    return rows.group_by(*TRAINING, "trained_on").agg(
        first_on=rows.began_on.min(where=since),
        started_before_training=(~since).any().fill_null(False),
    )


def implementation(tables: Tables, as_of: date) -> ir.Table:
    """training → first_on, days_to_start, implementation_365, started_before_training.

    implementation_365 is blank for those who taught the course before the training, and while the days after
    it are not over and nobody has started.
    """
    rows = tables["first_starts"]
    days = rows.first_on.delta(rows.trained_on, unit="day")
    over = rows.trained_on < as_of - timedelta(days=WITHIN)
    unknown = ibis.null("boolean")
    within = ibis.cases(
        (rows.started_before_training, unknown), (days <= WITHIN, True), (over, False), else_=unknown
    )
    return rows.select(
        *TRAINING, "first_on", "started_before_training", days_to_start=days, implementation_365=within
    )
