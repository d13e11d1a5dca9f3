"""Teachers of the invented nation as the measures give them: a roster row each in their training year."""

from datetime import date

import numpy as np
import pyarrow as pa

from bench.schools import SEED, Schools
from bench.students import Year
from catchment.demo.chance import stream
from catchment.demo.columns import lookup
from catchment.demo.curriculum import COURSES
from catchment.disclosure.cohorts import Cohort, SharingRow, figures
from catchment.release.build.schemas import SCHEMAS

STARTED = 5
"""Students with whom a teacher has started."""
_SHARE = 0.88
_ROSTER = SCHEMAS["roster"].remove(SCHEMAS["roster"].get_field_index("school_name"))


def roster(schools: Schools, year: Year, day: int) -> pa.Table:
    """One teacher for each group with a trained teacher in a partner's region, as of a day of the year."""
    chance = stream(SEED, f"bench teachers {year.label}")
    region = schools.plan.region[year.school]
    trained = np.bincount(year.atom[year.trained], minlength=len(year.school)) > 0
    who = np.flatnonzero(trained & (region >= 0))
    begun, fifth = year.sizes(day)[who], _fifth(year)[who]
    first = np.datetime64(f"{year.label[:4]}-07-01")
    started = np.where(fifth <= day, first + np.maximum(fifth, 0), np.datetime64("NaT"))
    statuses = np.array(["no_class", "class_forming", "teaching"])
    length = len(who)
    known = {
        "partner_id": lookup([partner.id for partner in schools.plan.partners], region[who]),
        "person_id": pa.array([f"p{year.label}-{place:06d}" for place in who]),
        "training_year": lookup([year.label], np.zeros(length)),
        "course_id": lookup([course.id for course in COURSES], year.course[who]),
        "school_year": lookup([year.label], np.zeros(length)),
        "school_id": schools.names(year.school[who]),
        "trained_on": pa.array([date(int(year.label[:4]), 7, 10)] * length),
        "status": pa.array(statuses[np.where(fifth <= day, 2, (begun > 0).astype(int))]),
        "needs_help": pa.array(begun == 0),
        "started_on": pa.array(started.astype("datetime64[D]")),
        "teaches_other_course": pa.array(np.zeros(length, bool)),
        "workshop_retention": pa.array(chance.random(length) < 0.7),
        "scholarship": pa.array(np.ones(length, bool)),
        "email": pa.array([f"p{year.label}-{place:06d}@example.org" for place in who]),
    }
    columns = {field.name: known.get(field.name, pa.nulls(length, field.type)) for field in _ROSTER}
    table = pa.table({name: column.cast(_ROSTER.field(name).type) for name, column in columns.items()})
    return table.append_column("sharing", pa.array(chance.random(length) < _SHARE))


def _fifth(year: Year) -> np.ndarray:
    """The day on which each group's fifth student begins; far away where there are fewer."""
    order = np.lexsort((year.begins, year.atom))
    sizes = np.bincount(year.atom, minlength=len(year.school))
    ends = np.cumsum(sizes)
    fifth = year.begins[order][np.minimum(ends - sizes + STARTED - 1, len(order) - 1)]
    return np.where(sizes >= STARTED, fifth, 9999)


def cohorts(rows: pa.Table) -> pa.Table:
    """The measure `cohorts` of a roster."""
    names = (*Cohort._fields, "started_on", "completed_on", "workshop_retention", "sustained", "sharing")
    trained: dict[Cohort, int] = {}
    sharing = []
    for *key, started, completed, stayed, kept, shares in zip(
        *(rows[n].to_pylist() for n in names), strict=True
    ):
        trained[Cohort(*key)] = trained.get(Cohort(*key), 0) + 1
        if shares:
            sharing.append(SharingRow(Cohort(*key), started is not None, completed is not None, stayed, kept))
    found = figures(sharing)
    schema = SCHEMAS["cohorts"]
    said = [
        {**cohort._asdict(), "trained": trained[cohort]}
        | {name: getattr(each, name) for name in schema.names if hasattr(each, name)}
        for cohort, each in found.items()
    ]
    return pa.Table.from_pylist(said, schema=schema)
