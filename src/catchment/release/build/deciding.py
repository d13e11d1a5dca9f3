"""What may be shown of students: cells, breakdowns and estimates, by the rules of disclosure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import pyarrow as pa

from catchment.disclosure.atoms import Atom, Cell, Key
from catchment.disclosure.atoms import decide as decide_cells
from catchment.disclosure.genders import Enrolled, GenderRow
from catchment.disclosure.units import Units
from catchment.network import clocks
from catchment.network.policy import Policy
from catchment.network.regions import RegionMap, RegionRow
from catchment.network.settings import Network
from catchment.release.build.behind import Students, behind_shown, genders
from catchment.release.build.census import gender_rows
from catchment.release.build.drawing import Active, Drawing, draw, units_of
from catchment.release.build.draws import Draw
from catchment.release.build.geography import Geography, SchoolYear, settle
from catchment.release.build.history import History, published_groups
from catchment.release.build.inputs import Enrolment, Inputs, enrolled_in, enrolled_row
from catchment.release.build.picking import equal
from catchment.release.build.schemas import BEHIND
from catchment.release.build.years import Span, Years, plan, span


@dataclass(frozen=True)
class Setting:
    """What a release is decided from: measured tables, the network's settings, policy, date and history."""

    found: Inputs
    network: Network
    rules: Policy
    as_of: date
    history: History


@dataclass(frozen=True)
class Decided:
    """What may be shown.

    `draws` are the estimates in force by school year, `implied` the units that published cells make for each
    block of these, and `spent` has the epsilon per table of each draw; `behind` are the students behind
    counts of years before their census, and stay in the warehouse.
    """

    years: Years
    geography: Geography
    cells: Sequence[Cell]
    genders: Mapping[SchoolYear, GenderRow]
    behind: pa.Table
    draws: Mapping[str, Draw]
    implied: Mapping[str, Sequence[Units]]
    spent: Mapping[str, Sequence[float]]


def decide_students(setting: Setting, drawing: Drawing) -> Decided:
    """Apply every rule about students, and draw the estimates that are due."""
    atoms = _atoms(setting.found.measured["atoms"])
    possible = span({atom.key.school_year for atom in atoms}, setting.as_of, setting.history)
    schools = _Schools(setting, possible, {atom.key.school_id for atom in atoms})
    cells = _cells(atoms, possible, setting.history, schools)
    # a year of which no cell is published is not named: its rows alone would tell that somebody was there
    spanned = span({cell.key.school_year for cell in cells}, setting.as_of, setting.history)
    schools.geography = schools.geography.within(spanned.every)
    told = {cell.key.school_year for cell in cells if cell.family == "course"}
    years = plan(spanned, told, setting.network, setting.as_of, setting.history, drawing.again)
    breakdowns, behind = _genders(setting, years, cells, schools)
    draws, spent = _draws(setting, years, cells, schools.geography, drawing)
    implied = {year: _implied(made, setting, cells, schools.geography) for year, made in draws.items()}
    return Decided(years, schools.geography, cells, breakdowns, behind, draws, implied, spent)


def _atoms(table: pa.Table) -> list[Atom]:
    names = ("school_id", "school_year", "course_id", "kind", "students")
    columns = (table[name].to_pylist() for name in names)
    return [
        Atom(Key(school, year, course), kind, students)
        for school, year, course, kind, students in zip(*columns, strict=True)
    ]


class _Schools:
    """What the rules ask about a school: where it counts, its n, its public enrolment."""

    def __init__(self, setting: Setting, years: Span, active: set[str]) -> None:
        public, history = setting.found.public, setting.history
        regions = RegionMap([RegionRow(**row) for row in public["partner_regions"].to_pylist()])
        schools = public["schools"].select(["school_id", "district_id", "state", "zip"]).to_pylist()
        frozen = {key: home for key, home in history.homes.items() if key[1] in years.every}
        open_years = (year for year in years.every if year not in years.closed)
        days = {year: min(setting.as_of, clocks.last_day(year)) for year in open_years}
        self.geography: Geography = settle(schools, regions, days, frozen)
        self._rules = setting.rules
        known = active | {key.school_id for key in history.cells}
        self._enrolment: Enrolment = setting.found.enrolment(known)

    def n(self, school_year: str) -> Callable[[str], int]:
        """From a school to its n: that of the state where it counts in the year."""
        homes, n_for = self.geography.homes, self._rules.n_for

        def of_school(school_id: str) -> int:
            home = homes.get((school_id, school_year))
            return n_for(home.state if home else None)

        return of_school

    def enrolled(self, school_id: str, school_year: str) -> int | None:
        return enrolled_in(self._enrolment, school_id, school_year)

    def enrolled_row(self, school_id: str, school_year: str) -> Enrolled | None:
        return enrolled_row(self._enrolment, school_id, school_year)


