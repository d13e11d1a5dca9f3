"""Whatever cannot be meant is one sentence that says where."""

import pytest

from catchment.attack.tables import report
from catchment.network.errors import BadInput
from tests.attack_tables.tools import SCHOOLS, attacked, long, write

GOOD = long("Oak female 40; Adams female 12")


def refused(folder, hierarchy=SCHOOLS, **files):
    with pytest.raises(BadInput) as raised:
        attacked(folder, hierarchy, **files)
    said = str(raised.value)
    assert said.count("\n") == 0
    assert said.endswith(".")
    return said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("Oak female -3", "schools.csv line 2, column students: '-3' is no whole number"),
        ("Oak female 3.5", "'3.5' is no whole number"),
        ("Oak female 12; Adams female <5", "schools.csv line 3, column students: '<5' is no whole number"),
        ("Oak female 9999999999999999", "too large"),
        ("Oka female 12", "schools.csv line 2, column place: 'Oka' is no geography"),
        ("Oak girls 12", "schools.csv line 2, column gender: 'girls' is no gender"),
        ("Oak female 12; Oak female 13", "schools.csv line 3, column students says '13' for Oak, female"),
        ("Oak female 12; Oak female *", "make it an attribute in hierarchy.toml"),
        ("Oak female 12 13", "schools.csv line 2: has 4 fields, the header has 3"),
    ],
)
def test_a_row_that_cannot_be_meant(tmp_path, rows, said):
    assert said in refused(tmp_path, schools=long(rows))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("place,gender,students\nOak,female,\n", "line 2, column students: is blank"),
        ("place,gender,students\nOak,,12\n", "line 2, column gender: the gender is blank"),
        ("place,gender,number\nOak,female,12\n", "no column students; its columns are place, gender, number"),
        ("place,gender,gender,students\nOak,all,all,12\n", "the column gender is there more than once"),
        ("gender,students\nfemale,12\n", "there is no column place"),
        ("", "line 1, which should hold the column names, is empty"),
        ('place,gender,students\n"Oak,female,12\n', "is not a CSV file"),
    ],
)
def test_a_file_that_cannot_be_meant(tmp_path, text, said):
    assert said in refused(tmp_path, schools=text)


@pytest.mark.parametrize(
    ("hierarchy", "said"),
    [
        ("geography = ", "not valid TOML"),
        (SCHOOLS.replace("geography", "geografy"), "geografy is not a known key"),
        ('missing = "none"' + SCHOOLS, "missing must be one of"),
        ('[codes]\n"*" = [0, inf]\n', "parents is missing"),
        (SCHOOLS.replace("[1, 9]", "[9, 1]"), "codes.'<10' must be the least and the most"),
        (SCHOOLS.replace("[1, 9]", "9"), "must be a list"),
        (SCHOOLS.replace("[1, 9]", "[1.5, 9]"), "must be the least and the most"),
        (SCHOOLS.replace('["female", "male"]', '["female", "female"]'), "list of different categories"),
        (SCHOOLS + 'female = ["all"]', "in gender, these are parts of one another"),
        (SCHOOLS.replace('Grant = "Oak"', 'Oak = "Grant"\nGrant = "Oak"'), "in geography, these are parts"),
        (SCHOOLS + "[attributes.least]\n", "cannot be an attribute's name"),
        (SCHOOLS + '[[wide]]\nfile = "w.csv"\ngeography = "x"\n', "wide[1].columns is missing"),
        (
            SCHOOLS + '[[wide]]\nfile = "w.csv"\ngeography = "x"\n[wide.columns]\nx = { sex = "f" }',
            "sex is not",
        ),
        (
            SCHOOLS + '[[wide]]\nfile = "w.csv"\ngeography = "x"\n[wide.columns]\nx = {}',
            "w.csv, which is not in",
        ),
        (SCHOOLS + "[attributes.year]\n", "there is no column year, and by hierarchy.toml no one category"),
    ],
)
def test_a_hierarchy_that_cannot_be_meant(tmp_path, hierarchy, said):
    assert said in refused(tmp_path, hierarchy, schools=GOOD)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("child,parent\nA,B\nA,C\n", "parents.csv line 3, column parent: A already has the parent B"),
        ("child,parent\nA,\n", "parents.csv line 2: both child and parent must be filled in"),
        ("kid,parent\nA,B\n", "there is no column child"),
    ],
)
def test_parents_that_cannot_be_meant(tmp_path, lines, said):
    (tmp_path / "parents.csv").write_text(lines)
    assert said in refused(tmp_path, 'parents_file = "parents.csv"', schools=GOOD)


WIDE = """
[[wide]]
file = "w.xlsx"
geography = "School"
[wide.columns]
Girls = { gender = "female" }
"""


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x05\x06" + bytes(18)])
def test_a_workbook_that_is_none(tmp_path, content):
    write(tmp_path, hierarchy=SCHOOLS + WIDE)
    (tmp_path / "tables" / "w.xlsx").write_bytes(content)
    with pytest.raises(BadInput, match=r"w\.xlsx cannot be read as an \.xlsx workbook"):
        report.attack(tmp_path / "tables", tmp_path / "hierarchy.toml")


def test_a_folder_without_tables(tmp_path):
    assert "no .csv or .xlsx file" in refused(tmp_path)


def test_a_file_that_is_no_text(tmp_path):
    write(tmp_path, hierarchy=SCHOOLS)
    (tmp_path / "tables" / "schools.csv").write_bytes(b"place,gender,students\n\xff\xfe")
    with pytest.raises(BadInput, match=r"schools\.csv is not a UTF-8 text file"):
        report.attack(tmp_path / "tables", tmp_path / "hierarchy.toml")


def test_tables_that_contradict_themselves_name_the_totals(tmp_path):
    rows = "Oak female 40; Lincoln female 4; Adams female 12; Grant female 25; Grant all 60; Grant male 35"
    said = refused(tmp_path, schools=long(rows))
    assert said == (
        "no numbers fit the tables; these cannot hold together: "
        "Oak, female (schools.csv line 2, column students) 40 = 4 + 12 + 25."
    )


def test_totals_that_contradict_each_other_only_together(tmp_path):
    rows = """Oak female 40; Oak all 50; Lincoln female *; Lincoln all 3; Adams female 12; Adams all 16;
    Grant female 12; Grant all 31; Lincoln male *"""
    said = refused(tmp_path, schools=long(rows))
    assert "Oak, female (schools.csv line 2, column students) 40 = * + 12 + 12" in said
    assert "Lincoln, all (schools.csv line 5, column students) 3 = * + *" in said
