"""The categories that students count in: `network/categories.py` as expressions."""

import ibis
import ibis.expr.types as ir
from ibis import _

from catchment.measures.step import Tables
from catchment.network.categories import GENDERS, MOST_CODES, OPT_OUT, RACES, URG


def student_categories(tables: Tables) -> ir.Table:
    """student_id → gender, race (one exclusive category each) and urg (blank: no race reported).

    Of the students who have a school; `since_year` is the first school year of that: no earlier one is
    concerned.
    """
    placed = tables["placed_students"].filter(_.school_id.notnull())
    since = placed.group_by("student_id").agg(since_year=placed.school_year.min())
    students = tables["students"].inner_join(since, "student_id")
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
        "since_year",
        gender=gender,
        race=race,
        urg=ibis.ifelse(reported, urg, ibis.null("boolean")),
    )
