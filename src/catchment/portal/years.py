"""Which years the pages speak of."""

from dataclasses import dataclass
from datetime import date

from catchment.network.clocks import day_in, school_year
from catchment.release.reader import Reader
from catchment.words import genders
from catchment.words.said import Said


@dataclass(frozen=True)
class CohortYear:
    """The newest cohort, and the school year in which it is looked at."""

    training_year: str
    school_year: str


def cohort(reader: Reader) -> CohortYear:
    """The newest training year with a cohort, in the running school year or, in June, the coming one."""
    running = school_year(reader.as_of)
    newest = reader.query("SELECT max(training_year) AS label FROM cohorts")[0]["label"] or running
    return CohortYear(training_year=newest, school_year=max(newest, running))


def running(reader: Reader) -> str:
    """The school year of the as-of date."""
    return school_year(reader.as_of)


def published(reader: Reader) -> list[str]:
    """The school years with figures, newest first."""
    rows = reader.query("SELECT DISTINCT school_year AS label FROM schools ORDER BY label DESC")
    return [row["label"] for row in rows]


def census(reader: Reader, label: str) -> date:
    """The day of a school year on which who the students are is counted, once."""
    return day_in(label, reader.manifest["census"])


def not_yet(reader: Reader) -> Said | None:
    """What to say until the running year's census; None from then on."""
    label = running(reader)
    return None if label in reader.manifest["estimates"] else genders.not_yet(census(reader, label))
