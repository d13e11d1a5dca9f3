"""An invented platform's warehouse of any size, streamed onto the disk: ten school years of classes at work.

Every student is in one class a year for one or two years; a class has about 25 students of one course and a
teacher has two or three classes. A student tries 20 to 60 lessons from autumn to spring, three a day, some of
them twice; some change to a second course, some do an Hour of Code, one row in twenty has no attempt. Four of
five teachers were trained by a partner. Nothing is held in memory whole, and nothing is drawn but from hashes
of numbers, so the same size gives the same rows.
"""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from catchment.network import contract
from catchment.warehouse.sql import TYPES, quoted, scratch
from catchment.warehouse.sql import school_year as partition
from catchment.warehouse.store import Batch, Warehouse

YEARS = 10
FIRST_YEAR = 2016
LAST_WEEK = date(2026, 3, 8)
"""What came after this day is the weekly import."""
AS_OF = date(2026, 3, 15)
_ROWS_A_STUDENT_YEAR = 40.6
_YEARS_OF_ROWS = YEARS - 0.15
_CLASS = 25
_CLASSES_A_TEACHER = 2.5
_NEW_EACH_YEAR = 0.6
_COURSES, _UNITS, _LESSONS = 20, 8, 10

_NAME = """
[network]
name = "Invented platform"
"""


