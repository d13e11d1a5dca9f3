"""What a trained teacher is over the years (metric `teacher_status`): new, retained, lapsed and so on."""

from datetime import date

import ibis
import ibis.expr.types as ir

from catchment.measures.step import Tables


def teacher_statuses(tables: Tables, as_of: date) -> ir.Table:
    """person × school year of the roster → teacher_status; blank for a school year that has not begun.

    `network/statuses.py` as an expression: active now, active last year, active before.
    """
    rows = tables["roster_rows"].select("person_id", "school_year").distinct()
    years = tables["school_years"].select("school_year", "first_day")
    rows = rows.inner_join(years, "school_year")
    active = tables["teacher_active"].select("person_id", active_year="school_year")
    last = tables["years_after"]
    last = last.filter(last.later == 1).select("school_year", last_year="training_year")
    rows = rows.left_join(last, "school_year").drop("school_year_right")
    seen = rows.left_join(active, "person_id").drop("person_id_right")
    bits = seen.group_by("person_id", "school_year", "first_day").agg(
        now=(seen.active_year == seen.school_year).any().fill_null(False),
        last=(seen.active_year == seen.last_year).any().fill_null(False),
        before=(seen.active_year < seen.school_year).any().fill_null(False),
    )
    return bits.select("person_id", "school_year", teacher_status=_word(bits, as_of))


def _word(bits: ir.Table, as_of: date) -> ir.StringValue:
    return ibis.cases(
        (bits.first_day > as_of, ibis.null("string")),
        (bits.now & bits.last, "retained"),
        (bits.now & bits.before, "returned"),
        (bits.now, "new"),
        (bits.last, "lapsed_this_year"),
        (bits.before, "lapsed"),
        else_="never",
    )
