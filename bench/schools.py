"""Real schools in any number: those of NCES as a build reads them, with invented enrolment and partners."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from catchment.demo import curriculum, enrolment, nces_files, partners, places, states
from catchment.demo.chance import stream
from catchment.demo.columns import arrow
from catchment.network.errors import BadInput
from catchment.release.build.inputs import public_tables
from catchment.sources import nces
from catchment.warehouse.store import Warehouse

SEED = 20


@dataclass(frozen=True)
class Schools:
    """`public`: the contract tables that a build reads; `places`: the open schools with a ZIP among them.

    `girls` is the share of girls among each place's pupils.
    """

    public: Mapping[str, pa.Table]
    places: places.Places
    plan: partners.Plan
    girls: np.ndarray

    def names(self, where: np.ndarray) -> pa.Array:
        """The school ids of places."""
        return pa.array(self.places.school_ids.tolist()).take(pa.array(where))


@dataclass(frozen=True)
class _Folder:
    """Tables as Parquet files in a folder, where the demo looks for a warehouse."""

    folder: Path

    def files(self, table: str) -> list[Path]:
        return sorted(self.folder.glob(f"{table}.parquet"))


def read(folder: Path, scale: float = 1.0, *, national: bool = True) -> Schools:
    """The schools of all states (else of the demo's three), `scale` times as many; `folder` is for scratch.

    Below 1 whole districts are left out; at 2 and 3 they are repeated. BadInput for anything else above 1.
    """
    if scale > 1 and scale not in (2, 3):
        raise BadInput(f"{scale:g} times the nation cannot be made: give 2, 3, or a number below 1")
    files = nces_files.national_files() if national else nces_files.default_files()
    nces.import_nces(files, folder, nces_files.SCHOOL_YEAR)
    found = _scaled(public_tables(Warehouse(folder)), scale)
    for name in ("schools", "school_enrollment"):
        pq.write_table(found[name], folder / f"{name}.parquet")
    here = _Folder(folder)
    open_schools = places.read(here, states.NAMES)
    plan = partners.plan(open_schools, SEED)
    enrolled, _ = enrolment.table(here, open_schools, SEED)
    made = {**partners.tables(plan), "courses": curriculum.tables()["courses"]}
    public = {
        **found,
        **{name: arrow(name, columns) for name, columns in made.items()},
        "school_enrollment": _completed(found["school_enrollment"], arrow("school_enrollment", enrolled)),
    }
    return Schools(public, open_schools, plan, enrolment.girl_shares(open_schools, SEED))


def _completed(known: pa.Table, rows: pa.Table) -> pa.Table:
    """`rows`, and what they leave of the `known` ones."""
    left = known.join(
        rows.select(["school_id", "school_year"]), ["school_id", "school_year"], join_type="left anti"
    )
    return pa.concat_tables([rows, left.select(rows.column_names).cast(rows.schema)])


def _scaled(public: Mapping[str, pa.Table], scale: float) -> dict[str, pa.Table]:
    if scale < 1:
        return {**public, **_thinned(public, scale)}
    return {**public, **_repeated(public, int(scale))}


def _thinned(public: Mapping[str, pa.Table], share: float) -> dict[str, pa.Table]:
    """A share of the districts with their schools; schools of no district are drawn one by one."""
    schools = public["schools"]
    groups = pc.coalesce(schools["district_id"], schools["school_id"])
    kinds = pc.unique(groups)
    drawn = kinds.filter(pa.array(stream(SEED, "thinned").random(len(kinds)) < share))
    kept = schools.filter(pc.is_in(groups, drawn))
    enrolled = public["school_enrollment"]
    districts = public["districts"]
    return {
        "schools": kept,
        "districts": districts.filter(pc.is_in(districts["district_id"], drawn)),
        "school_enrollment": enrolled.filter(pc.is_in(enrolled["school_id"], kept["school_id"])),
    }


def _repeated(public: Mapping[str, pa.Table], times: int) -> dict[str, pa.Table]:
    """Every district `times` times: from the second on, a letter stands in the ids for a digit."""
    ids = {"schools": ("school_id", "district_id"), "districts": ("district_id",)}
    tables = {**ids, "school_enrollment": ("school_id",)}
    return {
        name: pa.concat_tables(_renamed(public[name], columns, number) for number in range(times))
        for name, columns in tables.items()
    }


def _renamed(table: pa.Table, columns: tuple[str, ...], number: int) -> pa.Table:
    if number == 0:
        return table
    for column in columns:
        old = table[column]
        digit = pc.cast(pc.utf8_slice_codeunits(old, 2, 3), pa.int32(), safe=False)
        letters = pa.array([chr(ord("A") + 10 * (number - 1) + value) for value in range(10)])
        new = pc.binary_join_element_wise(
            pc.utf8_slice_codeunits(old, 0, 2), letters.take(digit), pc.utf8_slice_codeunits(old, 3), ""
        )
        table = table.set_column(table.column_names.index(column), column, new)
    return table
