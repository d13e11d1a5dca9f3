"""Are the rows of every table in an order that anybody can work out, and that tells nothing?

Rows in the order of the true counts would say more than the counts that stand in them.
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from catchment.attack.audit import Answer, Veto
from catchment.attack.evidence import Evidence
from catchment.network.categories import COMPOSITION

OF_ESTIMATES = ("school_year", "table", "level", "geo_id", "partner_id", "course_id", "place")
"""Estimates are in the order of their tables, and in these in that of the categories."""


def order(evidence: Evidence) -> Answer:
    """Each table is sorted by its columns of text, from left to right, blanks last."""
    files = sorted(evidence.candidate.folder.glob("**/*.parquet"))
    return Answer(len(files), [veto for file in files for veto in _file(file, evidence.candidate.folder)])


def _file(file: Path, folder: Path) -> list[Veto]:
    columns = _estimates(file) if file.stem == "composition" else _texts(file)
    keys = [(name, "ascending") for name in columns.column_names]
    if not len(columns) or columns.take(pc.sort_indices(columns, keys)).equals(columns):
        return []
    why = "Its rows are not sorted by what they are of, so their order can say what they are not to say."
    return [Veto(file.relative_to(folder).as_posix(), "whatever it is sorted by", (why,))]


def _texts(file: Path) -> pa.Table:
    schema = pq.read_schema(file)
    return pq.read_table(
        file, columns=[each.name for each in schema if each.type == pa.string()], partitioning=None
    )


def _estimates(file: Path) -> pa.Table:
    """The columns by which estimates are sorted: a table or category is the place it has in its list."""
    known = pq.read_table(file, partitioning=None)
    pairs = [f"{family}/{name}" for family, categories in COMPOSITION.items() for name in categories]
    cells = pc.binary_join_element_wise(known["family"], known["category"], "/")
    known = known.append_column("table", pc.index_in(known["family"], pa.array(list(COMPOSITION))))
    return known.append_column("place", pc.index_in(cells, pa.array(pairs))).select(OF_ESTIMATES)
