"""Charts: the sentence comes from the data, nothing withheld is drawn, and the page's policy holds."""

import re
from xml.etree import ElementTree

import pytest

from catchment.reports import courses, school_years
from catchment.reports.charts import NARROW, WIDE

YEAR, LAST = "2025-26", "2024-25"


def row(course: str, year: str, students: int | None, left_out: int = 0) -> dict:
    return {"course": course, "school_year": year, "students": students, "groups_left_out": left_out}


ROWS = [
    row("CS Discoveries", YEAR, 120, 1),
    row("CS Principles", YEAR, 640),
    row("CS Principles", LAST, 700),
    row("CS A", YEAR, 0, 2),
]


@pytest.fixture(scope="module")
def by_course():
    return courses.chart(ROWS, YEAR, LAST)


def texts(svg: str) -> list[str]:
    return [node.text for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_the_sentence_is_computed(by_course):
    assert by_course.sentence == (
        "CS Principles is the main course of most students: "
        "640 so far in 2025-26, after 700 in all of 2024-25."
    )


def test_without_students_the_sentence_says_so():
    assert "No course has a published number" in courses.chart([row("CS A", YEAR, 0, 2)], YEAR, LAST).sentence


def test_the_table_says_what_the_picture_says(by_course):
    for course, year, students, _left_out in by_course.rows:
        assert course in texts(by_course.svg_wide)
        assert f"{students} ({year})" in texts(by_course.svg_wide)


def test_a_course_of_small_groups_is_said_in_words(by_course):
    assert ("CS A", "2025-26 so far", "too few to show", "2") in by_course.rows


def test_a_year_without_rows_has_no_bar(by_course):
    assert not any(text.startswith("0 (") for text in texts(by_course.svg_wide))


def test_only_the_first_courses_are_drawn_and_the_note_says_so():
    many = [row(f"Course {number}", YEAR, 100 - number) for number in range(9)]
    chart = courses.chart(many, YEAR, LAST)
    drawn = [text for text in texts(chart.svg_wide) if text.startswith("Course")]
    assert drawn == [f"Course {number}" for number in range(courses.DRAWN)]
    assert "3 more courses are in the table." in chart.note
    assert len(chart.rows) == 9


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_labels_stay_in_the_picture(by_course, width):
    svg = by_course.svg_wide if width == WIDE else by_course.svg_narrow
    assert float(re.search(r'viewBox="0 0 (\d+)', svg)[1]) <= width
    farthest = max(float(x) for x in re.findall(r"<text[^>]*translate\(([\d.]+),", svg))
    assert farthest + courses.LABEL_WIDTH <= width + 20


def test_pictures_have_a_name_and_no_inline_style(by_course):
    root = ElementTree.fromstring(by_course.svg_wide)
    assert root.get("role") == "img"
    assert root.find("{http://www.w3.org/2000/svg}title").text == "Students by course"
    for svg in (by_course.svg_wide, by_course.svg_narrow):
        assert "style=" not in svg
        assert "<script" not in svg
        assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_ids_are_unique_on_a_page(by_course):
    years = school_years.chart([row("", YEAR, 10)], YEAR, 300)
    ids = re.findall(
        r'\bid="([^"]+)"', by_course.svg_wide + by_course.svg_narrow + years.svg_wide + years.svg_narrow
    )
    assert len(ids) == len(set(ids)) == 8


@pytest.mark.parametrize("courses_drawn", [3, 6, 9])
def test_the_two_charts_of_a_row_are_equally_high(courses_drawn):
    rows = [row(f"Course {number}", YEAR, 100 + number) for number in range(courses_drawn)]
    years = school_years.chart([row("", LAST, 90), row("", YEAR, 100)], YEAR, courses.height(rows))
    pictures = (courses.chart(rows, YEAR, LAST).svg_wide, years.svg_wide)
    heights = [float(re.search(r'viewBox="\S+ \S+ \S+ (\S+)"', picture)[1]) for picture in pictures]
    assert heights[0] == pytest.approx(heights[1], abs=12)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row("", YEAR, 50)], "50 students so far in 2025-26, the first school year shown."),
        (
            [row("", LAST, 40), row("", YEAR, 50)],
            "50 students so far in 2025-26: already more than in all of 2024-25 (40).",
        ),
        (
            [row("", LAST, 60), row("", YEAR, 50)],
            "50 students so far in 2025-26, after 60 in all of 2024-25.",
        ),
    ],
)
def test_the_running_year_is_never_compared_as_if_it_were_over(rows, said):
    chart = school_years.chart(rows, YEAR, 300)
    assert chart.sentence == said
    assert chart.rows[-1][0] == "2025-26 so far"
