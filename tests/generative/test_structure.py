"""What holds of every release of every story: sums at all levels, exact values, determinism, names."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import hypothesis
from hypothesis import given, settings

from catchment.release.build.contents import Contents
from catchment.release.build.drawing import Drawing
from tests.generative import adding
from tests.generative.stories import Chapter, Story, stories
from tests.release_tools import Series

SLOW_DATA = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large]
PROPERTY = settings(max_examples=10, suppress_health_check=SLOW_DATA)


def told(story: Story, drawing: Drawing | None = None) -> Iterator[tuple[Chapter, Contents]]:
    """Every release of a story, published or not."""
    series = Series(story.rules, drawing)
    for chapter in story.chapters:
        release = series.decide(story.inputs(chapter), chapter.as_of)
        yield chapter, release
        if chapter.fate != "never":
            series.published.append((release, chapter.fate == "published"))


@PROPERTY
@given(stories())
def test_both_layers_add_up_at_every_level(story: Story):
    carriers: dict[str, Contents] = {}
    for chapter, release in told(story):
        assert adding.said_counts(release) == adding.counts(release)
        for place, said, made in adding.school_totals(release):
            assert said == made, place
        assert adding.said_estimates(release) == adding.estimates(release, carriers)
        students = adding.estimated_students(release)
        for place, said in adding.said_estimated(release).items():
            assert said == students.get(place), place
        if chapter.fate != "never":
            carriers = dict.fromkeys(release.digests.values(), release) | carriers


@PROPERTY
@given(stories())
def test_a_count_is_exact_in_the_release_that_shows_it_first(story: Story):
    """And in each that moves it; a count that stands is the one of the release before."""
    before: dict[tuple, int] = {}
    for chapter, release in told(story):
        truth = Counter((row["school_id"], row["school_year"], row["course_id"]) for row in chapter.students)
        shown = shown_counts(release)
        for group, students in shown.items():
            assert students in (truth[group], before.get(group))
        assert before.keys() <= shown.keys()
        before = before if chapter.fate == "never" else shown


def shown_counts(release: Contents) -> dict[tuple, int]:
    return {
        (row["geo_id"], row["school_year"], row["course_id"]): row["students"]
        for row in release.table("schools").to_pylist()
        if row["course_id"] != "all" and row["students"] is not None
    }


@PROPERTY
@given(stories())
def test_a_school_counts_all_year_where_it_counted_first(story: Story):
    """Partners change their regions between releases, but what adds up to what stays as it was."""
    first: dict[tuple, tuple] = {}
    for chapter, release in told(story):
        homes = {
            (row["school_id"], row["school_year"]): (row["partner_id"], row["district_id"], row["state"])
            for row in release.table("mapping").to_pylist()
        }
        assert {key: homes[key] for key in first} == first
        first = first if chapter.fate == "never" else homes


@PROPERTY
@given(stories(most_releases=3))
def test_the_same_inputs_and_estimates_give_the_same_release(story: Story):
    series = Series(story.rules)
    for chapter in story.chapters:
        first, second = (series.decide(story.inputs(chapter), chapter.as_of) for _ in range(2))
        assert tables(first) == tables(second)
        series.published.append((first, True))


def tables(release: Contents) -> dict:
    shelves = {"public": release.public, "staff": release.staff, **release.partners}
    return {
        (shelf, name): table.to_pylist() for shelf, found in shelves.items() for name, table in found.items()
    }


@PROPERTY
@given(stories(most_releases=3))
def test_other_names_change_nothing_but_the_names(story: Story):
    silent = Drawing(noise=lambda counts, epsilon: counts)
    names = renamed(story)
    for (_, release), (_, other) in zip(
        told(story, silent), told(with_names(story, names), silent), strict=True
    ):
        assert bags(release, {}) == bags(other, {new: old for old, new in names.items()})


def renamed(story: Story) -> dict[str, str]:
    """New names in the opposite order, for schools, districts, partners, teachers and students."""
    old = {school.id for school in story.schools} | {school.district or "" for school in story.schools} - {""}
    students = {row["student_id"] for chapter in story.chapters for row in chapter.known}
    teachers = {row["person_id"] for chapter in story.chapters for row in chapter.roster}
    names = {}
    for kind, ids in (("place", old), ("x", set(story.partners)), ("child", students), ("adult", teachers)):
        names |= {name: f"{kind}{9999 - at:04d}" for at, name in enumerate(sorted(ids))}
    return names


def with_names(story: Story, names: dict[str, str]) -> Story:
    def rename(value):
        return names.get(value, value) if isinstance(value, str) else value

    def rows(found):
        return tuple({key: rename(value) for key, value in row.items()} for row in found)

    return Story(
        tuple(replace(s, id=rename(s.id), district=rename(s.district)) for s in story.schools),
        tuple(tuple(map(rename, row)) for row in story.enrolment),
        story.rules,
        tuple(
            replace(
                chapter,
                regions=tuple(tuple(map(rename, row)) for row in chapter.regions),
                students=rows(chapter.students)[::-1],
                known=rows(chapter.known)[::-1],
                roster=rows(chapter.roster)[::-1],
            )
            for chapter in story.chapters
        ),
        tuple(map(rename, story.partners)),
    )


TABLES = (
    "schools", *adding.LEVELS, "composition", "mapping", "enrolment", "roster", "cohorts", "cohorts_all",
    "benchmarks",
)  # fmt: skip


def bags(release: Contents, names: dict[str, str]) -> dict[str, Counter]:
    """The rows of each table in any order, with `names` put in."""
    return {
        name: Counter(
            tuple(_old(value, names) for value in row.values()) for row in release.table(name).to_pylist()
        )
        for name in TABLES
    }


def _old(value: object, names: dict[str, str]) -> object:
    """Also inside the ids of areas and the names made of ids and e-mail addresses."""
    if not isinstance(value, str):
        return value
    for new, old in names.items():
        value = value.replace(new, old)
    return value
