"""The demo behaves like a network: seasons, sizes, shares, lapses, and all the awkward cases."""

from datetime import date

import pytest

from catchment.network.regions import RegionMap, RegionRow

YEAR_OF = """CASE WHEN "on" >= '2025-07-01' THEN 2025 WHEN "on" >= '2024-07-01' THEN 2024 ELSE 2023 END"""
TRAINED = """
    SELECT teacher_id, workshops.* FROM enrollments
    JOIN (SELECT enrollment_id, count(*) AS sessions FROM attendance GROUP BY ALL) USING (enrollment_id)
    JOIN workshops USING (workshop_id)
    WHERE sessions >= CASE kind WHEN 'summer' THEN 4 ELSE 1 END AND kind <> 'quarter' AND withdrawn_on IS NULL
"""


def test_the_size_is_what_was_asked_for(demo):
    assert demo.one("SELECT count(DISTINCT email) FROM enrollments WHERE plan IS NOT NULL") >= 220
    first = f"SELECT count(*) FROM ({TRAINED}) WHERE partner_id IS NOT NULL"
    assert 240 <= demo.one(first) <= 275  # some are trained twice
    years = demo.rows(
        f"SELECT year(starts_on - INTERVAL 5 MONTH) AS cohort, count(*) FROM ({TRAINED}) "
        "GROUP BY cohort ORDER BY cohort"
    )
    assert [cohort for cohort, _ in years] == [2023, 2024, 2025]
    assert all(70 <= count <= 105 for _, count in years)


def test_schools_are_quiet_on_weekends_in_holidays_and_summer(demo):
    weekends = demo.one('SELECT avg((dayofweek("on") IN (0, 6))::INT) FROM activity')
    assert 0.005 < weekends < 0.05
    by_month = dict(demo.rows('SELECT month("on"), count(*) FROM activity GROUP BY ALL'))
    assert by_month.get(7, 0) == 0 and by_month[6] < 0.1 * by_month[10]
    assert by_month[8] < by_month[9] < by_month[10]
    christmas = demo.one("""SELECT count(*) FROM activity WHERE "on" BETWEEN '2024-12-23' AND '2025-01-04'""")
    assert christmas == 0


def test_nobody_works_twice_on_a_lesson_and_day_and_some_only_look(demo):
    assert demo.one('SELECT count(*) - count(DISTINCT (student_id, lesson_id, "on")) FROM activity') == 0
    assert 0.005 < demo.one("SELECT avg((attempts = 0)::INT) FROM activity") < 0.02


def test_classes_have_the_size_of_classes(demo):
    sizes = """
        SELECT count(*) AS size FROM section_students JOIN sections USING (section_id)
        WHERE course_id NOT LIKE 'hoc%' GROUP BY section_id
    """
    assert 14 <= demo.one(f"SELECT median(size) FROM ({sizes})") <= 24
    assert demo.one(f"SELECT max(size) FROM ({sizes})") <= 45
    small = demo.one(f"SELECT avg((size < 5)::INT) FROM ({sizes})")
    assert 0.02 < small < 0.2


def test_some_groups_are_small_as_in_life(demo):
    groups = f"""
        SELECT count(DISTINCT student_id) AS students FROM activity
        JOIN lessons USING (lesson_id) JOIN units USING (unit_id) JOIN section_students USING (student_id)
        JOIN sections USING (section_id) JOIN teacher_schools USING (teacher_id)
        WHERE sections.course_id = units.course_id AND sections.course_id NOT LIKE 'hoc%' AND attempts > 0
        GROUP BY school_id, sections.course_id, {YEAR_OF}
    """
    assert 0.1 < demo.one(f"SELECT avg((students < 10)::INT) FROM ({groups})") < 0.3


def test_girls_and_races_are_near_those_of_course_and_state(demo):
    girls = dict(
        demo.rows("""
            SELECT course_id, avg((gender = 'female')::INT) FROM students
            JOIN section_students USING (student_id) JOIN sections USING (section_id)
            WHERE gender <> 'not_reported' GROUP BY course_id
        """)
    )
    assert 0.3 < girls["csp"] < 0.42 < 0.44 < girls["csf-express"] < 0.54
    hispanic = dict(
        demo.rows("""
            SELECT left(school_id, 2), avg((races = 'hispanic')::INT) FROM students
            JOIN section_students USING (student_id) JOIN sections USING (section_id)
            JOIN teacher_schools USING (teacher_id) WHERE races NOT IN ('opt_out', 'other') GROUP BY ALL
        """)
    )
    assert abs(hispanic["26"] - 0.09) < 0.06 and abs(hispanic["12"] - 0.37) < 0.12
    assert 0.05 < demo.one("SELECT avg((gender = 'not_reported')::INT) FROM students") < 0.2


