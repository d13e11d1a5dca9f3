"""Who the students of each atom are: the counts behind the estimates, before any noise."""

import ibis
import ibis.expr.types as ir
from ibis import _

from catchment.measures.step import Tables
from catchment.network.categories import COMPOSITION, TRAINED_CATEGORIES, URG_CATEGORIES

COLUMNS = ["school_id", "school_year", "course_id", "family", "category"]


def composition_cells(tables: Tables) -> ir.Table:
    """school × school year × course × family × category → students; Hour of Code is not broken down.

    A student is in exactly one category of each family. Categories of nobody have no row.
    """
    rows = tables["students_of_atoms"]
    rows = rows.filter(rows.kind == "course")
    urg, not_urg, unknown = URG_CATEGORIES
    trained, untrained = TRAINED_CATEGORIES
    of_urg = ibis.ifelse(rows.urg, urg, not_urg)
    category = {
        "gender": rows.gender,
        "race": rows.race,
        "gender_urg": rows.gender + ":" + ibis.ifelse(rows.urg.isnull(), unknown, of_urg),
        "gender_trained": rows.gender + ":" + ibis.ifelse(rows.trained, trained, untrained),
    }
    counted = [_counted(rows, name, category[name]) for name in COMPOSITION]
    return ibis.union(*counted)


def _counted(rows: ir.Table, family: str, category: ir.StringValue) -> ir.Table:
    named = rows.mutate(family=ibis.literal(family), category=category)
    return named.group_by(COLUMNS).agg(students=_.count())
