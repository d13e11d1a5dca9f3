"""Everything that leaves the house, as bytes that can be searched: pages, files, what is inside of files."""

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet as pq

from catchment.release.reader import Reader, Releases
from catchment.reports import exports
from tests.egress.hidden import FULL, HIGH, LOW, PARTNER, SMALL

Named = tuple[str, bytes]

PARTNER_PAGES = (
    *("/week/", "/roster/", "/roster/person-1/", "/schools/", "/schools/?course=csd", "/region/"),
    *(f"/schools/{school}/" for school in (LOW, HIGH, SMALL, FULL)),
    *("/region/schools.geojson", "/region/who.csv", "/region/who.xlsx", "/schools.csv", "/schools.xlsx"),
)
PUBLIC_PAGES = ("/", "/privacy/", "/definitions/", "/sign-in/")


def pages(site: SimpleNamespace) -> Iterator[Named]:
    """Every page and file of the portal, for the person who may open it, as sent and compressed."""
    for client, addresses in (
        (site.partner, PARTNER_PAGES),
        (site.staff, ("/desk/",)),
        (site.public, PUBLIC_PAGES),
    ):
        for address in addresses:
            for encoding in ("identity", "gzip"):
                answer = client.get(address, HTTP_ACCEPT_ENCODING=encoding)
                assert answer.status_code == 200, address
                yield f"{address} ({encoding})", answer.content


def exported(releases: Path) -> Iterator[Named]:
    """Every table of every scope in every kind of file that the command line writes."""
    opened = Releases(releases)
    for scope in (opened.public(), opened.partner(PARTNER), opened.staff(), opened.anonymous()):
        for table in scope.tables:
            for kind in ("csv", "xlsx", "parquet"):
                yield f"{table}.{kind}", _export(scope, table, kind)


def _export(reader: Reader, table: str, kind: str) -> bytes:
    stream = io.BytesIO()
    exports.write_table(reader, table, reader.arrow(table), kind, stream)
    return stream.getvalue()


def files(releases: Path) -> Iterator[Named]:
    """Every file of the releases folder: tables, manifests, audits, certificates, the ledger."""
    for file in sorted(releases.rglob("*")):
        if file.is_file():
            yield file.relative_to(releases).as_posix(), file.read_bytes()


def inside(content: bytes) -> Iterator[bytes]:
    """The content as text to be searched: unpacked as often as it is packed."""
    if content[:2] == b"\x1f\x8b":
        yield from inside(gzip.decompress(content))
    elif content[:4] == b"PAR1":
        yield _cells(content)
    elif content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield from inside(packed.read(name))
    else:
        yield content


def _cells(content: bytes) -> bytes:
    """Every value of a Parquet file, the smallest and greatest that its footer names, and its notes."""
    file = pq.ParquetFile(io.BytesIO(content))
    values = [str(value) for column in file.read().columns for value in column.to_pylist()]
    values += [f"{key} {note}" for key, note in (file.schema_arrow.metadata or {}).items()]
    groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
    for chunk in (group.column(number) for group in groups for number in range(group.num_columns)):
        if chunk.statistics is not None and chunk.statistics.has_min_max:
            values += [str(chunk.statistics.min), str(chunk.statistics.max)]
    return "\n".join(values).encode()
