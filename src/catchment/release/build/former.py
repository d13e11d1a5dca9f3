"""Courses and partners that left the sources: what was published about them stays, and so do their names."""

from collections.abc import Collection
from dataclasses import replace

import pyarrow as pa

from catchment.release.build.history import History
from catchment.release.build.inputs import Inputs
from catchment.release.build.picking import among, but
from catchment.release.build.schemas import SCHEMAS


def with_former(found: Inputs, history: History) -> Inputs:
    """`found` with the courses of which earlier releases have cells or draws, and the partners in whose
    regions schools are frozen; named as in the last release."""
    units = (unit for draw in history.draws.values() for block in draw.blocks for unit in block.units)
    courses = {key.course_id for key in history.cells} | {unit.course_id for unit in units}
    partners = {home.partner_id for home in history.homes.values() if home.partner_id}
    public = {
        "courses": _joined("courses", "course_id", found, history, courses),
        "partners": _joined("partners", "partner_id", found, history, partners),
    }
    return replace(found, public={**found.public, **public})


def _joined(name: str, key: str, found: Inputs, history: History, wanted: Collection[str]) -> pa.Table:
    schema = SCHEMAS[name]
    today = found.public[name].select(schema.names).cast(schema)
    former = among(history.named.get(name, schema.empty_table()), key, wanted)
    return pa.concat_tables([today, but(former, key, today[key].to_pylist())])
