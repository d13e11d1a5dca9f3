"""The reference of metrics: every entry of the registry with the cases that say what it means."""

import re
from collections.abc import Iterable, Iterator

from catchment.network.metrics import METRICS, Metric
from tests.spec.elsewhere import RELEASED
from tests.spec.reading import Case, Table, read_cases
from tools.markdown import page, table

INTRO = """\
Every figure has an id that code, pages and exports share. A changed meaning is a new version, never a silent
edit. Below each figure stand small cases: rows that go in, and the rows that must come out. Tests run them.
Why it is counted like this is told in [How we count](../explanation/how-we-count.md).
"""
READING = """\
## How to read the cases

- Students, teachers and schools are invented, and so are the five courses: `csd` (grades 6-8), `csp` (9-12),
  `csf-a` and `csf-b` (one family of K-5 courses) and `maze` (an Hour of Code). Each has four units of three
  lessons. Lesson `csd-2-3` is the third lesson of unit 2; every third lesson is unplugged.
- Small rules of completion: `csp` asks for 2 lessons in each of 2 units. The half of `csd` asks for 1 lesson
  in unit 1 and 2 in unit 2; the full course for that and either a lesson in unit 3 and one in unit 4, or a
  third lesson in unit 2. `csf-a` asks for 2 plugged lessons, `csf-b` for 3.
- `s1..s5` stands for five rows. A blank cell is a missing value. What a table leaves out is ordinary: one
  attempt, joined on 1 September 2025, trained on 7 July 2025, a consent granted long ago.
- `trained` is a workshop of one session that the teacher came to. `class` is the roll of a section that is
  taught by that person, for the course or for none. `teaches_at` is where a teacher works. The other tables
  are [source tables](source-tables.md).
- Of what comes out, only the columns shown are promised by the case.
"""
SHOWN = 8
"""Lines of input up to which a case is shown unfolded."""


def metrics_page() -> str:
    cases = read_cases()
    parts = (_metric(metric, cases) for metric in METRICS)
    return page("Metrics", INTRO.splitlines(), _contents(cases), READING.splitlines(), *parts)


def _contents(cases: list[Case]) -> Iterator[str]:
    yield from table(
        ("metric", "name", "unit", "cases"),
        (
            (f"[{metric.id}](#{metric.id})", metric.name, metric.unit, str(len(_of(metric, cases)) or ""))
            for metric in METRICS
        ),
    )


def _of(metric: Metric, cases: list[Case]) -> list[Case]:
    return [case for case in cases if metric.id in case.metrics]


def _published(metric: Metric) -> str:
    """The columns that say it, as links to their tables."""
    pairs = [column.split(".") for column in metric.columns]
    links = [f"[{table}](released-tables.md#{table}) `{column}`" for table, column in pairs]
    return ", ".join(links) or "no table: it is measured, and not published"


def _metric(metric: Metric, cases: list[Case]) -> Iterator[str]:
    yield from (f"## {metric.id}", "", f"**{metric.name}** (version {metric.version})", "")
    yield from (metric.definition, "")
    facts = (
        ("numerator", metric.numerator),
        ("denominator", metric.denominator),
        ("unit", metric.unit),
        ("one value per", metric.grain),
        ("published in", _published(metric)),
    )
    yield from (*table(("", ""), (fact for fact in facts if fact[1])), "")
    mine = _of(metric, cases)
    if mine:
        yield from ("Cases: " + ", ".join(map(_link, mine)) + ".", "")
    elif metric.id in RELEASED:
        path = RELEASED[metric.id]
        yield from (f"It is made of what a release shows. Its tests: [{path}](../../{path}).", "")
    for case in mine:
        if case.metrics[0] == metric.id:
            yield from _case(case)


def _case(case: Case) -> Iterator[str]:
    yield from (f"### {case.title}", "")
    dated = f"As of {case.as_of}."
    calendar = [f"The calendar's {name} day is {day}." for name, day in case.calendar.items()]
    whose = "A case of " + ", ".join(f"[{name}](#{name})" for name in case.metrics) + "."
    yield from (" ".join(filter(None, [case.about, dated, *calendar, whose])), "")
    given = [line for written in case.written for line in _table(f"`{written.name}`", written)]
    lines = sum(len(written.lines) for written in case.written)
    yield from _folded("Rows that go in", given) if lines > SHOWN else given
    for expected in case.expected.values():
        yield from _table(f"→ `{expected.name}`", expected)


def _table(title: str, written: Table) -> Iterator[str]:
    yield from (f"**{title}**" if written.lines else f"**{title}**: no rows", "")
    if written.lines:
        yield from (*table(written.columns, written.lines), "")


def _folded(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield from (f"<details><summary>{title}</summary>", "", *lines, "</details>", "")


def _link(case: Case) -> str:
    anchor = re.sub(r"[^\w\- ]", "", case.title.lower()).replace(" ", "-")
    return f"[{case.title}](#{anchor})"
