"""What NCES says about a school: `network/nces.py` as expressions. Missing stays missing."""

from datetime import date

import ibis
import ibis.expr.types as ir

from catchment.measures.picking import first
from catchment.measures.step import Tables
from catchment.network import clocks
from catchment.network.nces import LOCALES, RURAL_LOCALES

OF_THE_YEAR = ("locale", "grade_low", "grade_high")


def school_facts(tables: Tables, as_of: date) -> ir.Table:
    """school_id → place, grades, enrolment and shares, all of one year: `enrolled_year`.

    The latest year with a known enrolment, none after the as-of date's; a school without one has the
    Title I status of its latest year and no shares. Locale and grades that the year leaves blank are
    those of `schools`.
    """
    rows = _with_latest(tables, as_of)
    rows = rows.left_join(tables["grade_bands"], ["grade_low", "grade_high"])
    frl = _share(rows.frl_eligible, rows.students)
    return rows.select(
        "school_id",
        *OF_THE_YEAR,
        "elementary",
        "middle",
        "high",
        rural=ibis.ifelse(rows.locale.isin(sorted(LOCALES)), rows.locale.isin(sorted(RURAL_LOCALES)), None),
        enrolled=rows.students,
        enrolled_year=ibis.ifelse(rows.students.notnull(), rows.school_year, None),
        frl_share=frl,
        high_needs=frl > 0.5,
        urg_share=_share(rows.urg_students, rows.students),
        title_i=_title_i(rows.title_i_status),
    )


def _with_latest(tables: Tables, as_of: date) -> ir.Table:
    schools = tables["schools"].select("school_id", *OF_THE_YEAR)
    rows = schools.left_join(_latest(tables, as_of), "school_id", rname="{name}_then").drop("school_id_then")
    return rows.mutate(**{name: rows[f"{name}_then"].fill_null(rows[name]) for name in OF_THE_YEAR})


def _latest(tables: Tables, as_of: date) -> ir.Table:
    years = tables["school_enrollment"]
    years = years.filter(years.school_year <= clocks.school_year(as_of))
    latest = first(years, ["school_id"], [years.students.isnull(), ibis.desc("school_year")])
    # A sum of columns: one of them missing makes it missing.
    # students of two or more races are in the denominator only
    urg = latest.am + latest.hi + latest.bl + latest.hp
    return latest.select(
        "school_id",
        "school_year",
        "students",
        "frl_eligible",
        "title_i_status",
        *OF_THE_YEAR,
        urg_students=urg,
    )


def _share(part: ir.IntegerValue, whole: ir.IntegerValue) -> ir.FloatingValue:
    """Missing if either is, if the whole is 0, or if the share exceeds 1."""
    usable = (whole > 0) & (part <= whole)
    return ibis.ifelse(usable, part.cast("float64") / whole.nullif(0), None)


def _title_i(status: ir.StringValue) -> ir.BooleanValue:
    return ibis.cases((status.isin(["1", "2", "3", "4", "5"]), True), (status == "6", False))
