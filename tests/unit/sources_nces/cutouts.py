"""A few rows of each kind of NCES file, as NCES writes them, and a network to import them into."""

import csv
import gzip
import io
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from catchment.sources.findings import Report
from catchment.warehouse.store import Warehouse

SEARCH_HEADER = (
    "NCES School ID,State School ID,NCES District ID,State District ID,Low Grade*,High Grade*,School Name,"
    "District,County Name*,Street Address,City,State,ZIP,ZIP 4-digit,Phone,Locale Code*,Locale*,Charter,"
    "Students*,Teachers*,Student Teacher Ratio*,Free Lunch*,Reduced Lunch*,Directly Certified*,Type,Status"
)
MOSLEY = (
    "120009000067,FL-03-0491,1200090,FL-03,09,12,A. CRAWFORD MOSLEY HIGH SCHOOL,BAY,Bay County,501 MOSLEY DR,"
    "LYNN HAVEN,FL,32444,,(850)767-4400,22,Suburb: Midsize,No,1901.00000,76.40000,24.8800000,618.00000,"
    "67.00000,592.00000,Regular,Open"
)
FUTURE = (
    "120144010794,FL-48-1444,1201440,FL-48,–,–,130-E-SE-2,ORANGE,†,445 W AMELIA ST,ORLANDO,FL,32801,,"
    "(407)317-3200,†,N,No,†,†,†,†,†,†,Regular,Future"
)
EMPTY = (
    "120144009033,FL-48-1961,1201440,FL-48,06,08,34-M-W-7  (34-M-N-7),ORANGE,Orange County,445 W. AMELIA ST,"
    "ORLANDO,FL,32801,,(407)317-3200,11,City: Large,No,0.00000,0.00000,†,†,†,†,Regular,Open"
)
CHARTER = (
    "120018008534,FL-06-5233,1200180,FL-06,09,12,ACADEMIC SOLUTIONS ACADEMY A,BROWARD,Broward County,"
    "10044 NW 31ST STREET,CORAL SPRINGS,FL,33065,,(954)572-6600,12,City: Midsize,Yes,233.00000,3.00000,"
    "77.6700000,230.00000,0.00000,3.00000,Other/Alternative,Open"
)
OFFICE_IN_CHICAGO = (
    "120039008738,FL-13-7891,1200390,FL-13,08,12,ACCELERATION ACADEMIES LLC HOMESTEAD,MIAMI-DADE,"
    "Miami-Dade County,910 BUREN ST,CHICAGO,IL,60607,,(872)240-2025,21,Suburb: Large,No,149.00000,0.00000,†,"
    "21.00000,1.00000,10.00000,Other/Alternative,Open"
)
ARNOLD = (
    "061044001166,CA-3066480-6027767,0610440,CA-3066480,KG,06,A. E. Arnold Elementary,Cypress Elementary,"
    "Orange County,9281 Denni St.,Cypress,CA,90630,2724,(714)220-6965,21,Suburb: Large,No,635.00000,24.00000,"
    "26.4600000,241.00000,53.00000,188.00000,Regular,Open"
)
SCHOOLS = (MOSLEY, FUTURE, EMPTY, CHARTER)

DISTRICT_HEADER = (
    "NCES District ID,State District ID,District Name,County Name*,Street Address,City,State,ZIP,ZIP 4-digit,"
    "Phone,Students*,Teachers*,Schools,Locale Code*,Locale*,Student Teacher Ratio*,Type,Status"
)
BAY = (
    "1200090,FL-03,BAY,Bay County,1311 BALBOA AVE,PANAMA CITY,FL,32401,2080,(850)767-4100,27324.00000,"
    "1463.95000,49.00000,22,Suburb: Midsize,18.66000000,Regular Local,Open"
)

CAPTION = "CCD public school data 2022-2023, 2023-2024 school years"
STAR_NOTE = "* denotes a column with data from 2022-2023"