def _cells(atoms: Sequence[Atom], years: Span, history: History, schools: _Schools) -> list[Cell]:
    """Cells of open years by the rules; closed years are copied as they were published."""
    cells = [cell for key, cell in history.standing.items() if key.school_year in years.closed]
    now = _by_year((atom.key, atom) for atom in atoms)
    before = _by_year(history.cells.items())
    for year in set(years.every) - years.closed:
        previous = {cell.key: cell for cell in before.get(year, ())}
        enrolled = schools.enrolled
        cells += decide_cells(now.get(year, ()), previous, history.shown, schools.n(year), enrolled)
    return sorted(cells, key=lambda cell: cell.key)


Told = TypeVar("Told")


def _by_year(told: Iterable[tuple[Key, Told]]) -> dict[str, list[Told]]:
    years: dict[str, list[Told]] = {}
    for key, one in told:
        years.setdefault(key.school_year, []).append(one)
    return years


def _genders(
    setting: Setting, years: Years, cells: Sequence[Cell], schools: _Schools
) -> tuple[dict[SchoolYear, GenderRow], pa.Table]:
    """The breakdowns of all years after their census, and the students behind counts of those before."""
    rows, waiting = dict(setting.history.genders), [BEHIND.empty_table()]
    for year in sorted(years.census | (years.before - years.closed)):
        students = Students(setting.found.placed(year), setting.found.students["students"])
        behind = behind_shown(year, cells, setting.history, students)
        if year in years.census:
            reported = genders(behind, students)
            rows |= gender_rows(year, behind, reported, schools.n(year), schools.enrolled_row)
        else:
            waiting.append(behind)
    return rows, pa.concat_tables(waiting)


def _draws(
    setting: Setting, years: Years, cells: Sequence[Cell], geography: Geography, drawing: Drawing
) -> tuple[dict[str, Draw], dict[str, list[float]]]:
    """The estimates of each year that has any, drawn or copied, and what each year has spent on them."""
    history, epsilon = setting.history, setting.rules.epsilon_per_table
    drawn = {}
    for year in years.due:
        counts = setting.found.composition(year)
        active = _active(year, setting, _groups(year, cells), geography)
        drawn[year] = draw(active, counts, epsilon, history.drawn.get(year, ()), setting.as_of, drawing)
    draws = {year: drawn.get(year) or history.draws[year] for year in years.estimated}
    spent = {year: [*history.drawn.get(year, ()), *([epsilon] if year in drawn else ())] for year in draws}
    return draws, spent


def _implied(made: Draw, setting: Setting, cells: Sequence[Cell], geography: Geography) -> list[Units]:
    """The units that the cells make which were published with the draw first: by then its units are known.

    Homes are frozen, so today's are those of that release.
    """
    year = made.school_year
    carrier = setting.history.carriers.get((year, made.digest))
    groups = published_groups(carrier, year) if carrier else _groups(year, cells)
    return units_of(_active(year, setting, groups, geography))


def _active(year: str, setting: Setting, groups: Collection[tuple[str, str]], geography: Geography) -> Active:
    courses = equal(setting.found.public["courses"], "kind", "course")["course_id"].to_pylist()
    return Active(year, geography.sites(year), groups, courses)


def _groups(year: str, cells: Sequence[Cell]) -> set[tuple[str, str]]:
    return {
        (cell.key.school_id, cell.key.course_id)
        for cell in cells
        if cell.family == "course" and cell.key.school_year == year
    }
