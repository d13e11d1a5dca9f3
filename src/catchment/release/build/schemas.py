"""The columns of every released table: the one place that says what a release can hold at all.

A column that is not here cannot be published.
"""

import pyarrow as pa

_TEXT, _WHOLE, _SHARE, _YES, _DAY = pa.string(), pa.int64(), pa.float64(), pa.bool_(), pa.date32()


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


_PLACE = {"geo_id": _TEXT, "partner_id": _TEXT, "school_year": _TEXT, "course_id": _TEXT, "as_of": _DAY}
_COUNTS = {**_PLACE, "students": _WHOLE, "groups_left_out": _WHOLE}
_ESTIMATED = {**_COUNTS, "students_estimated": _WHOLE, "students_margin": _WHOLE}

COUNTS = _schema(**_ESTIMATED)
DISTRICT_COUNTS = _schema(**_ESTIMATED, status=_TEXT)
SCHOOL_COUNTS = _schema(
    **_COUNTS, students_code=_TEXT, gender_base=_WHOLE, female=_WHOLE, female_code=_TEXT, status=_TEXT
)

SCHEMAS: dict[str, pa.Schema] = {
    "nation": COUNTS,
    "states": COUNTS,
    "regions": COUNTS,
    "areas": COUNTS,
    "districts": DISTRICT_COUNTS,
    "schools": SCHOOL_COUNTS,
    "composition": _schema(
        level=_TEXT, geo_id=_TEXT, partner_id=_TEXT, school_year=_TEXT, course_id=_TEXT, family=_TEXT,
        category=_TEXT, estimate=_WHOLE, margin=_WHOLE, units=_WHOLE, count_shown=_YES, share=_SHARE,
        share_margin=_SHARE,
    ),
    "benchmarks": _schema(
        metric_id=_TEXT, training_year=_TEXT, course_id=_TEXT, school_year=_TEXT, partners=_WHOLE,
        value=_SHARE,
    ),
    "metrics": _schema(
        id=_TEXT, version=_WHOLE, name=_TEXT, definition=_TEXT, unit=_TEXT, numerator=_TEXT,
        denominator=_TEXT, grain=_TEXT, section=_TEXT, columns=_TEXT,
    ),
    "courses": _schema(course_id=_TEXT, name=_TEXT, family=_TEXT, grade_band=_TEXT, kind=_TEXT),
    "partners": _schema(partner_id=_TEXT, name=_TEXT, kind=_TEXT),
    "mapping": _schema(
        school_id=_TEXT, school_year=_TEXT, partner_id=_TEXT, district_id=_TEXT, state=_TEXT
    ),
    "school_directory": _schema(
        school_id=_TEXT, name=_TEXT, school_type=_TEXT, district_id=_TEXT, district_name=_TEXT, address=_TEXT,
        city=_TEXT, state=_TEXT, zip=_TEXT, county_fips=_TEXT, latitude=_SHARE, longitude=_SHARE,
        locale=_WHOLE, rural=_YES, grade_low=_TEXT, grade_high=_TEXT, elementary=_YES, middle=_YES, high=_YES,
        status=_TEXT, enrolled=_WHOLE, enrolled_year=_TEXT, frl_share=_SHARE, high_needs=_YES,
        urg_share=_SHARE, title_i=_YES, in_region=_YES,
    ),
    "enrolment": _schema(
        school_id=_TEXT, school_year=_TEXT, enrolled=_WHOLE, female=_WHOLE, male=_WHOLE,
        **dict.fromkeys(("am", "as", "hi", "bl", "hp", "wh", "tr"), _WHOLE),
    ),
    "enrolled_composition": _schema(
        level=_TEXT, geo_id=_TEXT, partner_id=_TEXT, school_year=_TEXT, course_id=_TEXT, family=_TEXT,
        category=_TEXT, enrolled=_WHOLE, schools=_WHOLE, active_schools=_WHOLE,
    ),
    "district_directory": _schema(
        district_id=_TEXT, partner_id=_TEXT, name=_TEXT, city=_TEXT, state=_TEXT, zip=_TEXT, latitude=_SHARE,
        longitude=_SHARE, schools=_WHOLE,
    ),
    "roster": _schema(
        partner_id=_TEXT, person_id=_TEXT, training_year=_TEXT, course_id=_TEXT, school_year=_TEXT,
        school_id=_TEXT, trained_on=_DAY, status=_TEXT, status_since=_DAY, needs_help=_YES,
        last_activity_on=_DAY, started_on=_DAY, completed_on=_DAY, completed_level=_TEXT,
        days_to_start=_WHOLE, implementation_365=_YES, started_before_training=_YES, implemented_any=_YES,
        teacher_status=_TEXT,
        teaches_other_course=_YES, furthest_unit=_WHOLE, q1=_YES, q2=_YES, q3=_YES, q4=_YES,
        workshop_retention=_YES, sustained=_YES, scholarship=_YES, first_name=_TEXT, last_name=_TEXT,
        email=_TEXT, phone=_TEXT, plan=_TEXT, school_name=_TEXT, furthest_unit_name=_TEXT,
    ),
    "cohorts": _schema(
        partner_id=_TEXT, training_year=_TEXT, course_id=_TEXT, school_year=_TEXT, trained=_WHOLE,
        sharing=_WHOLE, started=_WHOLE, implementation_rate=_SHARE, completed=_WHOLE,
        workshop_retained=_WHOLE, sustained=_WHOLE, started_365=_WHOLE, started_before_training=_WHOLE,
        implemented_any=_WHOLE,
    ),
    "targets": _schema(partner_id=_TEXT, training_year=_TEXT, metric_id=_TEXT, target=_SHARE),
    "reporting_groups": _schema(group_id=_TEXT, name=_TEXT, partner_id=_TEXT, school_id=_TEXT),
    "group_counts": _schema(
        group_id=_TEXT, partner_id=_TEXT, school_year=_TEXT, course_id=_TEXT, as_of=_DAY, students=_WHOLE,
        groups_left_out=_WHOLE, schools=_WHOLE, active_schools=_WHOLE,
    ),
    "cohorts_all": _schema(
        partner_id=_TEXT, training_year=_TEXT, course_id=_TEXT, school_year=_TEXT, trained=_WHOLE,
        sharing=_WHOLE, started_all=_WHOLE, implementation_rate_all=_SHARE, completed_all=_WHOLE,
    ),
}  # fmt: skip

DRAW = _schema(
    level=_TEXT, geo_id=_TEXT, area=_TEXT, course_id=_TEXT, family=_TEXT, category=_TEXT, estimate=_WHOLE
)
"""The file of one draw of estimates in the ledger: a row per unit and cell."""
BEHIND = _schema(student_id=_TEXT, school_id=_TEXT, school_year=_TEXT, course_id=_TEXT)
"""The students behind shown counts, kept in the warehouse and never released."""


def conform(table: pa.Table, name: str) -> pa.Table:
    """`table` with exactly the released columns of `name`, in order and type, sorted by all text columns.

    Columns that the release does not know are left behind on purpose: that is what keeps them in.
    """
    schema = SCHEMAS[name]
    table = table.select(schema.names).cast(schema)
    keys = [(field.name, "ascending") for field in schema if field.type == _TEXT]
    return table.sort_by(keys)


def table_of(rows: list[dict], name: str) -> pa.Table:
    """Rows as the released table `name`; a missing key is a blank."""
    return conform(pa.Table.from_pylist(rows, schema=SCHEMAS[name]), name)
