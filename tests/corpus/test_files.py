"""Files that cannot be used at all: one sentence, and the network stays as it was, to the byte."""

import gzip
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from catchment.network.errors import BadInput
from catchment.sources.package import check, import_package
from tests.corpus.packages import add_column, add_line, edit, read_rows, state, write_rows

Change = Callable[[Path], object]


@dataclass(frozen=True)
class Case:
    """`change` breaks the package; the error must hold every text of `says`."""

    name: str
    change: Change
    says: tuple[str, ...]


def case(name: str, change: Change, *says: str) -> Case:
    return Case(name, change, says)


def text(table: str, change: Callable[[str], str], encoding: str = "utf-8") -> Change:
    def apply(folder: Path) -> None:
        path = folder / f"{table}.csv"
        path.write_bytes(change(path.read_text("utf-8")).encode(encoding))

    return apply


def content(name: str, data: bytes) -> Change:
    """Replace a table by a file of this name with these bytes."""

    def apply(folder: Path) -> None:
        (folder / f"{name.split('.')[0]}.csv").unlink()
        (folder / name).write_bytes(data)

    return apply


def parquet(table: str, select: str) -> Change:
    def apply(folder: Path) -> None:
        path = folder / f"{table}.csv"
        duckdb.execute(
            f"COPY (SELECT {select} FROM read_csv('{path}', all_varchar=true)) TO '{folder / table}.parquet'"
        )
        path.unlink()

    return apply


def cut_parquet(folder: Path) -> None:
    parquet("students", "*")(folder)
    path = folder / "students.parquet"
    path.write_bytes(path.read_bytes()[:-20])


def damaged_parquet(folder: Path) -> None:
    """The footer is whole, a page in the middle is not."""
    parquet("students", "*")(folder)
    path = folder / "students.parquet"
    data = bytearray(path.read_bytes())
    data[4:60] = bytes(56)
    path.write_bytes(bytes(data))


