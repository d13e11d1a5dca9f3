"""Long and wide files, CSV and workbooks, and files that share cells."""

import zipfile

import xlsxwriter

from catchment.attack.tables import report
from tests.attack_tables.tools import SCHOOLS, attacked, line, long, ranges, recovered, write

ANSWER = {("Lincoln", "female"): 4}


def test_one_file_completes_another(tmp_path):
    """A table without gender, one without schools: together they give a school away."""
    districts = "place,gender,students\nOak,female,40\n"
    totals = "place,students\nOak,100\n"
    schools = long("Lincoln female <10; Adams female 12; Grant female 24")
    assert not attacked(tmp_path, schools=schools).recovered
    found = attacked(tmp_path, schools=schools, districts=districts, totals=totals)
    assert recovered(found) == ANSWER


def test_what_one_file_hides_and_another_shows(tmp_path):
    found = attacked(tmp_path, a=long("Lincoln female <10"), b=long("Lincoln female 7"))
    assert recovered(found) == {("Lincoln", "female"): 7}
    assert (
        line(found, "Lincoln", "female").deduction
        == ("Lincoln, female = Lincoln, female (b.csv line 2, column students) 7")
        or "b.csv" in line(found, "Lincoln", "female").deduction
    )


def test_the_hiding_file_may_come_second(tmp_path):
    found = attacked(tmp_path, a=long("Lincoln female 7"), b=long("Lincoln female <10"))
    assert recovered(found) == {("Lincoln", "female"): 7}
    assert line(found, "Lincoln", "female").deduction.endswith("Lincoln, female 7")


def test_two_codes_narrow_each_other(tmp_path):
    hierarchy = SCHOOLS.replace("[parents]", '"5 to 20" = [5, 20]\n[parents]')
    found = attacked(tmp_path, hierarchy, a=long("Adams all <10"), b="place,students\nAdams,5 to 20\n")
    assert set(ranges(found).values()) == {(5, 9)}
    assert not found.recovered


WIDE = """
[[wide]]
file = "{file}"
header = 2
geography = "School"
rename = {{ "District total" = "Oak" }}
{sheet}
[wide.columns]
Girls = {{ gender = "female" }}
Boys = {{ gender = "male" }}
"Students" = {{}}
"""
ROWS = [
    ["Students in computer science", "", "", "", ""],
    ["School", "Students", "Girls", "Boys", "Teachers"],
    ["Lincoln", "*", "<10", "<10", 3],
    ["Adams", "1,037", 12, "1,025", 1],
    ["Grant", 54, 24, 30, 1],
    ["District total", 1100, 40, 1060, 5],
    ["", "", "", "", ""],
    ["Small numbers are hidden.", "", "", "", ""],
]
WIDE_ANSWER = {("Lincoln", "all"): 9, ("Lincoln", "female"): 4, ("Lincoln", "male"): 5}


def test_a_wide_csv(tmp_path):
    text = "\n".join(";".join(map(str, row)) for row in ROWS)
    found = attacked(tmp_path, SCHOOLS + WIDE.format(file="w.csv", sheet=""), w="\ufeff" + text)
    assert recovered(found) == WIDE_ANSWER


def workbook(path):
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("About").write(0, 0, "School")
        sheet = book.add_worksheet("Counts")
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        sheet.write_formula("B6", "=SUM(B3:B5)", None, 1100)
        sheet.write_rich_string("A3", book.add_format({"bold": True}), "Lin", "coln ")


def test_a_wide_workbook(tmp_path):
    write(tmp_path, hierarchy=SCHOOLS + WIDE.format(file="w.xlsx", sheet='sheet = "Counts"'))
    workbook(tmp_path / "tables" / "w.xlsx")
    (tmp_path / "tables" / "~$w.xlsx").write_bytes(b"locked")
    found = report.attack(tmp_path / "tables", tmp_path / "hierarchy.toml")
    assert recovered(found) == WIDE_ANSWER


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
BARE = {
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="One" sheetId="1" r:id="x"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
    '<Relationship Id="x" Target="/xl/one.xml"/></Relationships>',
    "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>pla</t><t>ce</t><rPh><t>so</t></rPh></si></sst>',
    "xl/one.xml": f"""<worksheet xmlns="{MAIN}"><sheetData>
    <row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>gender</t></is></c><c t="str"><v>students</v></c></row>
    <row r="3"><c r="C3"><v>4E1</v></c><c r="A3" t="str"><v>Oak</v></c><c r="B3" t="str"><v>all</v></c></row>
    <row><c t="str"><v>Adams</v></c><c t="str"><v>all</v></c><c t="str"><v>*</v></c></row>
    </sheetData></worksheet>""",
}


def test_a_long_workbook_of_another_program(tmp_path):
    """Without references, with texts in the cells, with reading aids beside shared texts."""
    folder = write(tmp_path, hierarchy=SCHOOLS, others=long("Lincoln all 1; Grant all 2"))
    with zipfile.ZipFile(folder / "tables" / "schools.xlsx", "w") as book:
        for part, text in BARE.items():
            book.writestr(part, text)
    found = report.attack(folder / "tables", folder / "hierarchy.toml")
    assert recovered(found) == {("Adams", "all"): 37}


def test_wide_and_long_files_share_cells(tmp_path):
    text = "\n".join(",".join(f'"{field}"' for field in row) for row in ROWS[:5])
    hierarchy = SCHOOLS + WIDE.format(file="w.csv", sheet="")
    assert not attacked(tmp_path, hierarchy, w=text).recovered
    assert recovered(attacked(tmp_path, hierarchy, w=text, oak=long("Oak female 40"))) == ANSWER


def test_what_is_the_same_in_a_whole_file_is_said_once(tmp_path):
    wide = WIDE.format(file="w.csv", sheet='set = { year = "2025" }').replace("header = 2", "")
    hierarchy = SCHOOLS + "[attributes.year]\n" + wide
    text = "School,Students,Girls,Boys\nAdams,20,12,*\n"
    other = "place,gender,year,students\nAdams,male,2024,*\n"
    found = attacked(tmp_path, hierarchy, w=text, other=other)
    assert recovered(found) == {("Adams", "male", "2025"): 8}


def test_parents_in_a_file_of_their_own_among_the_tables(tmp_path):
    parents = 'parents_file = "tables/parents.csv"\n'
    hierarchy = parents + SCHOOLS[: SCHOOLS.index("[parents]")] + SCHOOLS[SCHOOLS.index("[attributes") :]
    rows = long("Oak female 40; Lincoln female <10; Adams female 12; Grant female 24")
    lines = "child,parent\nLincoln,Oak\nAdams,Oak\nGrant,Oak\n"
    assert recovered(attacked(tmp_path, hierarchy, schools=rows, parents=lines)) == ANSWER
