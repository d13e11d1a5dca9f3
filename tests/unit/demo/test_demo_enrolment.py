"""What the demo adds to the schools' enrolment: plausible, wrong here and there, said to be invented."""

from collections import Counter

import duckdb
import pytest

from catchment.demo import generate
from catchment.demo.enrolment import girl_shares
from catchment.demo.places import read
from catchment.network import settings
from tests.unit.demo.conftest import invent_schools

SEX = "female IS NOT NULL AND male IS NOT NULL"


@pytest.fixture(scope="module")
def lacking(tmp_path_factory, demo):
    """A demo where Michigan's files give enrolment, with a locale and once with sex, and Florida's none."""
    folder = tmp_path_factory.mktemp("lacking")
    schools = invent_schools(folder / "nces", enrolment_of=("MI",))
    file = schools.folder / "school_enrollment.parquet"
    known = duckdb.sql(
        f"SELECT *, 41 AS locale, 'KG' AS grade_low, CASE rank() OVER (ORDER BY school_id) WHEN 2 THEN 9 END "
        f"AS female FROM '{file}'"
    ).to_arrow_table()
    duckdb.from_arrow(known).write_parquet(str(file))
    return generate(folder / "package", schools, states=("MI", "FL"), teachers=60), known.to_pylist()


def rows(made, select, where="true"):
    file = made.folder / "school_enrollment.csv"
    types = "{'school_id': 'VARCHAR', 'school_year': 'VARCHAR'}"
    return duckdb.sql(f"SELECT {select} FROM read_csv('{file}', types={types}) WHERE {where}").fetchall()


def test_what_is_missing_is_invented_and_said_to_be(lacking):
    made, _ = lacking
    assert made.synthetic[-2:] == ("enrollment", "enrollment_by_sex")
    assert settings.load(made.network_toml).synthetic == made.synthetic
    years = Counter(rows(made, "left(school_id, 2), school_year"))
    assert years["12", "2023-24"] > 280 and years["26", "2022-23"] > 260 and len(years) == 2


def test_what_the_files_say_stays(lacking):
    made, known = lacking
    written = {row[0]: row[1:] for row in rows(made, "school_id, students, locale, grade_low")}
    expected = {row["school_id"]: row for row in known if row["students"] is not None}
    mine = {school: row for school, row in written.items() if school.startswith("26")}
    assert all(row == (expected[school]["students"], 41, "KG") for school, row in mine.items())
    (told,) = (row["school_id"] for row in known if row["female"] == 9)
    assert told not in written


def test_sex_is_plausible_and_varies(demo):
    likely = f"{SEX} AND female + male <= students AND students > 200"
    mean, spread, least, most = demo.rows(f"""
        SELECT avg(girls), stddev(girls), quantile_cont(girls, 0.05), quantile_cont(girls, 0.95)
        FROM (SELECT female / students AS girls FROM school_enrollment WHERE {likely})
    """)[0]
    assert 0.46 < mean < 0.5 and 0.02 < spread < 0.09 and least > 0.3 and most < 0.56
    short = demo.one(f"SELECT avg((female + male < students)::INT) FROM school_enrollment WHERE {SEX}")
    assert 0.01 < short < 0.1


def test_a_few_rows_are_blank_or_cannot_be_as_in_real_files(demo):
    blank = demo.one(
        "SELECT count(*) FROM schools ANTI JOIN school_enrollment USING (school_id) WHERE status = 'open'"
    )
    impossible = demo.one("SELECT count(*) FROM school_enrollment WHERE female > students")
    assert 0 < blank < 60 and 0 < impossible < 20


def test_the_same_schools_have_the_same_girls_in_class_and_in_the_files(demo):
    """A school for girls has no boys in its classes: else the public figure would contradict the counts."""
    places = read(demo.schools, ("MI", "FL"))
    shares = dict(zip(places.school_ids.tolist(), girl_shares(places, 20), strict=True))
    files = dict(
        demo.rows(
            f"SELECT school_id, female / students FROM school_enrollment WHERE {SEX} AND students > 300"
        )
    )
    assert all(abs(shares[school] - share) < 0.15 for school, share in files.items() if share <= 1)
    counted = demo.rows("""
        SELECT school_id, count(*) FILTER (gender = 'female'), count(*) FROM students
        JOIN section_students USING (student_id) JOIN sections USING (section_id)
        JOIN teacher_schools USING (teacher_id) WHERE gender IN ('female', 'male') GROUP BY school_id
    """)
    low = [(girls, both) for school, girls, both in counted if shares.get(school, 1) < 0.4 and both > 20]
    usual = [(girls, both) for school, girls, both in counted if 0.45 < shares.get(school, 0) < 0.52]
    assert sum(g for g, _ in low) / sum(b for _, b in low) < 0.9 * sum(g for g, _ in usual) / sum(
        b for _, b in usual
    )
