"""Random histories through the real builder: what is told, what adds up, and what the attack says."""

import copy
import itertools
import shutil
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given, settings

from tests.generative.oracle import Oracle, rows_of
from tests.generative.press import Press
from tests.generative.stories import Story, stories
from tests.release_tools import Series

SLOW_DATA = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large]


def tells_what_the_reading_says(story: Story) -> None:
    series, oracle = Series(story.rules), Oracle(story)
    for chapter in story.chapters:
        expected = copy.deepcopy(oracle)
        release = series.decide(story.inputs(chapter), chapter.as_of)
        assert rows_of(release.table("schools").to_pylist()) == expected.release(chapter)
        if chapter.fate != "never":
            series.published.append((release, chapter.fate == "published"))
            oracle = expected
        if chapter.fate == "published":
            oracle.stand(chapter)


@settings(max_examples=20, suppress_health_check=SLOW_DATA)
@given(stories())
def test_every_release_tells_what_the_reading_says(story: Story):
    tells_what_the_reading_says(story)


@pytest.mark.slow
@settings(max_examples=600, suppress_health_check=SLOW_DATA)
@given(stories())
def test_many_more_releases_tell_what_the_reading_says(story: Story):
    tells_what_the_reading_says(story)


PRESSES = itertools.count()


def withstands(folder: Path, story: Story) -> None:
    press = Press(folder / f"{next(PRESSES)}", story.rules)
    for chapter in story.chapters:
        candidate = press.build(story.inputs(chapter), chapter.as_of)
        assert press.attack(candidate).vetoes == []
        press.check(candidate)
        if chapter.fate != "never":
            press.publish(candidate)
        if chapter.fate == "withdrawn":
            press.withdraw(candidate)
    shutil.rmtree(press.releases)


@settings(max_examples=5, suppress_health_check=SLOW_DATA)
@given(story=stories(most_releases=4))
def test_every_release_withstands_the_attack(tmp_path_factory, story: Story):
    withstands(tmp_path_factory.getbasetemp() / "press", story)


@pytest.mark.slow
@settings(max_examples=100, suppress_health_check=SLOW_DATA)
@given(story=stories())
def test_many_more_releases_withstand_the_attack(tmp_path_factory, story: Story):
    withstands(tmp_path_factory.getbasetemp() / "press", story)
