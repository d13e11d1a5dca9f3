"""When the class of a trained teacher last worked, and since when without a long pause."""

import ibis.expr.types as ir

from catchment.measures.roster_rows import YEARLY
from catchment.measures.step import Tables
from catchment.network.health import STALLED_DAYS


def last_runs(tables: Tables) -> ir.Table:
    """person × course × school year → last_attempt_on, running_since, stalls_at.

    running_since: the first attempt day, or the latest on which a class that had stalled was back.
    stalls_at: the number of the first class day that is more than 28 after the last attempt.
    """
    days = tables["roster_classes"].inner_join(
        tables["class_days"], ["person_id", "candidate_id", "school_year"]
    )
    days = days.select(*YEARLY, "on", "class_day", "class_day_before").distinct()
    before = days.class_day.lag().over(group_by=YEARLY, order_by="on")
    days = days.mutate(before=before)
    # The day before a comeback tells whether the class had stalled: the comeback itself may be a class day.
    begins = days.before.isnull() | (days.class_day_before - days.before > STALLED_DAYS)
    return days.group_by(YEARLY).agg(
        last_attempt_on=days.on.max(),
        running_since=days.on.max(where=begins),
        stalls_at=days.class_day.max() + STALLED_DAYS + 1,
    )


def class_runs(tables: Tables) -> ir.Table:
    """person × course × school year → last_attempt_on, running_since, stalls_on.

    stalls_on: the first day with more than 28 class days since the last attempt, if none follows; blank
    where the calendar ends before. It may lie in the next school year.
    """
    calendar = tables["calendar"]
    reached = calendar.group_by(stalls_at="class_day").agg(stalls_on=calendar.on.min())
    return (
        tables["last_runs"]
        .left_join(reached, "stalls_at")
        .select(*YEARLY, "last_attempt_on", "running_since", "stalls_on")
    )
