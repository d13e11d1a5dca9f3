"""What a release will hold, as tables in memory: public facts, decided counts, rosters of those who share."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import pyarrow as pa

from catchment.disclosure.atoms import Atom, Cell, Key
from catchment.disclosure.atoms import decide as decide_cells
from catchment.disclosure.years import is_closed
from catchment.network import clocks, metrics
from catchment.network.policy import Policy
from catchment.network.regions import RegionMap, RegionRow
from catchment.network.settings import Network
from catchment.release import layout
from catchment.release.build import directory, people
from catchment.release.build.counts import count_tables
from catchment.release.build.geography import Geography, settle
from catchment.release.build.history import History
from catchment.release.build.inputs import Inputs, enrolled_in
from catchment.release.build.schemas import SCHEMAS, conform, table_of

Tables = dict[str, pa.Table]
Partner = str | None


@dataclass(frozen=True)
class Contents:
    """The tables of a candidate by shelf. `partners` has a key None for schools of no partner."""

    years: Sequence[str]
    public: Tables
    staff: Tables
    partners: Mapping[Partner, Tables]


def decide(found: Inputs, network: Network, rules: Policy, as_of: date, history: History) -> Contents:
    """Apply disclosure to what was measured and lay it out by shelf."""
    this_year = clocks.school_year(as_of)
    atoms = _atoms(found.measured["atoms"])
    years = sorted(
        {key.school_year for key in (*(atom.key for atom in atoms), *history.cells)}
        | {*history.dates, this_year}
    )
    regions = RegionMap([RegionRow(**row) for row in found.public["partner_regions"].to_pylist()])
    geography = settle(found.public["schools"].to_pylist(), regions, years, as_of, history.homes)
    closed = {year for year in years if is_closed(network.closing_day(year), history.dates.get(year))}
    cells = _cells(atoms, closed, history, found, rules, geography)
    dates = {year: history.dates[year] if year in closed else as_of for year in years}
    counts = count_tables(cells, geography, dates)
    return Contents(
        years,
        _public(found, counts),
        _staff(found, geography),
        _partners(found, counts, geography, this_year),
    )


def _atoms(table: pa.Table) -> list[Atom]:
    rows = table.select(["school_id", "school_year", "course_id", "kind", "students"]).to_pylist()
    return [
        Atom(Key(row["school_id"], row["school_year"], row["course_id"]), row["kind"], row["students"])
        for row in rows
    ]


def _cells(
    atoms: list[Atom], closed: set[str], history: History, found: Inputs, rules: Policy, geography: Geography
) -> list[Cell]:
    """Cells of open years by the rules; closed years are copied as they were published."""
    enrolment = found.enrolment()
    states = {school: home.state for (school, _), home in geography.homes.items()}
    copied = [cell for key, cell in history.cells.items() if key.school_year in closed]
    decided = decide_cells(
        [atom for atom in atoms if atom.key.school_year not in closed],
        {key: cell for key, cell in history.cells.items() if key.school_year not in closed},
        history.shown,
        lambda school_id: rules.n_for(states.get(school_id, "")),
        lambda school_id, year: enrolled_in(enrolment, school_id, year),
    )
    return sorted([*copied, *decided], key=lambda cell: cell.key)


def _public(found: Inputs, counts: Tables) -> Tables:
    return {
        "nation": counts["nation"],
        "states": counts["states"],
        "metrics": table_of([asdict(metric) for metric in metrics.METRICS], "metrics"),
        "courses": conform(found.public["courses"], "courses"),
        "partners": conform(found.public["partners"], "partners"),
        "composition": SCHEMAS["composition"].empty_table(),
        "benchmarks": SCHEMAS["benchmarks"].empty_table(),
    }


def _staff(found: Inputs, geography: Geography) -> Tables:
    cohorts = conform(found.measured["cohorts_all"], "cohorts_all")
    return {"mapping": directory.mapping_table(geography), "cohorts_all": cohorts}


def _partners(found: Inputs, counts: Tables, geography: Geography, this_year: str) -> dict[Partner, Tables]:
    schools = found.public["schools"]
    names = schools.select(["school_id", "name"]).rename_columns(["school_id", "school_name"])
    facts = found.measured["school_facts"].to_pylist()
    by_partner = {
        **{level: counts[level] for level in layout.COUNT_LEVELS},
        "roster": people.shared_roster(found.measured["roster_all"], names),
        "cohorts": people.partner_cohorts(found.measured["cohorts"]),
    }
    by_shelf = {
        "school_directory": directory.school_directory(schools.to_pylist(), facts, geography, this_year),
        "district_directory": directory.district_directory(
            found.public["districts"].to_pylist(), geography, this_year
        ),
        "enrolment": directory.enrolment(found.public["school_enrollment"], geography),
        "composition": {},
    }
    everyone: list[Partner] = [*found.public["partners"]["partner_id"].to_pylist(), None]
    return {partner: _shelf(partner, by_partner, by_shelf) for partner in everyone}


def _shelf(
    partner: Partner, by_partner: Tables, by_shelf: Mapping[str, Mapping[Partner, pa.Table]]
) -> Tables:
    tables = {name: people.of_partner(table, partner) for name, table in by_partner.items()}
    if partner is None:
        for name in layout.TEACHER_TABLES:
            del tables[name]
    empty = {name: SCHEMAS[name].empty_table() for name in by_shelf}
    return tables | {name: shelves.get(partner, empty[name]) for name, shelves in by_shelf.items()}
