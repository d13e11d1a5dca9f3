"""Is there really noise in the estimates, as much as the ledger says was paid for?

Looks at published integers alone. A noised count at or below 0 lies below it by a waiting time, whatever the
count is in truth; the tables of one unit count the same students, so their totals differ by nothing but
noise; and two draws of one year agree in a cell by chance only. Whether such numbers can be noise is judged
with bounds whose false alarms, over all tests of a release together, are rarer than one in a billion.
"""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from catchment.attack import laplace
from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence

FALSE_ALARMS = 1e-9
TESTS_OF_A_DRAW = 20
"""At most: two on each table and on all, three on differences, one on each and on all after a redraw."""

TWINS = {
    "gender and gender by URG, for each gender": (
        4,
        "SELECT sum(estimate * CASE family WHEN 'gender' THEN 1 ELSE -1 END) AS difference FROM one "
        "WHERE family IN ('gender', 'gender_urg') GROUP BY unit, split_part(category, ':', 1)",
    ),
    "gender and race": (
        14,
        "SELECT sum(estimate * CASE family WHEN 'gender' THEN 1 ELSE -1 END) AS difference FROM one "
        "WHERE family IN ('gender', 'race') GROUP BY unit",
    ),
    "race and gender by URG, not reported": (
        6,
        "SELECT sum(estimate * CASE family WHEN 'race' THEN 1 ELSE -1 END) AS difference FROM one "
        "WHERE (family = 'race' AND category = 'not_reported') "
        "OR (family = 'gender_urg' AND category LIKE '%:not\\_reported' ESCAPE '\\') GROUP BY unit",
    ),
}
"""Two sums over the same students: in how many noises they differ, and their differences."""


def noise(evidence: Evidence) -> Answer:
    """Could each draw be what OpenDP's discrete Laplace gives at its epsilon?"""
    draws = {label: evidence.chain.draws(label) for label in evidence.years}
    tests = max(1, TESTS_OF_A_DRAW * sum(map(len, draws.values())))
    limit = math.log(FALSE_ALARMS / tests)
    vetoes: list[Veto] = []
    for label, entries in draws.items():
        for number, entry in enumerate(entries, start=1):
            _look_at(evidence, label, number)
            cell = f"estimates, {label}, draw {number}"
            found = [*_below_zero(evidence, entry["epsilon"]), *_twins(evidence, entry["epsilon"])]
            if number > 1:
                found += _repeats(evidence, entries[number - 2]["epsilon"], entry["epsilon"])
            vetoes += [_veto(cell, why) for why, log_chance in found if log_chance < limit]
    return Answer(evidence.count("drawn"), vetoes)


Finding = tuple[str, float]
"""What was seen, and the log of a bound on its chance."""


def _look_at(evidence: Evidence, label: str, number: int) -> None:
    """`one`: the draw, with its units numbered; `other`: the draw before it."""
    for name, draw in (("one", number), ("other", number - 1)):
        evidence.con.execute(
            f"CREATE OR REPLACE TABLE {name} AS SELECT *, dense_rank() OVER "
            f"(ORDER BY level, geo_id, area, course_id) AS unit FROM drawn WHERE year = ? AND draw = ?",
            [label, draw],
        )


def _below_zero(evidence: Evidence, epsilon: float) -> Iterator[Finding]:
    ratio = math.exp(-epsilon)
    found = evidence.rows(
        "SELECT coalesce(family, 'all tables') AS family, count(*) AS cells, "
        "(-sum(estimate))::BIGINT AS below, count(*) FILTER (estimate = 0) AS zeros FROM one "
        "WHERE estimate <= 0 GROUP BY ROLLUP (family)"
    )
    for row in found:
        yield (
            f"Of {row['cells']} cells at or below 0 in {row['family']}, {row['zeros']} are 0; "
            f"noise of epsilon {epsilon:g} leaves about {1 - ratio:.0%} there.",
            laplace.log_chance_of_share(row["zeros"], row["cells"], 1 - ratio),
        )
        yield (
            f"The {row['cells']} cells at or below 0 in {row['family']} are {row['below']} below it in all; "
            f"noise of epsilon {epsilon:g} makes about {row['cells'] * ratio / (1 - ratio):.0f}.",
            laplace.log_chance_of_waits(row["below"], row["cells"], ratio),
        )


def _twins(evidence: Evidence, epsilon: float) -> Iterator[Finding]:
    for name, (cells, sql) in TWINS.items():
        sizes = np.abs(evidence.con.execute(sql).fetchnumpy()["difference"].astype(np.int64))
        yield (
            f"The same students counted twice ({name}) differ by {sizes.sum()} in {len(sizes)} places, "
            f"which noise of epsilon {epsilon:g} does not give.",
            laplace.log_chance_of_sizes(sizes, epsilon, cells),
        )


def _repeats(evidence: Evidence, before: float, epsilon: float) -> Iterator[Finding]:
    key = "level, geo_id, coalesce(area, '') AS place, course_id, family, category, estimate"
    found = evidence.rows(
        f"SELECT coalesce(family, 'all tables') AS family, count(*) AS cells, "
        "count(*) FILTER (one.estimate = other.estimate) AS same "
        f"FROM (SELECT {key} FROM one) AS one JOIN (SELECT {key} FROM other) AS other "
        "USING (level, geo_id, place, course_id, family, category) GROUP BY ROLLUP (family)"
    )
    chance = laplace.chance_of_repeat(before, epsilon)
    for row in found:
        if row["cells"] and row["same"] > chance * row["cells"]:
            yield _repeat(row, chance)


def _repeat(row: dict[str, Any], chance: float) -> Finding:
    return (
        f"{row['same']} of {row['cells']} cells of {row['family']} are as in the draw before; new noise "
        f"leaves at most {chance:.0%}, so what differs is what was corrected.",
        laplace.log_chance_of_share(row["same"], row["cells"], chance),
    )


def _veto(cell: str, why: str) -> Veto:
    return Veto(cell, "the true counts of most of its cells", (why,))
