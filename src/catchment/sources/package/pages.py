"""Which of the portal's pages the tables at hand would light up, and what the others wait for."""

from collections.abc import Collection

from catchment.sources.findings import Page

_CLASSES = ("lessons", "units", "sections", "section_students", "students", "activity")
_TRAINED = ("teachers", "workshops", "workshop_sessions", "enrollments", "attendance")
_SHARED = (*_TRAINED, "consents")

_NEEDS = {
    "Region": ("partner_regions", "teachers", "teacher_schools", *_CLASSES),
    "This week": (*_SHARED, "teacher_schools", *_CLASSES),
    "Roster": (*_SHARED, "teacher_schools", *_CLASSES),
    "Program health": (*_TRAINED, *_CLASSES),
    "Schools": ("partner_regions", "districts", "school_enrollment"),
}
_ALWAYS = ("partners", "schools", "courses")
_ACCESS = ("survey_submissions", "exam_offerings", "state_offerings", "access_history")


def pages(tables: Collection[str]) -> list[Page]:
    """Each page with the tables it still waits for; none: the page has what it needs."""
    found = [
        Page(name, tuple(table for table in (*_ALWAYS, *needs) if table not in tables))
        for name, needs in _NEEDS.items()
    ]
    missing = tuple(table for table in _ALWAYS if table not in tables)
    evidence = () if set(_ACCESS) & set(tables) else (f"one of {', '.join(_ACCESS)}",)
    return [*found, Page("Access report", missing + evidence)]
