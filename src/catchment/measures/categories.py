"""The categories that students count in: `network/categories.py` as expressions."""

import ibis
import ibis.expr.types as ir

from catchment.measures.step import Tables
from catchment.network.categories import GENDERS, MOST_CODES, OPT_OUT, RACES, URG


def student_categories(tables: Tables) -> ir.Table:
    """student × school year in which they are placed → gender, race (one exclusive category each), urg.

    urg is blank where no race is reported.
    """
    placed = tables["placed_students"]
    placed = placed.filter(placed.school_id.notnull()).select("student_id", "school_year").distinct()
    students = tables["students"].inner_join(placed, "student_id")
    answer = ";" + students.races.fill_null("").replace(" ", "") + ";"
    ticked = {race: answer.contains(f";{race};") for race in RACES}
    number = sum(flag.cast("int64") for flag in ticked.values())
    reported = (number > 0) & (number <= MOST_CODES) & ~answer.contains(f";{OPT_OUT};")
    single = [(ticked[race], race) for race in RACES if race != "hispanic"]
    race = ibis.cases(
        (~reported, "not_reported"), (ticked["hispanic"], "hispanic"), (number > 1, "two_or_more"), *single
    )
    urg = ibis.or_(*(ticked[race] for race in sorted(URG)))
    gender = ibis.ifelse(students.gender.isin(GENDERS), students.gender, None).fill_null("not_reported")
    return students.select(
        "student_id",
        "school_year",
        gender=gender,
        race=race,
        urg=ibis.ifelse(reported, urg, ibis.null("boolean")),
    )
