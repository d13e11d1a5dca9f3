"""Does a benchmark say something of one partner's teachers, or of people who do not share?"""

from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence

LEAST_PARTNERS = 3
COUNTED = {
    "implementation_rate": "started",
    "completion_rate": "completed",
    "workshop_retention_rate": "workshop_retained",
}
"""Metric -> which count of the cohorts it pools."""


def benchmarks(evidence: Evidence) -> Answer:
    """Pools the partners' own cohorts again: three partners at least, n sharing teachers in each."""
    pools = " UNION ALL ".join(
        f"SELECT '{metric}' AS metric_id, training_year, course_id, school_year, count(*) AS pooled, "
        f"sum({counted}) / sum(sharing) AS rate FROM large GROUP BY ALL HAVING pooled >= {LEAST_PARTNERS}"
        for metric, counted in COUNTED.items()
    )
    found = evidence.rows(
        f"WITH large AS (FROM cohorts WHERE sharing >= ?), pools AS ({pools}) "
        "SELECT benchmarks.*, pooled, rate FROM benchmarks "
        "LEFT JOIN pools USING (metric_id, training_year, course_id, school_year) "
        "WHERE partners IS DISTINCT FROM pooled OR value IS NULL OR abs(value - rate) > 1e-9 ORDER BY ALL",
        [evidence.candidate.manifest["policy"]["n"]],
    )
    return Answer(evidence.count("benchmarks"), [_veto(row) for row in found])


def _veto(row: dict) -> Veto:
    cell = f"{row['metric_id']}, trained {row['training_year']}, {row['course_id']}, {row['school_year']}"
    pooled = f"{row['pooled']} partners make {row['rate']}" if row["pooled"] else "too few partners are left"
    steps = (
        f"It says {row['value']}, of {row['partners']} partners.",
        f"From the cohorts of at least n sharing teachers, {pooled}.",
    )
    return Veto(cell, "the figures of one partner, or of people who do not share", steps)
