"""network.toml: the contract's example, the defaults, and one sentence for every mistake."""

from datetime import date
from pathlib import Path

import pytest

from catchment.network import settings
from catchment.network.clocks import Calendar
from catchment.network.completion import AtLeast, CompletionRule, UnitNeed
from catchment.network.errors import BadInput
from catchment.network.settings import Cleanup, Network

EXAMPLE = Path(__file__).parent / "examples" / "network.toml"
RULE = '[[completion]]\ncourse = "csf-c"\nlevel = "full"\nplugged_lessons = 11\n'
LEAST = f'[network]\nname = "Small"\n{RULE}'


def test_the_example_of_the_contract():
    assert settings.load(EXAMPLE) == Network(
        name="Example network",
        completion=(
            CompletionRule("csp", "full", at_least=AtLeast(units=4, lessons=5)),
            CompletionRule("csd", "half", alternatives=((UnitNeed(2, 5), UnitNeed(3, 5)),)),
            CompletionRule(
                "csd",
                "full",
                requires="half",
                alternatives=((UnitNeed(4, 2), UnitNeed(5, 2)), (UnitNeed(6, 5),)),
            ),
            CompletionRule("csf-c", "full", plugged_lessons=11),
        ),
        demo=False,
        demographic_census="02-15",
        closing="06-30",
        calendar=Calendar(
            "08-01",
            "06-15",
            "01-05",
            (
                (date(2025, 11, 24), date(2025, 11, 30)),
                (date(2025, 12, 20), date(2026, 1, 4)),
            ),
        ),
        cleanup=Cleanup(("csd", "csp"), "07-15", "09", "08-31", "09-10", "09-30"),
    )


def test_everything_but_name_and_completion_has_a_default():
    network = settings.parse(LEAST, "network.toml")
    assert network == Network("Small", (CompletionRule("csf-c", "full", plugged_lessons=11),))
    assert (network.calendar, network.cleanup.visible_by) == (Calendar(), "09-30")
    assert not network.demo


def test_the_clean_up_may_be_at_another_time():
    text = f'{LEAST}[cleanup]\nopens_on = "08-01"\ncorrections_month = "10"\nvisible_by = "10-31"\n'
    assert settings.parse(text, "network.toml").cleanup == Cleanup(
        opens_on="08-01", corrections_month="10", visible_by="10-31"
    )


def test_a_demo_says_so():
    assert settings.parse(LEAST.replace("[network]", "[network]\ndemo = true"), "network.toml").demo


def test_a_demo_names_what_it_invented():
    text = LEAST.replace("[network]", '[network]\nsynthetic = ["enrollment"]')
    assert settings.parse(text, "network.toml").synthetic == ("enrollment",)


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "network.toml"
    path.write_bytes(b"\xef\xbb\xbf" + LEAST.encode())
    assert settings.load(path).name == "Small"


def test_census_and_closing_lie_in_the_school_year():
    network = settings.load(EXAMPLE)
    assert network.census_day("2026-27") == date(2027, 2, 15)
    assert network.closing_day("2026-27") == date(2027, 6, 30)


def test_holidays_may_be_written_without_quotes():
    holidays = "[calendar]\nholidays = [[2025-11-24, 2025-11-30]]\n"
    network = settings.parse(f"{LEAST}{holidays}", "network.toml")
    assert network.calendar.holidays == ((date(2025, 11, 24), date(2025, 11, 30)),)


