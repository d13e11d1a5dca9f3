"""Which years the pages speak of."""

from dataclasses import dataclass

from catchment.network.clocks import school_year
from catchment.release.reader import Reader


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
