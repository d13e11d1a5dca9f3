"""Make the public school data that comes with Catchment from the files as their publishers serve them.

    python tools/make_nces_data.py SOURCE_DIR

SOURCE_DIR holds `nces/` and `geo/` (see `src/catchment/demo/data/SOURCE.md`). Running it twice gives the
same bytes.
"""

import csv
import gzip
import io
import sys
from pathlib import Path

import duckdb
from lxml import html

ROOT = Path(__file__).resolve().parents[1] / "src" / "catchment"
DATA = ROOT / "demo" / "data"
COUNTIES = ROOT / "sources" / "nces" / "county_fips.csv"
LIMIT = 2_000_000

EXPORTS = {
    "california_public_schools": "california_schools",
    "california_districts": "california_districts",
    "florida_schools": "florida_schools",
    "florida_districts": "florida_districts",
    "michigan_schools": "michigan_schools",
    "michigan_districts": "michigan_districts",
}
DROPPED = ("ZIP 4-digit", "Teachers*", "Student Teacher Ratio*", "Directly Certified*", "Locale*", "Schools")
"""Columns of the exports that nothing here reads."""

EDGE_SCHOOL = "SURVYEAR, NCESSCH, FIPST, LSTREE, LCITY, LSTATE, LZIP, LATCODE, LONGCODE, CONUM, LOCALE"
EDGE_PARTS = {
    "ca_fl_mi": "FIPST IN ('06', '12', '26')",
    "al_to_ma": "FIPST NOT IN ('06', '12', '26') AND FIPST < '26'",
    "mn_to_oh": "FIPST BETWEEN '27' AND '39'",
    "ok_to_vi": "FIPST >= '40'",
}
EDGE_LEA_PARTS = {
    "ca_fl_mi": "OPSTFIPS IN ('06', '12', '26')",
    "other_states": "OPSTFIPS NOT IN ('06', '12', '26')",
}
EDGE_LEA = "LEAID, NAME, OPSTFIPS, STREET, CITY, STATE, ZIP, CNTY, LAT, LON, SCHOOLYEAR, LOCALE"
CCD = "*, '2019-2020' AS SCHOOL_YEAR"
"""The file itself names no year; it is the CCD's of 2019-20."""

RENAMED = {"35013": "Doña Ana County"}
ADDED = [("AK", "Kusilvak Census Area", "02158"), ("SD", "Oglala Lakota County", "46102")]
"""The list garbles one name, and is older than two counties' new names and numbers."""


def caption(page: Path) -> list[str]:
    """The lines above the table of an export as NCES serves it: they name the school years."""
    tree = html.document_fromstring(gzip.decompress(page.read_bytes()))
    years = next(text for text in tree.itertext() if "school years" in text)
    note = next(text for text in tree.itertext() if "denotes a column" in text)
    return [" ".join(years.split()), " ".join(note.split())]


def export(source: Path, target: Path, heading: list[str]) -> None:
    """A search export as CSV.gz below its heading, without the columns of `DROPPED`."""
    with source.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns = [name for name in reader.fieldnames or () if name not in DROPPED]
        rows = [[row[name] for name in columns] for row in reader]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([[line] for line in heading])
    writer.writerows([columns, *rows])
    target.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))


def parquet(source: Path, columns: str, condition: str, key: str, target: Path) -> None:
    """Some columns and rows of a Parquet file, sorted by id."""
    duckdb.execute(
        f"COPY (SELECT {columns} FROM '{source}' WHERE {condition} ORDER BY {key}) TO '{target}' "
        "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 22, ROW_GROUP_SIZE 200000)"
    )


def counties(source: Path, target: Path) -> None:
    """State, name and five-digit code of every county; the list has lost its leading zeros."""
    with source.open(encoding="utf-8") as file:
        listed = [(row["state"], row["name"], row["fips"].zfill(5)) for row in csv.DictReader(file)]
    named = [(state, RENAMED.get(fips, name), fips) for state, name, fips in listed if state != "NA"]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("state", "name", "county_fips"), *sorted(named + ADDED, key=lambda row: row[2])])


def main(source: Path) -> None:
    DATA.mkdir(parents=True, exist_ok=True)
    nces, exports = source / "nces", source / "nces" / "search_exports"
    heading = caption(exports / "florida_schools.html.gz")
    for name, product in EXPORTS.items():
        export(exports / f"{name}.csv", DATA / f"{product}.csv.gz", heading)
    for part, condition in EDGE_PARTS.items():
        target = DATA / f"edge_schools_2014_15_{part}.parquet"
        parquet(nces / "edge_public_school_2014_15.parquet", EDGE_SCHOOL, condition, "NCESSCH", target)
    for part, condition in EDGE_LEA_PARTS.items():
        target = DATA / f"edge_districts_2018_19_{part}.parquet"
        parquet(nces / "edge_public_lea_2018_19.parquet", EDGE_LEA, condition, "LEAID", target)
    target = DATA / "ccd_directory_2019_20.parquet"
    parquet(nces / "ccd_school_directory_2019_20.parquet", CCD, "true", "ncessch", target)
    counties(source / "geo" / "state_and_county_fips_master.csv", COUNTIES)
    for file in sorted(DATA.iterdir()):
        if file.stat().st_size > LIMIT:
            raise SystemExit(f"{file.name} is over {LIMIT:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
