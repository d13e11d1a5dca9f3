"""Completion rules are data, one or more levels per course: their grammar and what they mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from catchment.network.errors import BadInput
from catchment.network.tomlfile import Section

_CONDITIONS = ("at_least", "all_of", "any_of", "plugged_lessons")


@dataclass(frozen=True)
class AtLeast:
    """`lessons` lessons in each of any `units` units."""

    units: int
    lessons: int


@dataclass(frozen=True)
class UnitNeed:
    """`lessons` lessons in the unit at position `unit` of the course."""

    unit: int
    lessons: int


@dataclass(frozen=True)
class CompletionRule:
    """One level of one course. Exactly one of `at_least`, `alternatives`, `plugged_lessons` is set.

    `alternatives`: any one of them suffices, all needs of it together. `requires`: another level of the
    same course that must hold too.
    """

    course: str
    level: str
    requires: str | None = None
    at_least: AtLeast | None = None
    alternatives: tuple[tuple[UnitNeed, ...], ...] = ()
    plugged_lessons: int | None = None


@dataclass(frozen=True)
class LessonStart:
    """A student's first attempt of a lesson in a school year."""

    lesson_id: str
    unit_position: int
    plugged: bool
    on: date


def levels_of(rules: Iterable[CompletionRule], course: str) -> tuple[CompletionRule, ...]:
    """The rules of a course, lowest level first (the order in which they are listed)."""
    return tuple(rule for rule in rules if rule.course == course)


def completed_on(
    rule: CompletionRule, rules: Sequence[CompletionRule], starts: Iterable[LessonStart]
) -> date | None:
    """The day the last lesson that the rule needs was started, None while it does not hold.

    `starts` are one student's in one course and school year; `rules` is where `requires` is looked up.
    """
    lessons = _once_each(starts)
    own = _own_day(rule, lessons)
    if rule.requires is None or own is None:
        return own
    required = next(other for other in levels_of(rules, rule.course) if other.level == rule.requires)
    before = completed_on(required, rules, lessons)
    return max(own, before) if before else None


def level_reached(course: str, rules: Sequence[CompletionRule], starts: Iterable[LessonStart]) -> str | None:
    """The highest level of the course that holds, None if none does."""
    lessons = tuple(starts)
    held = [rule.level for rule in levels_of(rules, course) if completed_on(rule, rules, lessons)]
    return held[-1] if held else None


def _once_each(starts: Iterable[LessonStart]) -> tuple[LessonStart, ...]:
    first: dict[str, LessonStart] = {}
    for start in sorted(starts, key=lambda start: start.on):
        first.setdefault(start.lesson_id, start)
    return tuple(first.values())


def _own_day(rule: CompletionRule, lessons: Sequence[LessonStart]) -> date | None:
    if rule.plugged_lessons is not None:
        return _nth([lesson.on for lesson in lessons if lesson.plugged], rule.plugged_lessons)
    if rule.at_least is not None:
        units = {lesson.unit_position for lesson in lessons}
        days = [_unit_day(lessons, UnitNeed(unit, rule.at_least.lessons)) for unit in units]
        return _nth([day for day in days if day], rule.at_least.units)
    days = [_all_day(lessons, needs) for needs in rule.alternatives]
    return min((day for day in days if day), default=None)


def _all_day(lessons: Sequence[LessonStart], needs: Iterable[UnitNeed]) -> date | None:
    days = [_unit_day(lessons, need) for need in needs]
    held = [day for day in days if day]
    return max(held) if len(held) == len(days) else None


def _unit_day(lessons: Sequence[LessonStart], need: UnitNeed) -> date | None:
    return _nth([lesson.on for lesson in lessons if lesson.unit_position == need.unit], need.lessons)


def _nth(days: list[date], n: int) -> date | None:
    return sorted(days)[n - 1] if len(days) >= n else None


def parse_rules(sections: Sequence[Section]) -> tuple[CompletionRule, ...]:
    """The `[[completion]]` tables of network.toml. BadInput names the table and the key."""
    rules: list[CompletionRule] = []
    for section in sections:
        rule = _rule(section)
        known = [other.level for other in levels_of(rules, rule.course)]
        if rule.level in known:
            section.refuse("level", f'"{rule.level}" is given twice for the course "{rule.course}"')
        if rule.requires is not None and rule.requires not in known:
            section.refuse(
                "requires", f'"{rule.requires}" is not a level listed before for the course "{rule.course}"'
            )
        rules.append(rule)
    return tuple(rules)


def _rule(section: Section) -> CompletionRule:
    section.only("course", "level", "requires", *_CONDITIONS)
    given = [key for key in _CONDITIONS if key in section]
    if len(given) != 1:
        raise BadInput(
            f"{section.file}: {section.place} must have exactly one of {', '.join(_CONDITIONS)}; "
            f"it has {' and '.join(given) or 'none'}."
        )
    return CompletionRule(
        section.text("course"),
        section.text("level"),
        requires=section.text("requires") if "requires" in section else None,
        at_least=_at_least(section.section("at_least")) if "at_least" in section else None,
        alternatives=_alternatives(section),
        plugged_lessons=_count(section, "plugged_lessons") if "plugged_lessons" in section else None,
    )


def _alternatives(section: Section) -> tuple[tuple[UnitNeed, ...], ...]:
    if "all_of" in section:
        return (_needs(section, "all_of", section.list("all_of")),)
    alternatives = section.list("any_of")
    if "any_of" in section and not alternatives:
        section.refuse("any_of", "must have at least one alternative")
    return tuple(_needs(section, "any_of", alternative) for alternative in alternatives)


def _needs(section: Section, key: str, items: object) -> tuple[UnitNeed, ...]:
    if not isinstance(items, list) or not items:
        section.refuse(key, f"must list units like {{ unit = 2, lessons = 5 }}; {items!r} does not")
    needs = tuple(_need(item) for item in section.nested(key, items))
    if len({need.unit for need in needs}) < len(needs):
        section.refuse(key, "names the same unit twice")
    return needs


def _need(section: Section) -> UnitNeed:
    section.only("unit", "lessons")
    return UnitNeed(_count(section, "unit"), _count(section, "lessons"))


def _at_least(section: Section) -> AtLeast:
    section.only("units", "lessons")
    return AtLeast(_count(section, "units"), _count(section, "lessons"))


def _count(section: Section, key: str) -> int:
    value = section.integer(key)
    if value < 1:
        section.refuse(key, f"must be 1 or more, not {value}")
    return value
