"""A demo on a few hundred invented schools of two states, made once for all tests of this room."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catchment.demo import DemoNetwork, generate
from catchment.network import contract

# Three ZIP areas in Michigan: one partner's, its neighbour's, and the one that was given up; Florida's two.
# Districts are drawn across the areas, so that a partner's border cuts through them.
_AREAS = {"MI": ("480", "481", "494", "495", "498"), "FL": ("320", "330", "331", "340")}
_FIPS = {"MI": "26", "FL": "12"}
_GRADES = (("KG", "05"), ("06", "08"), ("09", "12"), ("KG", "08"), ("09", "12"))


def _school(state: str, number: int) -> dict[str, str]:
    district = f"{_FIPS[state]}{number // 8:05d}"
    low, high = _GRADES[number % len(_GRADES)]
    return {
        "school_id": f"{district}{number:05d}",
        "name": f"Invented School {number}",
        "school_type": "charter" if number % 11 == 0 else "public",
        "district_id": district,
        "state": state,
        "zip": f"{_AREAS[state][number % len(_AREAS[state])]}{number % 23:02d}",
        "grade_low": low,
        "grade_high": high,
        "status": "closed" if number % 50 == 49 else "open",
    }


def _enrolment(school: dict[str, str]) -> dict[str, str | int | None]:
    """Every twentieth school has told nobody."""
    number = int(school["school_id"][-5:])
    students = 40 + number * 37 % 1500 if number % 20 else None
    return {"school_id": school["school_id"], "school_year": "2022-23", "students": students}


@dataclass(frozen=True)
class InventedSchools:
    """A folder of contract tables that stands for a warehouse, and is a package of its own."""

    folder: Path

    def files(self, table: str) -> list[Path]:
        return sorted(self.folder.glob(f"{table}.parquet"))

    @property
    def directories(self) -> list[Path]:
        """The files of what no demo's package brings itself."""
        return [*self.files("districts"), *self.files("schools")]


def invent_schools(folder: Path, *, enrolment_of: tuple[str, ...] = ("MI", "FL")) -> InventedSchools:
    """300 schools in each of the two states."""
    folder.mkdir(parents=True)
    schools = [_school(state, number) for state in _AREAS for number in range(300)]
    districts = {school["district_id"]: school["state"] for school in schools}
    tables = {
        "schools": schools,
        "districts": [
            {"district_id": d, "name": "Invented District", "state": s} for d, s in districts.items()
        ],
        "school_enrollment": [_enrolment(school) for school in schools if school["state"] in enrolment_of],
    }
    for name, rows in tables.items():
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
    return InventedSchools(folder)


@dataclass(frozen=True)
class Demo:
    """A generated demo with a connection that has a view per table."""

    schools: InventedSchools
    made: DemoNetwork
    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str) -> list[tuple]:
        return self.connection.execute(query).fetchall()

    def one(self, query: str) -> object:
        return self.rows(query)[0][0]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo")
    schools = invent_schools(folder / "nces")
    made = generate(folder / "package", schools, states=("MI", "FL"), teachers=240, seed=20)
    connection = duckdb.connect()
    for path in (*schools.folder.iterdir(), *made.folder.iterdir()):  # what is in both is the package's
        if path.suffix != ".toml":
            connection.execute(f"CREATE OR REPLACE VIEW {path.stem} AS FROM {_read(path)}")
    return Demo(schools, made, connection)


def _read(path: Path) -> str:
    if path.suffix == ".csv":
        return f"read_csv('{path}', types = {{{_types(path.stem)}}})"
    return f"read_parquet('{path / '*.parquet' if path.is_dir() else path}')"


def _types(table: str) -> str:
    types = {
        "string": "VARCHAR",
        "integer": "BIGINT",
        "number": "DOUBLE",
        "boolean": "BOOLEAN",
        "date": "DATE",
    }
    return ", ".join(f"'{field.name}': '{types[field.type]}'" for field in contract.tables()[table].fields)