def test_elementary_students_are_never_asked_for_race(demo):
    asked = demo.one("""
        SELECT count(*) FROM students
        JOIN section_students USING (student_id) JOIN sections USING (section_id)
        WHERE races IS NOT NULL AND course_id LIKE 'csf%' AND student_id NOT IN (
            SELECT student_id FROM section_students JOIN sections USING (section_id)
            WHERE course_id NOT LIKE 'csf%' OR course_id IS NULL)
    """)
    assert asked == 0


@pytest.mark.parametrize(
    ("what", "query"),
    [
        ("answers that opt out", "FROM students WHERE races = 'opt_out'"),
        ("answers of several races", "FROM students WHERE len(string_split(races, ';')) = 2"),
        ("answers that are nonsense", "FROM students WHERE len(string_split(races, ';')) > 5"),
        ("people with two accounts", "FROM teachers GROUP BY person_id HAVING count(*) = 2"),
        ("moves", "FROM teacher_schools GROUP BY teacher_id HAVING count(DISTINCT school_id) = 2"),
        ("sections without a course", "FROM sections WHERE course_id IS NULL"),
        ("deleted sections", "FROM sections WHERE deleted_on IS NOT NULL"),
        ("students who left", "FROM section_students WHERE removed_on IS NOT NULL"),
        ("students of two sections", "FROM section_students GROUP BY student_id HAVING count(*) > 1"),
        ("withdrawn consents", "FROM consents WHERE withdrawn_on IS NOT NULL"),
        ("withdrawn enrollments", "FROM enrollments WHERE withdrawn_on IS NOT NULL"),
        ("spring plans", "FROM enrollments WHERE plan = 'spring'"),
        ("enrollments by address only", "FROM enrollments WHERE teacher_id IS NULL"),
        ("called-off workshops", "FROM workshops WHERE deleted_on IS NOT NULL"),
        ("workshops of nobody", "FROM workshops WHERE partner_id IS NULL"),
        ("workshops that are filling", "FROM workshops WHERE starts_on > DATE '2026-03-15'"),
        ("two-day workshops", "FROM workshops WHERE quarters = '1;2'"),
        ("deep dives", "FROM workshops WHERE kind = 'deep_dive'"),
        ("Hours of Code", "FROM sections WHERE course_id LIKE 'hoc%'"),
        ("hidden applications", "FROM signals WHERE kind = 'application' AND NOT may_show"),
    ],
)
def test_the_awkward_cases_are_there(demo, what, query):
    assert demo.rows(f"SELECT 1 {query}"), what


def test_a_few_enrollments_match_nobody(demo):
    strangers = """
        SELECT count(*) FROM enrollments WHERE teacher_id IS NULL
        AND lower(trim(email)) NOT IN (SELECT lower(email) FROM teachers)
    """
    assert demo.one(strangers) == 5


def test_untrained_teachers_bring_schools_of_their_own(demo):
    trained = f"SELECT DISTINCT school_id FROM teacher_schools JOIN ({TRAINED}) USING (teacher_id)"
    active = "SELECT DISTINCT school_id FROM teacher_schools JOIN sections USING (teacher_id)"
    assert demo.one(f"SELECT count(*) FROM ({active} EXCEPT {trained})") > 30


def test_a_school_keeps_more_pupils_than_its_classes_have(demo):
    fullest = demo.one(f"""
        SELECT max(known / students) FROM (
            SELECT school_id, {YEAR_OF} AS year, count(DISTINCT student_id) AS known
            FROM activity JOIN section_students USING (student_id) JOIN sections USING (section_id)
            JOIN teacher_schools USING (teacher_id) WHERE created_on >= make_date(year, 7, 1) GROUP BY ALL
        ) JOIN school_enrollment USING (school_id) WHERE students > 200
    """)
    assert fullest < 1


def regions(demo) -> RegionMap:
    return RegionMap(RegionRow(*row) for row in demo.rows("FROM partner_regions"))


def test_every_place_has_one_partner_and_a_border_cuts_through_districts(demo):
    served = regions(demo)
    of_districts: dict[str, set[str | None]] = {}
    for district, state, code in demo.rows("SELECT district_id, state, zip FROM schools"):
        of_districts.setdefault(district, set()).add(served.partner_of(state, code, demo.made.as_of))
    assert any({"sunshine", "biscayne"} <= partners for partners in of_districts.values())


def test_a_region_that_was_given_up_is_nobodys(demo):
    served = regions(demo)
    (code,) = {code for (code,) in demo.rows("SELECT min(zip) FROM schools WHERE zip LIKE '498%'")}
    assert served.partner_of("MI", code, date(2025, 6, 30)) == "greatlakes"
    assert served.partner_of("MI", code, date(2025, 7, 1)) is None
