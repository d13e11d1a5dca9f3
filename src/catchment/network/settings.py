"""How a network describes itself: `network.toml`."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from catchment.network.clocks import Calendar, day_in
from catchment.network.completion import CompletionRule, parse_rules
from catchment.network.errors import BadInput
from catchment.network.tomlfile import Section, parse_toml, read_text


@dataclass(frozen=True)
class Cleanup:
    """The annual clean-up of the roster: `MM-DD` days of the calendar year of the summer workshops."""

    courses: tuple[str, ...] = ()
    opens_on: str = "07-15"
    corrections_month: str = "09"
    scholarship_deadline: str = "08-31"
    non_scholarship_deadline: str = "09-10"
    visible_by: str = "09-30"


@dataclass(frozen=True)
class Network:
    """One network's settings. `demographic_census` and `closing` are `MM-DD` days of a school year.

    `synthetic` names the figures that a demo invented; pages mark them.
    """

    name: str
    completion: tuple[CompletionRule, ...]
    demo: bool = False
    demographic_census: str = "02-15"
    closing: str = "06-30"
    calendar: Calendar = field(default_factory=Calendar)
    cleanup: Cleanup = Cleanup()
    synthetic: tuple[str, ...] = ()

    def census_day(self, label: str) -> date:
        """From this day of a school year on, its students are broken down (once)."""
        return day_in(label, self.demographic_census)

    def closing_day(self, label: str) -> date:
        """From this day on, the numbers of the school year are final."""
        return day_in(label, self.closing)


def load(path: Path) -> Network:
    """Reads `network.toml`. BadInput if it is missing or wrong."""
    return parse(read_text(path), path.name)


def parse(text: str, file: str) -> Network:
    """The network that a `network.toml` describes; `file` is how errors call it."""
    whole = parse_toml(text, file)
    whole.only("network", "calendar", "cleanup", "completion")
    network = whole.section("network")
    network.only("name", "demo", "demographic_census", "closing", "synthetic")
    completion = parse_rules(whole.sections("completion"))
    if not completion:
        raise BadInput(f"{file}: there is no [[completion]]; give at least one rule that says who completed.")
    census, closing = _days(network)
    return Network(
        network.text("name"),
        completion,
        demo=network.flag("demo", False),
        demographic_census=census,
        closing=closing,
        calendar=_calendar(whole.section("calendar")),
        cleanup=_cleanup(whole.section("cleanup")),
        synthetic=network.texts("synthetic"),
    )


def _days(section: Section) -> tuple[str, str]:
    """The days of census and closing: a year closed before its census would never be broken down."""
    census = section.month_day("demographic_census", Network.demographic_census)
    closing = section.month_day("closing", Network.closing)
    if not day_in("2001-02", census) < day_in("2001-02", closing):
        section.refuse(
            "closing",
            f"must come after demographic_census ({census}) in a school year, which begins on 1 July",
        )
    return census, closing


def _calendar(section: Section) -> Calendar:
    section.only("first_class_day", "last_class_day", "spring_starts", "holidays")
    days = {
        "first": section.month_day("first_class_day", Calendar.first),
        "last": section.month_day("last_class_day", Calendar.last),
        "spring": section.month_day("spring_starts", Calendar.spring),
    }
    holidays = section.spans("holidays")
    try:
        return Calendar(**days, holidays=holidays)
    except BadInput as error:
        raise BadInput(f"{section.file}: {section.place}: {error}") from error


def _cleanup(section: Section) -> Cleanup:
    days = ("opens_on", "scholarship_deadline", "non_scholarship_deadline", "visible_by")
    section.only("courses", "corrections_month", *days)
    given = {day: section.month_day(day, getattr(Cleanup, day)) for day in days}
    if given["opens_on"] > min(given.values()) or given["visible_by"] < max(given.values()):
        section.refuse("opens_on", "must come first and visible_by last of the days of the clean-up")
    month = section.text("corrections_month", Cleanup.corrections_month)
    if month not in {f"{number:02d}" for number in range(1, 13)}:
        section.refuse("corrections_month", f'must be a month from "01" to "12", not {month!r}')
    return Cleanup(section.texts("courses"), corrections_month=month, **given)
