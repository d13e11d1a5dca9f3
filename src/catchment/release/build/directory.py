"""Directories: public facts of NCES about the schools and districts on a partner's shelf."""

from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from catchment.network.regions import PlacedSchool, district_parts
from catchment.release.build.geography import Geography
from catchment.release.build.picking import among
from catchment.release.build.schemas import SCHEMAS, conform, table_of

Shelf = str | None
"""The partner on whose shelf a row lies; None for schools of no partner."""


def school_directory(
    schools: pa.Table, facts: pa.Table, geography: Geography, this_year: str
) -> dict[Shelf, pa.Table]:
    """A directory per shelf: every school that counts there in any published year.

    `in_region` says whether it still does in `this_year`; former schools stay because their counts do.
    """
    merged = _with_facts(schools, facts)
    now: dict[Shelf, list[str]] = {}
    for (school_id, year), home in geography.homes.items():
        if year == this_year:
            now.setdefault(home.partner_id, []).append(school_id)
    found = {}
    for shelf, ids in _schools_of(geography).items():
        mine = among(merged, "school_id", ids)
        here = pc.is_in(mine["school_id"], value_set=pa.array(now.get(shelf, []), pa.string()))
        found[shelf] = conform(mine.append_column("in_region", here), "school_directory")
    return found


def _with_facts(schools: pa.Table, facts: pa.Table) -> pa.Table:
    """Schools with the derived facts of each in the columns of the directory."""
    where = pc.index_in(schools["school_id"], value_set=facts["school_id"].combine_chunks())
    derived = [name for name in facts.column_names if name != "school_id"]
    columns = {name: facts[name].take(where) for name in derived}
    kept = {name: schools[name] for name in schools.column_names if name not in columns}
    return pa.table(kept | columns)


def district_directory(
    districts: Iterable[Mapping], geography: Geography, this_year: str
) -> dict[Shelf, pa.Table]:
    """A directory per shelf of its district parts, with how many schools each part has in `this_year`."""
    parts = district_parts(
        PlacedSchool(school, home.district_id, home.partner_id)
        for (school, year), home in geography.homes.items()
        if year == this_year
    )
    by_id = {district["district_id"]: district for district in districts}
    rows: dict[Shelf, list[dict]] = {}
    for (district_id, partner), schools in parts.items():
        known = by_id.get(district_id, {"name": None})
        row = {name: known.get(name) for name in SCHEMAS["district_directory"].names}
        row |= {"district_id": district_id, "partner_id": partner, "schools": len(schools)}
        rows.setdefault(partner, []).append(row)
    return {shelf: table_of(found, "district_directory") for shelf, found in rows.items()}


def enrolment(table: pa.Table, geography: Geography) -> dict[Shelf, pa.Table]:
    """Public enrolment of every year, per shelf: what everybody can hold the counts against.

    A row of the source is a row here, blanks and all: a blank row of a year hides an earlier one.
    """
    names = {"students": "enrolled"}
    facts = table.rename_columns([names.get(name, name) for name in table.column_names])
    return {
        shelf: conform(among(facts, "school_id", ids), "enrolment")
        for shelf, ids in _schools_of(geography).items()
    }


def mapping_table(geography: Geography) -> pa.Table:
    """Where each school counts in each year, for the staff shelf and for the next release."""
    years = geography.homes.items()
    columns = {
        "school_id": [school for (school, _), _ in years],
        "school_year": [year for (_, year), _ in years],
        "partner_id": [home.partner_id for _, home in years],
        "district_id": [home.district_id for _, home in years],
        "state": [home.state for _, home in years],
    }
    return conform(pa.table(columns, schema=SCHEMAS["mapping"]), "mapping")


def _schools_of(geography: Geography) -> dict[Shelf, set[str]]:
    """The schools that count on each shelf in any year."""
    schools: dict[Shelf, set[str]] = {}
    for (school_id, _), home in geography.homes.items():
        schools.setdefault(home.partner_id, set()).add(school_id)
    return schools