@dataclass(frozen=True)
class Size:
    """How many of everything make that many rows of activity."""

    rows: int

    @property
    def students_a_year(self) -> int:
        return max(50, round(self.rows / _ROWS_A_STUDENT_YEAR / _YEARS_OF_ROWS))

    @property
    def classes_a_year(self) -> int:
        return max(2, self.students_a_year // _CLASS)

    @property
    def teachers(self) -> int:
        return max(2, int(self.classes_a_year / _CLASSES_A_TEACHER))

    @property
    def schools(self) -> int:
        return max(2, self.teachers // 2)


def network_toml() -> str:
    """Rules of all kinds: 6 courses of elementary school, 6 of middle and 6 of high school; 2 are one-off."""
    plugged = [f'course = "c{n:02d}"\nlevel = "full"\nplugged_lessons = 12' for n in range(6)]
    half = [
        f'course = "c{n:02d}"\nlevel = "half"\n'
        "all_of = [{ unit = 2, lessons = 5 }, { unit = 3, lessons = 5 }]"
        for n in range(6, 12)
    ]
    full = [
        f'course = "c{n:02d}"\nlevel = "full"\nrequires = "half"\n'
        "any_of = [[{ unit = 4, lessons = 2 }, { unit = 5, lessons = 2 }], [{ unit = 6, lessons = 5 }]]"
        for n in range(6, 12)
    ]
    units = [
        f'course = "c{n:02d}"\nlevel = "full"\nat_least = {{ units = 4, lessons = 5 }}' for n in range(12, 18)
    ]
    return _NAME + "".join(f"\n[[completion]]\n{rule}\n" for rule in (*plugged, *half, *full, *units))


def make(network_dir: Path, rows: int) -> Path:
    """A network folder as of the last week but one; the staged tables of the last week, for `land_week`."""
    size, week = Size(rows), network_dir / "week"
    network_dir.mkdir(parents=True)
    (network_dir / "network.toml").write_text(network_toml(), "utf-8")
    warehouse = Warehouse(network_dir)
    with warehouse.staging() as folder, scratch(folder) as connection:
        _prepare(connection, size)
        tables = {name: folder / f"{name}.parquet" for name in _SMALL}
        for name, query in _SMALL.items():
            _copy(connection, name, query.format(**_numbers(size)), tables[name])
        _activity(connection, size, folder)
        tables["activity"] = folder / "activity"
        _cut_week(connection, tables, week)
        _land(warehouse, "package", tables)
    return week


def land_week(network_dir: Path, week: Path) -> None:
    """The weekly import: a week of activity, with those who joined in it."""
    staged = week.parent / "landing"
    shutil.copytree(week, staged)
    _land(Warehouse(network_dir), "week", {path.stem: path for path in staged.iterdir()})
    shutil.rmtree(staged)


def _land(warehouse: Warehouse, source: str, tables: dict[str, Path]) -> None:
    digest = source.encode().hex().ljust(64, "0")
    batch = Batch(warehouse.new_batch_id(source, digest), source, digest, AS_OF, (), dict.fromkeys(tables, 1))
    warehouse.land(batch, tables)


def _numbers(size: Size) -> dict[str, object]:
    return {
        "students": size.students_a_year,
        "classes": size.classes_a_year,
        "teachers": size.teachers,
        "schools": size.schools,
        "as_of": AS_OF,
        "enrolled": _ENROLLED,
    }


def _prepare(connection: duckdb.DuckDBPyConnection, size: Size) -> None:
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("CREATE MACRO pick(salt, number, most) AS hash(salt, number) % most")
    connection.execute(_PLACES.format(**_numbers(size), new=round(size.students_a_year * _NEW_EACH_YEAR)))


def _copy(connection: duckdb.DuckDBPyConnection, name: str, query: str, target: Path) -> None:
    """Write a query's rows as the contract has the table; columns that it leaves out are blank."""
    given = set(connection.sql(query).columns)
    fields = {field.name: quoted(field.name) for field in contract.tables()[name].fields}
    values = {field: column if field in given else "NULL" for field, column in fields.items()}
    types = {field.name: TYPES[field.type] for field in contract.tables()[name].fields}
    columns = ", ".join(f"CAST({values[name]} AS {types[name]}) AS {fields[name]}" for name in fields)
    connection.execute(f"COPY (SELECT {columns} FROM ({query}) q) TO '{target}' (FORMAT parquet)")


def _activity(connection: duckdb.DuckDBPyConnection, size: Size, folder: Path) -> None:
    """A school year at a time by partition, and each partition once more in the order of time."""
    for year in range(YEARS):
        raw = folder / "raw"
        rows = _ACTIVITY.format(year=year, **_numbers(size))
        connection.execute(
            f"""COPY (SELECT *, {partition('"on"')} AS school_year FROM ({rows})) TO '{raw}'
            (FORMAT parquet, PARTITION_BY (school_year))"""
        )
        for part in sorted(raw.iterdir()):
            target = folder / "activity" / part.name
            target.mkdir(parents=True)
            connection.execute(
                f"COPY (FROM read_parquet('{part}/*.parquet', hive_partitioning = false) ORDER BY \"on\", "
                f"hash(student_id)) TO '{target}/part.parquet' (FORMAT parquet, COMPRESSION zstd)"
            )
        shutil.rmtree(raw)


def _cut_week(connection: duckdb.DuckDBPyConnection, tables: dict[str, Path], week: Path) -> None:
    """Move what came in the last week out of the staged tables."""
    last = sorted(tables["activity"].iterdir())[-1]
    new = f"SELECT student_id FROM '{tables['section_students']}' WHERE joined_on > DATE '{LAST_WEEK}'"
    cuts = {
        "activity": (last / "part.parquet", f"\"on\" > DATE '{LAST_WEEK}'"),
        "students": (tables["students"], f"student_id IN ({new})"),
        "section_students": (tables["section_students"], f"joined_on > DATE '{LAST_WEEK}'"),
    }
    week.mkdir()
    for name, (file, late) in cuts.items():
        target = week / f"{name}.parquet"
        kept = file.with_suffix(".kept")
        connection.execute(f"COPY (FROM '{file}' WHERE {late}) TO '{target}' (FORMAT parquet)")
        connection.execute(f"COPY (FROM '{file}' WHERE NOT ({late})) TO '{kept}' (FORMAT parquet)")
        kept.replace(file)


_PLACES = """
CREATE TABLE places AS
SELECT *, start + CAST(begins AS INTEGER) AS begins_on,
       4 + CAST(pick('step', number, 9) AS INTEGER) AS step,
       20 + CAST(pick('lessons', number * 16 + year, 41) AS INTEGER) AS lessons,
       CAST(pick('course', pick('teacher', section, {teachers}), 18) AS INTEGER) AS course
FROM (
    SELECT year, year * {new} + i AS number, left(md5(CAST(year * {new} + i AS VARCHAR)), 12) AS student_id,
           make_date(2016 + CAST(year AS INTEGER), 8, 15) AS start,
           year * {classes} + pick('class', i * 16 + year, {classes}) AS section,
           CASE WHEN pick('late', i * 16 + year, 50) = 0 THEN 170 ELSE 0 END + pick('begins', i, 60) AS begins
    FROM range(10) y(year), range({students}) s(i)
)
"""

_ACTIVITY = """
SELECT student_id, lesson_id, "on", attempts FROM (
    SELECT student_id, 'l' || (course * 80 + CASE WHEN k >= 7 AND draw % 10 = 0 THEN k - 7 ELSE k END)
               AS lesson_id,
           begins_on + CAST(k // 3 * step AS INTEGER) AS "on",
           CAST(CASE WHEN draw % 20 = 3 THEN 0 ELSE 1 + draw % 6 END AS BIGINT) AS attempts
    FROM (SELECT *, pick('draw', number * 64 + k, 1000) AS draw
          FROM (SELECT *, unnest(range(lessons)) AS k FROM places WHERE year = {year}))
    UNION ALL
    SELECT student_id, 'l' || ((course + 7) % 18 * 80 + k), begins_on + CAST(90 + k * step AS INTEGER), 2
    FROM places, range(6) t(k) WHERE year = {year} AND pick('second', number * 16 + year, 10) = 0
    UNION ALL
    SELECT student_id, 'l' || (18 + number % 2) * 80, start + 115, 1
    FROM places WHERE year = {year} AND pick('hour', number * 16 + year, 7) = 0
) WHERE "on" <= least(DATE '{as_of}', make_date(2017 + {year}, 6, 12))
"""

_ENROLLED = """'w' || CASE n WHEN 0 THEN pick('trained', i, 9) * 360 + pick('course', i, 18) * 20
+ pick('partner', i, 20) ELSE pick('workshop', i * 4 + n, 3240) END"""
"""A teacher's first workshop is of the course that they teach."""
_TAUGHT = "range({teachers}) t(i)"
_SMALL = {
    "partners": "SELECT 'p' || i AS partner_id, 'Invented partner ' || i AS name, 'scholarship' AS kind, "
    "DATE '2015-01-01' AS starts_on FROM range(20) t(i)",
    "partner_regions": "SELECT 'p0' AS partner_id, 'CA' AS state, DATE '2015-01-01' AS starts_on",
    "districts": "SELECT lpad(CAST(i AS VARCHAR), 7, '0') AS district_id, 'District ' || i AS name, "
    "'CA' AS state FROM range({schools} // 5 + 1) t(i)",
    "schools": "SELECT lpad(CAST(i AS VARCHAR), 12, '0') AS school_id, 'School ' || i AS name, 'public' AS "
    "school_type, lpad(CAST(i // 5 AS VARCHAR), 7, '0') AS district_id, 'CA' AS state, 11 AS locale, "
    "'KG' AS grade_low, '12' AS grade_high, 'open' AS status FROM range({schools}) t(i)",
    "school_enrollment": "SELECT lpad(CAST(i AS VARCHAR), 12, '0') AS school_id, '2024-25' AS school_year, "
    "400 AS students, 100 AS frl_eligible, 200 AS female, 200 AS male FROM range({schools}) t(i)",
    "courses": "SELECT 'c' || lpad(CAST(i AS VARCHAR), 2, '0') AS course_id, 'Course ' || i AS name, "
    "CASE WHEN i < 6 THEN 'F' WHEN i < 18 THEN 'S' || i ELSE 'H' END AS family, "
    "CASE WHEN i < 6 OR i >= 18 THEN 'K-5' WHEN i < 12 THEN '6-8' ELSE '9-12' END AS grade_band, "
    "CASE WHEN i < 18 THEN 'course' ELSE 'hour_of_code' END AS kind FROM range(20) t(i)",
    "units": "SELECT 'u' || i AS unit_id, 'c' || lpad(CAST(i // 8 AS VARCHAR), 2, '0') AS course_id, "
    "1 + i % 8 AS position, 'Unit ' || i AS name FROM range(160) t(i)",
    "lessons": "SELECT 'l' || i AS lesson_id, 'u' || (i // 10) AS unit_id, 1 + i % 10 AS position, "
    "i % 4 <> 0 AS plugged FROM range(1600) t(i)",
    "teachers": "SELECT 't' || i AS teacher_id, 'person' || (i - CASE WHEN i % 20 = 1 THEN 1 ELSE 0 END) AS "
    "person_id, 'Invented' AS first_name, 'Teacher ' || i AS last_name, 't' || i || '@example.org' AS email, "
    f"DATE '2016-07-01' AS created_on FROM {_TAUGHT}",
    "teacher_schools": "SELECT 't' || i AS teacher_id, lpad(CAST(i // 2 % {schools} AS VARCHAR), 12, '0') AS "
    f"school_id, DATE '2016-07-01' AS starts_on FROM {_TAUGHT}",
    "sections": "SELECT 's' || i AS section_id, 't' || pick('teacher', i, {teachers}) AS teacher_id, "
    "CASE WHEN pick('blank', i, 5) > 0 THEN 'c' || lpad(CAST("
    "pick('course', pick('teacher', i, {teachers}), 18) AS VARCHAR), 2, '0') END "
    "AS course_id, make_date(2016 + CAST(i // {classes} AS INTEGER), 8, 1) AS created_on "
    "FROM range({classes} * 10) t(i)",
    "students": "SELECT student_id, CASE CAST(pick('gender', number, 9) AS INTEGER) WHEN 0 THEN NULL "
    "WHEN 1 THEN 'nonbinary' WHEN 2 THEN 'female' WHEN 3 THEN 'female' WHEN 4 THEN 'female' ELSE 'male' END "
    "AS gender, CASE CAST(pick('race', number, 6) AS INTEGER) WHEN 0 THEN 'hispanic;white' "
    "WHEN 1 THEN 'black' WHEN 2 THEN 'asian' WHEN 3 THEN 'white' WHEN 4 THEN 'black;white' END AS races "
    "FROM (SELECT DISTINCT student_id, number FROM places)",
    "section_students": "SELECT 's' || section AS section_id, student_id, "
    "begins_on - CAST(pick('join', number, 10) AS INTEGER) AS joined_on, "
    "CASE WHEN pick('left', number, 20) = 0 THEN begins_on + 100 WHEN pick('left', number, 4) = 1 "
    "THEN start + 300 END AS removed_on FROM places "
    "WHERE begins_on - CAST(pick('join', number, 10) AS INTEGER) <= DATE '{as_of}'",
    "workshops": "SELECT 'w' || i AS workshop_id, 'p' || (i % 20) AS partner_id, "
    "'c' || lpad(CAST(i // 20 % 18 AS VARCHAR), 2, '0') AS course_id, 'summer' AS kind, "
    "make_date(2017 + CAST(i // 360 AS INTEGER), 7, 10) AS starts_on, "
    "make_date(2017 + CAST(i // 360 AS INTEGER), 7, 14) AS ends_on FROM range(3240) t(i)",
    "workshop_sessions": "SELECT 'w' || i || '-' || d AS session_id, 'w' || i AS workshop_id, "
    'make_date(2017 + CAST(i // 360 AS INTEGER), 7, 10) + CAST(d AS INTEGER) AS "on", 6.0 AS hours '
    "FROM range(3240) t(i), range(5) u(d)",
    "enrollments": "SELECT 'e' || i || '-' || n AS enrollment_id, "
    "{enrolled} AS workshop_id, "
    "'t' || i AS teacher_id, 't' || i || '@example.org' AS email, DATE '2017-05-01' AS enrolled_on "
    f"FROM {_TAUGHT}, range(3) u(n) WHERE i % 5 > 0",
    "attendance": "SELECT {enrolled} || '-' || d AS session_id, "
    f"'e' || i || '-' || n AS enrollment_id FROM {_TAUGHT}, range(3) u(n), range(5) v(d) WHERE i % 5 > 0",
    "consents": "SELECT 'person' || i AS person_id, 'p' || (i % 20) AS partner_id, 'roster' AS scope, '1' AS "
    f"text_version, DATE '2018-01-01' AS granted_on FROM {_TAUGHT} WHERE i % 3 > 0",
}
