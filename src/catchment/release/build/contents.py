"""What a release will hold, as tables in memory: public facts, counts, estimates, rosters of who shares."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache

import pyarrow as pa

from catchment.network import metrics
from catchment.network.policy import Policy
from catchment.network.settings import Network
from catchment.release import layout
from catchment.release.build import declared, directory, people
from catchment.release.build.composition import compose, partner_rows, public_rows
from catchment.release.build.counts import Counted, count_tables
from catchment.release.build.deciding import Decided, Setting, decide_students
from catchment.release.build.drawing import Drawing
from catchment.release.build.draws import Draw
from catchment.release.build.enrolled import enrolled_composition
from catchment.release.build.former import with_former
from catchment.release.build.history import History
from catchment.release.build.inputs import Inputs
from catchment.release.build.schemas import SCHEMAS, conform, table_of
from catchment.release.build.thresholds import Thresholds, thresholds

Tables = dict[str, pa.Table]
Partner = str | None


@dataclass(frozen=True)
class Contents:
    """The tables of a candidate by shelf. `partners` has a key None for schools of no partner.

    `draws` are the estimates in it by school year, and `spent` has the epsilon per table of each draw of the
    year; `closing` is the day from which a school year is final; `thresholds` say what codes mean; `behind`
    are the students behind its counts, and never a part of what is released.
    """

    years: Sequence[str]
    public: Tables
    staff: Tables
    partners: Mapping[Partner, Tables]
    draws: Mapping[str, Draw]
    spent: Mapping[str, Sequence[float]]
    closing: str
    thresholds: Thresholds
    behind: pa.Table

    @property
    def digests(self) -> Mapping[str, str]:
        """School year -> the digest of the draw of which its estimates are sums."""
        return {year: draw.digest for year, draw in self.draws.items()}

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A table of all shelves together."""
        shelves = (self.public, self.staff, *self.partners.values())
        found = [shelf[name] for shelf in shelves if name in shelf]
        return pa.concat_tables([table.select(columns) if columns else table for table in found])


def decide(
    found: Inputs,
    network: Network,
    rules: Policy,
    as_of: date,
    history: History,
    drawing: Drawing | None = None,
) -> Contents:
    """Apply disclosure to what was measured, draw the estimates that are due, and lay all out by shelf."""
    setting = Setting(with_former(found, history), network, rules, as_of, history)
    decided = decide_students(setting, drawing or Drawing())
    composition, estimated = compose(decided.draws.values(), decided.implied)
    years = decided.years
    dates = {year: history.dates[year] if year in years.closed else as_of for year in years.every}
    places = Counted(
        decided.cells,
        decided.geography,
        dates,
        decided.genders,
        years.broken_down,
        estimated,
        history.closed,
    )
    counts = count_tables(places)
    people_there = {"composition": composition, "enrolled_composition": _enrolled(setting, decided)}
    teachers = _teachers(setting)
    stated = _declared(setting, decided, dates)
    return Contents(
        years.every,
        _public(setting, counts, people_there, teachers["benchmarks"]),
        _staff(decided, teachers["cohorts_all"], stated),
        _partners(setting, decided, counts | teachers | stated | people_there),
        decided.draws,
        decided.spent,
        network.closing,
        thresholds(rules, history, years),
        decided.behind,
    )


def _teachers(setting: Setting) -> Tables:
    """Rosters and cohorts of all partners; closed years as in their closing release."""
    measured, history = setting.found.measured, setting.history
    schools = setting.found.public["schools"]
    names = schools.select(["school_id", "name"]).rename_columns(["school_id", "school_name"])
    taught = set(measured["roster_all"]["school_year"].unique().to_pylist())
    years = taught.union(*(past.years for past in history.computed))
    closing = {year: past for year in years if (past := history.closing(year))}
    roster = people.with_closed(people.shared_roster(measured["roster_all"], names), closing)
    shared = people.figures(roster)
    return {
        "roster": roster,
        "cohorts": people.partner_cohorts(measured["cohorts"], shared, closing),
        "cohorts_all": people.all_cohorts(measured["cohorts_all"], closing),
        "benchmarks": people.benchmark_table(shared, setting.rules.n),
    }


def _enrolled(setting: Setting, decided: Decided) -> pa.Table:
    known = setting.found.public["school_enrollment"]
    return enrolled_composition(decided.cells, decided.geography, known)


def _declared(setting: Setting, decided: Decided, dates: Mapping[str, date]) -> Tables:
    """Targets, reporting groups and their sums, of all partners and of none."""
    public = setting.found.public
    groups = declared.groups_table(public["reporting_groups"], public["partners"]["partner_id"].to_pylist())
    return {
        "targets": declared.targets_table(public["targets"]),
        "reporting_groups": groups,
        "group_counts": declared.group_counts(groups, decided.cells, decided.geography, dates),
    }


def _public(setting: Setting, counts: Tables, people_there: Tables, benchmarks: pa.Table) -> Tables:
    public = setting.found.public
    return {
        "nation": counts["nation"],
        "states": counts["states"],
        "metrics": _metrics(),
        "courses": conform(public["courses"], "courses"),
        "partners": conform(public["partners"], "partners"),
        **{name: public_rows(table) for name, table in people_there.items()},
        "benchmarks": benchmarks,
    }


@cache
def _metrics() -> pa.Table:
    rows = [asdict(metric) | {"columns": " ".join(metric.columns)} for metric in metrics.METRICS]
    return table_of(rows, "metrics")


def _staff(decided: Decided, cohorts_all: pa.Table, stated: Tables) -> Tables:
    groups = {name: people.of_partner(stated[name], None) for name in ("reporting_groups", "group_counts")}
    return {"mapping": directory.mapping_table(decided.geography), "cohorts_all": cohorts_all, **groups}


def _partners(setting: Setting, decided: Decided, tables: Tables) -> dict[Partner, Tables]:
    public, geography, this_year = setting.found.public, decided.geography, decided.years.this
    names = (*layout.COUNT_LEVELS, *layout.TEACHER_TABLES, *layout.DECLARED_TABLES)
    by_partner = {name: tables[name] for name in names}
    by_partner |= {name: partner_rows(tables[name]) for name in ("composition", "enrolled_composition")}
    by_shelf = {
        "school_directory": directory.school_directory(
            public["schools"], setting.found.measured["school_facts"], geography, this_year
        ),
        "district_directory": directory.district_directory(
            public["districts"].to_pylist(), geography, this_year
        ),
        "enrolment": directory.enrolment(public["school_enrollment"], geography),
    }
    everyone: list[Partner] = [*public["partners"]["partner_id"].to_pylist(), None]
    return {partner: _shelf(partner, by_partner, by_shelf) for partner in everyone}


def _shelf(
    partner: Partner, by_partner: Tables, by_shelf: Mapping[str, Mapping[Partner, pa.Table]]
) -> Tables:
    tables = {name: people.of_partner(table, partner) for name, table in by_partner.items()}
    if partner is None:
        for name in (*layout.TEACHER_TABLES, *layout.DECLARED_TABLES):
            del tables[name]
    empty = {name: SCHEMAS[name].empty_table() for name in by_shelf}
    return tables | {name: shelves.get(partner, empty[name]) for name, shelves in by_shelf.items()}
