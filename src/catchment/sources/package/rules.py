"""Rules that no schema holds, row by row: what one row of a table must not say."""

from catchment.network import categories, contract, metrics, nces
from catchment.network.states import STATE_FIPS
from catchment.sources.package.checks import Check, expected, found, typed
from catchment.warehouse.sql import quoted, text

_SPANS = (
    ("starts_on", "ends_on"),
    ("granted_on", "withdrawn_on"),
    ("enrolled_on", "withdrawn_on"),
    ("created_on", "deleted_on"),
    ("joined_on", "removed_on"),
    ("opened_on", "closed_on"),
    ("decided_on", "undone_on"),
)
_GRADES = (*nces.GRADES, "UG", "AE")
_LABELS = ("school_year", "training_year")

_LONGEST_PARTNER_ID = 64
"""Characters that the portal's database holds."""
_LONGEST_SHELF = 200
"""Bytes of a partner's folder, well within the 255 that a file system gives a name."""


def row_checks(table: contract.Table) -> list[Check]:
    """The domain's rules for the rows of a table: those its columns call for, and its own."""
    by_column = [check for name in table.columns for check in _column_checks(table, name)]
    return by_column + _span_checks(table) + _OWN.get(table.name, [])


def _column_checks(table: contract.Table, name: str) -> list[Check]:
    if name == "school_id":
        return _school_id(table)
    if name == "district_id":
        return [_lost_zero(name, 6, "7")]
    if name == "course_id" and name not in {reference.field for reference in table.references}:
        return [_NO_COURSE]
    if name in _LABELS:
        return [_label(name)]
    if name in ("grade_low", "grade_high"):
        return [_one_of("grade", name, _GRADES)]
    if name == "locale":
        return [_one_of("locale", name, tuple(str(code) for code in sorted(nces.LOCALES)))]
    return []


def _one_of(rule: str, name: str, codes: tuple[str, ...]) -> Check:
    known = ", ".join(text(code) for code in codes)
    return Check(rule, name, f"{quoted(name)} NOT IN ({known})", expected(name, "one of " + ", ".join(codes)))


def _label(name: str) -> Check:
    column = quoted(name)
    year, following = f"TRY_CAST(left({column}, 4) AS INTEGER)", f"TRY_CAST(right({column}, 2) AS INTEGER)"
    broken = f"regexp_full_match({column}, '20\\d\\d-\\d\\d') AND ({year} + 1) % 100 <> {following}"
    return Check("school_year", name, broken, expected(name, "two years in a row like 2025-26"))


def _lost_zero(name: str, digits: int, whole: str) -> Check:
    what = f"{whole} digits: a leading zero seems lost, and nothing in the row proves it"
    broken = f"regexp_full_match({quoted(name)}, '\\d{{{digits}}}')"
    return Check("lost_zero", name, broken, expected(name, what))


def _school_id(table: contract.Table) -> list[Check]:
    lost = _lost_zero("school_id", 11, "12")
    shape = "NOT regexp_full_match(school_id, '\\d{11,12}|[A-Z0-9]{8}')"
    ids = Check(
        "nces_id", "school_id", shape, expected("school_id", "an NCES id of 12 digits, or 8 if private")
    )
    if table.name != "schools":
        return [lost, ids]
    private = "length(school_id) IN (8, 12) AND (school_type = 'private') <> (length(school_id) = 8)"
    what = "8 characters for a private school and 12 digits for any other"
    return [lost, ids, Check("nces_id", "school_id", private, expected("school_id", what))]


def _span_checks(table: contract.Table) -> list[Check]:
    """Dates are compared as text: what is not a strict ISO date has failed already."""
    return [
        Check("dates", end, f"{quoted(end)} < {quoted(start)}", expected(end, f"a date not before {start}"))
        for start, end in _SPANS
        if start in table.columns and end in table.columns
    ]


_PLACE = Check(
    "state_xor_zip",
    "state",
    "(state IS NULL) = (zip IS NULL)",
    "'expected a state or a ZIP, one and not both'",
)