def cut_gzip(folder: Path) -> None:
    data = gzip.compress((folder / "activity.csv").read_bytes())
    content("activity.csv.gz", data[: len(data) // 2])(folder)


def in_place_of_file(make: Callable[[Path], object]) -> Change:
    def apply(folder: Path) -> None:
        (folder / "sections.csv").unlink()
        make(folder / "sections.csv")

    return apply


def twice(folder: Path) -> None:
    shutil.copy(folder / "units.csv", folder / "units.csv.gz")


def parts_with_a_stranger(folder: Path) -> None:
    (folder / "activity").mkdir()
    shutil.move(folder / "activity.csv", folder / "activity" / "part-1.csv")
    (folder / "activity" / "notes.xlsx").write_bytes(b"PK")


def empty_folder(folder: Path) -> None:
    (folder / "activity.csv").unlink()
    (folder / "activity").mkdir()


def without(column: str, table: str) -> Change:
    def apply(folder: Path) -> None:
        rows = read_rows(folder, table)
        names = tuple(name for name in rows[0] if name != column)
        write_rows(folder, table, [{name: row[name] for name in names} for row in rows], names)

    return apply


def all_bad(folder: Path) -> None:
    rows = read_rows(folder, "students")
    write_rows(folder, "students", [{**row, "gender": "F"} for row in rows])


FILES = [
    case(
        "empty file",
        content("units.csv", b""),
        "units.csv: the file is empty; expected a header line like unit_id",
    ),
    case("only a BOM", content("units.csv", b"\xef\xbb\xbf"), "units.csv: the file is empty"),
    case("only blank lines", content("units.csv", b"\n\n\r\n"), "units.csv: the file is empty"),
    case(
        "semicolons",
        text("teachers", lambda t: t.replace(",", ";")),
        "teachers.csv: looks semicolon-separated; expected commas",
    ),
    case("tabs", text("teachers", lambda t: t.replace(",", "\t")), "teachers.csv: looks tab-separated"),
    case("bars", text("teachers", lambda t: t.replace(",", "|")), "teachers.csv: looks bar-separated"),
    case(
        "no header",
        text("courses", lambda t: t.split("\n", 1)[1]),
        "courses.csv, header: there is no column course_id; expected course_id, name, family",
    ),
    case(
        "column missing",
        without("attempts", "activity"),
        "activity.csv, header: there is no column attempts",
        "expected student_id, lesson_id, on, attempts",
    ),
    case(
        "capital letters",
        text("courses", lambda t: t.replace("course_id", "Course_ID", 1)),
        "there is no column course_id, only 'Course_ID'",
    ),
    case(
        "column twice",
        text("teachers", lambda t: t.replace("phone", "email", 1)),
        "teachers.csv, header: the column email is there twice",
    ),
    case(
        "column without a name",
        text("courses", lambda t: t.replace("family", "", 1)),
        "courses.csv, header: column 3 has no name",
    ),
    case(
        "quote in the header",
        text("courses", lambda t: '"course_id' + t[9:]),
        "courses.csv, header: a quote is opened and never closed",
    ),
    case(
        "Latin-1",
        text("districts", lambda t: t.replace("Valleyville", "Vallée"), "latin-1"),
        "districts.csv row 2: not UTF-8 (byte 0xe9); expected a file saved as UTF-8",
    ),
    case(
        "Windows quotes",
        text("students", lambda t: t.replace("female", "\x93", 1), "latin-1"),
        "students.csv row 1: not UTF-8",
    ),
    case("UTF-16", text("units", lambda t: t, "utf-16"), "units.csv: saved as UTF-16; expected UTF-8"),
    case("binary", content("units.csv", b"PK\x03\x04\0\0\0\0\n"), "units.csv: the first line cannot be read"),
    case(
        "old line ends",
        text("units", lambda t: t.replace("\n", "\r")),
        "units.csv: the first line cannot be read",
        "lines that end in",
    ),
    case(
        "open quote",
        lambda f: add_line(f, "units", 'u9,csp,9,"open\n'),
        "units.csv row 8: a quote is opened and never closed",
    ),
    case(
        "2-MB line",
        lambda f: add_line(f, "units", "x" * 2_000_000 + ",csp,9,u\n"),
        "units.csv row 8: a line is longer than 1 MB",
    ),
    case(
        "2-MB header",
        text("units", lambda t: "x" * 2_000_000 + t),
        "units.csv, header: a line is longer than 1 MB",
    ),
    case("gzip cut off", cut_gzip, "activity.csv.gz: the gzip file is cut off; expected a whole file"),
    case(
        "not gzip",
        content("activity.csv.gz", b"student_id,lesson_id,on,attempts\n"),
        "activity.csv.gz: not a gzip file",
    ),
    case("empty gzip", content("activity.csv.gz", b""), "activity.csv.gz: the file is empty"),
    case("Parquet cut off", cut_parquet, "students.parquet: not a Parquet file, or one that is cut off"),
    case("Parquet damaged", damaged_parquet, "students.parquet: the Parquet file is damaged"),
    case("not Parquet", content("students.parquet", b"student_id\n"), "students.parquet: not a Parquet file"),
    case("empty Parquet", content("students.parquet", b""), "students.parquet: not a Parquet file"),
    case(
        "number for an id",
        parquet("schools", "* REPLACE (length(school_id) AS school_id)"),
        "schools.parquet, column school_id: has the Parquet type BIGINT; expected string",
    ),
    case(
        "timestamp for a date",
        parquet("activity", '* REPLACE ("on"::TIMESTAMP AS "on")'),
        "activity.parquet, column on: has the Parquet type TIMESTAMP; expected date",
    ),
    case(
        "text for a number",
        parquet("activity", '* REPLACE ("on"::DATE AS "on")'),
        "activity.parquet, column attempts: has the Parquet type VARCHAR; expected integer",
    ),
    case(
        "list for a text",
        parquet("students", "* REPLACE (string_split(races, ';') AS races)"),
        "students.parquet, column races: has the Parquet type VARCHAR[]",
    ),
    case(
        "column missing in Parquet",
        parquet("students", "* EXCLUDE (student_id)"),
        "students.parquet, header: there is no column student_id",
    ),
    case("folder for a file", in_place_of_file(Path.mkdir), "sections.csv: is a folder, expected a file"),
    case(
        "pipe for a file",
        in_place_of_file(os.mkfifo),
        "sections.csv: is not an ordinary file (a pipe or a device)",
    ),
    case(
        "link to nowhere",
        in_place_of_file(lambda path: path.symlink_to("gone")),
        "sections.csv: cannot be read (No such file",
    ),
    case("empty folder of parts", empty_folder, "activity/: the folder is empty"),
    case(
        "a stranger among the parts",
        parts_with_a_stranger,
        "activity/notes.xlsx: expected a part of activity as .csv",
    ),
    case("table twice", twice, "the table units is there twice: units.csv and units.csv.gz"),
    case(
        "nothing usable",
        all_bad,
        "students: no row of 80 can be used; the first is students.csv row 1, column gender: expected one of",
    ),
    case(
        "settings are no TOML",
        lambda f: (f / "network.toml").write_text("name = "),
        "network.toml is not valid TOML",
    ),
    case(
        "unknown setting",
        lambda f: (f / "network.toml").write_text("[other]\n"),
        "network.toml: other is not a known key",
    ),
]

_PERSONAL_COLUMNS = (
    ("students", "name"),
    ("students", "first_name"),
    ("students", "E-Mail"),
    ("students", "birthday"),
    ("students", "date_of_birth"),
    ("students", "homeAddress"),
    ("students", "parent_phone"),
    ("students", "SSN"),
    ("section_students", "StudentName"),
    ("activity", "user_name"),
    ("teachers", "password"),
    ("enrollments", "social_security_number"),
    ("attendance", "student_email"),
)


def personal(table: str, column: str) -> Case:
    says = f"{table}.csv: the column {column} looks like personal data"
    return case(f"{column} in {table}", lambda folder: add_column(folder, table, column), says)


PERSONAL = [personal(*each) for each in _PERSONAL_COLUMNS]


@pytest.mark.parametrize("case", [*FILES, *PERSONAL], ids=lambda case: case.name)
def test_a_file_that_cannot_be_used_is_told_in_one_sentence(case, sample, network):
    before = fingerprint(network)
    case.change(sample)
    with pytest.raises(BadInput) as caught:
        import_package([sample], network)
    sentence = str(caught.value)
    assert [said for said in case.says if said not in sentence] == [], sentence
    assert "\n" not in sentence
    assert len(sentence) < 400
    assert fingerprint(network) == before


def fingerprint(network: Path) -> list[tuple[str, bytes]]:
    """Every file of the network, byte for byte."""
    files = (path for path in sorted(network.rglob("*")) if path.is_file() and path.name != ".lock")
    return [(path.relative_to(network).as_posix(), path.read_bytes()) for path in files]


@pytest.mark.parametrize("table", ["partners", "schools", "courses"])
def test_a_required_table_must_be_somewhere(table, sample, network, tmp_path):
    (sample / f"{table}.csv").unlink()
    with pytest.raises(BadInput, match=f"^{table}: the table is neither in the package nor in the warehouse"):
        import_package([sample], tmp_path / "fresh")
    assert import_package([sample], network).state == "landed"


def test_a_table_that_refers_to_nothing_known_is_refused(sample, tmp_path):
    (sample / "lessons.csv").unlink()
    with pytest.raises(BadInput, match=r"^activity: refers to lessons, but that table is neither"):
        import_package([sample], tmp_path / "fresh")
    assert state(tmp_path / "fresh") == {}


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["nowhere"], "nowhere: no such file or folder"),
        (["network.toml"], "no table of the contract found"),
        (["units.csv", "units.csv"], "the table units is there twice"),
        (["other.csv"], "other.csv: the contract has no table of this name"),
        (
            ["units.xlsx"],
            "units.xlsx: the contract has no table of this name, or it is neither CSV nor Parquet",
        ),
        (["empty"], "no table of the contract found"),
    ],
)
def test_paths_that_hold_no_table(names, says, sample, network):
    (sample / "empty").mkdir()
    for stranger in ("other.csv", "units.xlsx"):
        (sample / stranger).write_text("a,b\n")
    with pytest.raises(BadInput, match=says.replace(".", r"\.")):
        import_package([sample / name for name in names], network)


def test_a_dry_run_says_the_same(sample, network):
    edit(sample, "activity", 1, attempts="-1")
    told = check([sample], network)
    done = import_package([sample], network)
    assert (told.tables, told.findings) == (done.tables, done.findings)


def test_there_are_enough_cases():
    names = {case.name for case in [*FILES, *PERSONAL]}
    assert len(names) == len(FILES) + len(PERSONAL) >= 40