EDGE_2014 = {
    "SURVYEAR": "2014",
    "NCESSCH": "120009000067",
    "FIPST": "12",
    "LSTREE": "501 MOSLEY DRIVE",
    "LCITY": "LYNN HAVEN",
    "LSTATE": "FL",
    "LZIP": "32444",
    "LZIP4": None,
    "LATCODE": 30.239,
    "LONGCODE": -85.6453,
    "CONUM": "12005",
    "CONAME": "BAY COUNTY",
    "CD": "1202",
    "LOCALE": "41",
    "CSA": "N",
    "CBSA": "37460",
    "NECTA": "N",
    "METMIC": "1",
}
EDGE_2018 = {
    "NCESSCH": "120009000067",
    "NAME": "A. Crawford Mosley High",
    "OPSTFIPS": "12",
    "STREET": "501 Mosley Dr",
    "CITY": "Lynn Haven",
    "STATE": "FL",
    "ZIP": "32444",
    "STFIP": "12",
    "CNTY": "12005",
    "NMCNTY": "Bay County",
    "LOCALE": "21",
    "LAT": "30.2391",
    "LON": "-85.6450",
    "SCHOOLYEAR": "2018-2019",
}
EDGE_LEA = {
    "LEAID": "1200090",
    "NAME": "BAY",
    "OPSTFIPS": "12",
    "STREET": "1311 BALBOA AVE",
    "CITY": "PANAMA CITY",
    "STATE": "FL",
    "ZIP": "32401",
    "STFIP": "12",
    "CNTY": "12005",
    "NMCNTY": "Bay County",
    "LAT": "30.173",
    "LON": "-85.676",
    "CBSA": "37460",
    "SCHOOLYEAR": "2018-2019",
    "LOCALE": "22",
}
CCD = {
    "ncessch": "120009000067",
    "leaid": "1200090",
    "school_name": "A. CRAWFORD MOSLEY HIGH SCHOOL",
    "lea_name": "BAY",
    "city_location": "LYNN HAVEN",
    "state_location": "FL",
    "lowest_grade_offered": "9",
    "highest_grade_offered": "12",
}


def lines(folder: Path, name: str, *rows: str) -> Path:
    """A text file of these lines."""
    path = folder / name
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def search(folder: Path, *rows: str, name: str = "search.csv", dated: bool = True) -> Path:
    """A school search export; the two lines above its header name the years."""
    heading = (f'"{CAPTION}"', STAR_NOTE) if dated else ()
    return lines(folder, name, *heading, SEARCH_HEADER, *(rows or SCHOOLS))


def parquet(folder: Path, name: str, *rows: dict) -> Path:
    path = folder / name
    pq.write_table(pa.Table.from_pylist(list(rows)), path)
    return path


def page(folder: Path, *rows: str, name: str = "search.html.gz", announced: int | None = None) -> Path:
    """A school search export as the HTML that NCES serves."""
    table = "".join(_row(cells) for cells in csv.reader(io.StringIO("\n".join((SEARCH_HEADER, *rows)))))
    text = (
        '<html><head><meta http-equiv=Content-Type content="text/html; charset=windows-1252"></head><body>'
        f"<table><tr><td><b>{CAPTION}</b></td></tr>"
        f"<tr><td>The file contains (<B>{announced or len(rows)}</B>) records based on your search.</td></tr>"
        f"<tr><td><ul><li>{STAR_NOTE}</li><li>[ &dagger; ] not applicable</li></ul></td></tr>"
        f"{table}</TABLE></BODY></HTML>"
    )
    path = folder / name
    content = text.replace("†", "&dagger;").replace("–", "&ndash;").encode("ascii")
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


def _row(cells: list[str]) -> str:
    return "<TR height=17>" + "".join(f'\n  <TD class="txtcol">{cell}</TD>' for cell in cells) + "\n</TR>\n"


def without(row: str, old: str, new: str) -> str:
    """The row with one piece of its text changed; the piece must be there."""
    assert old in row
    return row.replace(old, new)


def table(network: Path, name: str) -> list[dict]:
    """A contract table of the network's warehouse, by its first column; empty if it never landed."""
    if not Warehouse(network).has(name):
        return []
    with duckdb.connect() as connection:
        Warehouse(network).connect_views(connection)
        return connection.sql(f"SELECT * FROM {name} ORDER BY ALL").to_arrow_table().to_pylist()


def school(network: Path, school_id: str = "120009000067") -> dict:
    return next(row for row in table(network, "schools") if row["school_id"] == school_id)


def rules(report: Report, level: str = "error") -> dict[str, int]:
    """How often each rule was broken."""
    return {finding.rule: finding.count for finding in report.findings if finding.level == level}


def quarantined(network: Path, report: Report) -> list[dict]:
    """The rows of the batch's quarantine files."""
    files = sorted(Warehouse(network).quarantine_folder(report.batch_id).glob("*.csv"))
    texts = [file.read_bytes().decode() for file in files]
    return [row for text in texts for row in csv.DictReader(io.StringIO(text, newline=""))]