_RACE_CODES = "|".join((*categories.RACES, categories.OPT_OUT))
_RACES = Check(
    "race",
    "races",
    f"NOT regexp_full_match(races, '({_RACE_CODES})(;({_RACE_CODES}))*')",
    expected("races", f"codes of {_RACE_CODES.replace('|', ', ')} with ';' between"),
)

# A row that refers to it follows it into quarantine, so only ids that refer to nothing are asked.
_NO_COURSE = Check(
    "reserved_id",
    "course_id",
    "course_id = 'all'",
    "'expected another id than all, which names the total of all courses'",
)

# The id percent-escaped: three bytes for each but those that `urllib.parse.quote` leaves as they are.
_ESCAPED = "3 * strlen(partner_id) - 2 * length(regexp_replace(partner_id, '[^A-Za-z0-9_.~-]', '', 'g'))"

_PARTNER_ID = [
    Check(
        "partner_id",
        "partner_id",
        # It becomes the name of a folder and a part of addresses; `_none` is the shelf of no partner.
        rf"NOT regexp_full_match(partner_id, '[^\pC\pZ/\\:._][^\pC/\\:]{{0,{_LONGEST_PARTNER_ID - 1}}}') "
        "OR partner_id LIKE '% '",
        f"'expected up to {_LONGEST_PARTNER_ID} printable characters without / \\ or :, "
        "that begin with a letter or digit'",
    ),
    Check(
        "partner_id",
        "partner_id",
        f"{_ESCAPED} > {_LONGEST_SHELF}",
        f"'expected an id of at most {_LONGEST_SHELF} bytes when percent-escaped as the name of a folder "
        f"(a letter beyond a-z takes 6 to 12), found ' || ({_ESCAPED})",
    ),
]

# Worth a look, no more: the clock of this machine may be the one that is wrong. The build sees to it that a
# day far from all others does not become the as-of date.
_FUTURE = Check(
    "future_date",
    "on",
    f"{typed(contract.tables()['activity'].field('on'))} > getvariable('last_day')",
    f"'expected a day no later than ' || getvariable('last_day') || {found('on')}",
    level="warning",
)

_QUARTERS = [
    Check(
        "quarters",
        "quarters",
        "quarters IS NOT NULL AND kind <> 'quarter'",
        expected("quarters", "a blank, because only workshops of the kind quarter credit quarters"),
    ),
    Check(
        "no_quarters",
        "quarters",
        "quarters IS NULL AND kind = 'quarter'",
        "'credits no quarter; expected 1 to 4 with '';'' between'",
        level="warning",
    ),
]

_UPDATE = Check(
    "correction",
    "field",
    "kind = 'update' AND (field IS NULL OR value IS NULL)",
    "'expected field and value, because the kind is update'",
)

_NO_METRIC = Check(
    "metric",
    "metric_id",
    f"metric_id NOT IN ({', '.join(text(metric.id) for metric in metrics.METRICS)})",
    expected("metric_id", "the id of a metric, as the metric reference lists them"),
)

_GRADES_IN_ORDER = Check(
    "grades",
    "grade_high",
    "list_position({order}, grade_low) > list_position({order}, grade_high)".format(order=list(nces.GRADES)),
    expected("grade_high", "a grade not below grade_low"),
)

_UNKNOWN_STATE = Check(
    "state",
    "state",
    f"state NOT IN ({', '.join(text(code) for code in STATE_FIPS)})",
    expected("state", "a state's or territory's two letters"),
)

_OWN = {
    "partners": _PARTNER_ID,
    "partner_regions": [_PLACE, _UNKNOWN_STATE],
    "schools": [_GRADES_IN_ORDER],
    "school_enrollment": [_GRADES_IN_ORDER],
    "students": [_RACES],
    "activity": [_FUTURE],
    "workshops": _QUARTERS,
    "roster_corrections": [_UPDATE],
    "targets": [_NO_METRIC],
}