NETWORK, CALENDAR, CLEANUP = "[network]\nname = 'S'\n", f"{LEAST}[calendar]\n", f"{LEAST}[cleanup]\n"
COURSE = f'{NETWORK}[[completion]]\ncourse = "c"\nlevel = "full"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = ", "n.toml is not valid TOML"),
        (RULE, "n.toml: network.name is missing"),
        (f"[network]\nname = ' '\n{RULE}", "network.name must be a text"),
        (f"[network]\nname = 3\n{RULE}", "network.name must be a text, not 3"),
        (f"network = 3\n{RULE}", "n.toml: network must be a table, not 3"),
        (NETWORK, r"there is no \[\[completion\]\]"),
        (f"{NETWORK}[completion]\ncourse = 'c'\n", "completion must be a list"),
        (f"completion = [3]\n{NETWORK}", r"completion\[1\] must be a table, not 3"),
        (f"colour = 'red'\n{LEAST}", "n.toml: colour is not a known key; expected one of network, cal"),
        (f"{NETWORK}color = 'red'\n{RULE}", "network.color is not a known key; expected one of name, demo"),
        (f"{NETWORK}demo = 'yes'\n{RULE}", "network.demo must be true or false, not 'yes'"),
        (f"{NETWORK}closing = '31-06'\n{RULE}", "network.closing must be a day of every year"),
        (f"{NETWORK}demographic_census = '02-29'\n{RULE}", "network.demographic_census must be a day"),
        (
            f"{NETWORK}closing = '08-15'\n{RULE}",
            r"network.closing must come after demographic_census \(02-15\)",
        ),
        (f"{NETWORK}closing = '02-15'\n{RULE}", "network.closing must come after"),
        (f"{NETWORK}demographic_census = '06-30'\n{RULE}", r"must come after demographic_census \(06-30\)"),
        (f"{CALENDAR}first_day = '08-01'", "calendar.first_day is not a known key"),
        (f"{CALENDAR}first_class_day = 2026-08-01", "calendar.first_class_day must be a day of every year"),
        (
            f"{CALENDAR}spring_starts = '07-05'",
            "n.toml: calendar: first_class_day 08-01, spring_starts 07-05",
        ),
        (f"{CALENDAR}holidays = ['2025-11-24']", "calendar.holidays must be a list of pairs"),
        (f"{CALENDAR}holidays = [['2025-11-31', '2025-12-01']]", "calendar.holidays must hold dates"),
        (f"{CALENDAR}holidays = [[2025-11-24T00:00:00, 2025-12-01]]", "calendar.holidays must hold dates"),
        (f"{CALENDAR}holidays = [['2025-12-01', '2025-11-24']]", "n.toml: calendar: the holidays from"),
        (f"{CLEANUP}month = '09'", "cleanup.month is not a known key"),
        (f"{CLEANUP}corrections_month = '13'", "cleanup.corrections_month must be a month"),
        (f"{CLEANUP}courses = ['csd', 3]", "cleanup.courses must be a list of texts; 3 is none"),
        (f"{CLEANUP}courses = 'csd'", "cleanup.courses must be a list, not 'csd'"),
        (f"{CLEANUP}opens_on = '09-20'", "cleanup.opens_on must come first"),
        (f"{CLEANUP}visible_by = '09-01'", "visible_by last of the days"),
        (COURSE, r"completion\[1\] must have exactly one of at_least, .*; it has none"),
        (f"{COURSE}plugged_lessons = 1\nall_of = []", "it has all_of and plugged_lessons"),
        (f"{COURSE}plugged_lessons = 0", r"completion\[1\].plugged_lessons must be 1 or more, not 0"),
        (f"{COURSE}plugged_lessons = true", "plugged_lessons must be a whole number, not True"),
        (f"{COURSE}plugged_lessons = 1.5", "plugged_lessons must be a whole number, not 1.5"),
        (f"{COURSE}plugged = 1", r"completion\[1\].plugged is not a known key"),
        (f"{COURSE}at_least = {{units = 4}}", r"completion\[1\].at_least.lessons is missing"),
        (f"{COURSE}at_least = {{unit = 4, lessons = 5}}", "at_least.unit is not a known key"),
        (f"{COURSE}at_least = 4", r"completion\[1\].at_least must be a table"),
        (f"{COURSE}all_of = []", "all_of must list units"),
        (f"{COURSE}all_of = [3]", r"all_of\[1\] must be a table, not 3"),
        (f"{COURSE}all_of = [{{unit = 2}}]", r"all_of\[1\].lessons is missing"),
        (f"{COURSE}all_of = [{{unit = 0, lessons = 1}}]", r"all_of\[1\].unit must be 1 or more"),
        (
            f"{COURSE}all_of = [{{unit = 2, lessons = 5}}, {{unit = 2, lessons = 6}}]",
            "all_of names the same unit twice",
        ),
        (f"{COURSE}any_of = []", "any_of must have at least one alternative"),
        (f"{COURSE}any_of = [[]]", "any_of must list units"),
        (f"{COURSE}any_of = [{{unit = 2, lessons = 5}}]", "any_of must list units"),
        (f"{COURSE}requires = 'half'\nplugged_lessons = 1", 'requires "half" is not a level listed before'),
        (f"{COURSE}requires = 'full'\nplugged_lessons = 1", 'requires "full" is not a level listed before'),
        (f"{LEAST}{RULE}", r'completion\[2\].level "full" is given twice for the course "csf-c"'),
    ],
)
def test_each_mistake_is_one_sentence_with_file_and_key(text, words):
    with pytest.raises(BadInput, match=words) as refused:
        settings.parse(text, "n.toml")
    assert str(refused.value).startswith("n.toml")
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


def test_a_level_of_another_course_cannot_be_required():
    other = '[[completion]]\ncourse = "csd"\nlevel = "more"\nrequires = "full"\nplugged_lessons = 2\n'
    with pytest.raises(BadInput, match='for the course "csd"'):
        settings.parse(f"{LEAST}{other}", "network.toml")


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "latin.toml").write_bytes("name = 'Año'".encode("latin-1"))
    for name, words in [("none.toml", "cannot be read"), (".", "cannot be read"), ("latin.toml", "UTF-8")]:
        with pytest.raises(BadInput, match=words):
            settings.load(tmp_path / name)
