"""Who the students of a region are: the newest estimates, and where there are none yet, from when on."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catchment.network.categories import COMPOSITION
from catchment.release.reader import Reader
from catchment.reports import composition
from catchment.reports.charts import Chart
from catchment.reports.sheets import Sheet
from catchment.words import estimates, numbers

NATION = "US"
_NEWEST = "SELECT max(school_year) AS label FROM composition WHERE level = 'region' AND geo_id = ?"
_CELLS = """
SELECT family, category, estimate, margin, count_shown, share, share_margin FROM composition
WHERE level = ? AND geo_id = ? AND school_year = ? AND course_id = 'all'
"""
_COURSES = """
SELECT courses.name AS course, students, students_estimated, students_margin, share, share_margin
FROM regions JOIN courses USING (course_id)
LEFT JOIN (SELECT * FROM composition WHERE level = 'region' AND family = 'gender' AND category = 'female') AS
    female USING (geo_id, school_year, course_id)
WHERE geo_id = ? AND school_year = ? AND students_estimated IS NOT NULL
ORDER BY students_estimated DESC, course
"""
# The public figures of the year, else the latest before it, of the schools where something is published.
_ENROLLED = """
SELECT sum(female)::BIGINT AS female, sum(enrolled)::BIGINT AS enrolled FROM (
    SELECT enrolment.* FROM enrolment JOIN schools ON geo_id = school_id AND schools.school_year = ?
    WHERE course_id = 'all' AND (students > 0 OR groups_left_out > 0)
        AND enrolment.school_year <= schools.school_year AND enrolment.female <= enrolled
    QUALIFY row_number() OVER (PARTITION BY school_id ORDER BY enrolment.school_year DESC) = 1
)
"""


@dataclass(frozen=True)
class Who:
    """The estimates of one school year: charts by family, a table by course, the share of girls enrolled."""

    school_year: str
    charts: dict[str, Chart]
    courses: Sheet
    enrolled: str

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Everything as tables, as in the page's own."""
        drawn = (Sheet(chart.title, chart.columns, chart.rows) for chart in self.charts.values())
        return (*drawn, self.courses)


def of(reader: Reader, partner_id: str) -> Who | None:
    """The newest estimates of the partner's region, None before the first."""
    return _of(reader, partner_id, get_language())


@lru_cache(maxsize=64)
def _of(reader: Reader, partner_id: str, _language: str | None) -> Who | None:
    """They change once a year, and are words already: kept for each release, partner and language."""
    label = reader.query(_NEWEST, [partner_id])[0]["label"]
    if label is None:
        return None
    here = _tables(reader, "region", partner_id, label)
    network = _tables(reader, "nation", NATION, label)
    charts = {family: composition.chart(family, here[family], network[family]) for family in COMPOSITION}
    return Who(label, charts, _by_course(reader, partner_id, label), _enrolled(reader, label))


def _tables(reader: Reader, level: str, geo_id: str, label: str) -> dict[str, list[dict[str, Any]]]:
    rows = reader.query(_CELLS, [level, geo_id, label])
    return {family: [row for row in rows if row["family"] == family] for family in COMPOSITION}


def _by_course(reader: Reader, partner_id: str, label: str) -> Sheet:
    """Per course all students, small groups included, and the share of the female."""
    rows = tuple(
        (
            row["course"],
            estimates.of_all(row),
            estimates.share(row["share"], row["share_margin"]),
        )
        for row in reader.query(_COURSES, [partner_id, label])
    )
    return Sheet(_("By course"), (_("Course"), _("Students"), _("Female")), rows)


def _enrolled(reader: Reader, label: str) -> str:
    """The share of girls in the schools' public enrolment; blank where that is not known."""
    row = reader.query(_ENROLLED, [label])[0]
    return numbers.percent(row["female"], row["enrolled"]) if row["enrolled"] else ""
