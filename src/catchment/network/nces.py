"""Facts about schools as NCES codes them: what is missing, ids, locale, grades, Title I, shares."""

from collections.abc import Iterable
from dataclasses import dataclass

from catchment.network.states import STATE_FIPS

MISSING = frozenset({"", "-1", "-2", "-9", "†", "–", "‡", "M", "N"})
"""What NCES files write where a value is missing, not applicable or withheld. Never zero."""

GRADES = ("PK", "KG", *(f"{grade:02d}" for grade in range(1, 14)))
"""The grades that have an order. UG (ungraded) and AE (adults) are codes too, but stand nowhere in it."""

LOCALES = frozenset({11, 12, 13, 21, 22, 23, 31, 32, 33, 41, 42, 43})
RURAL_LOCALES = frozenset({32, 33, 41, 42, 43})
"""Town, distant and remote; rural, all three."""

_PUBLIC_SCHOOL, _DISTRICT, _PRIVATE_SCHOOL = 12, 7, 8
_ELEMENTARY = GRADES[: GRADES.index("05") + 1]
_MIDDLE = ("06", "07", "08")
_HIGH = GRADES[GRADES.index("09") :]


def cleaned(text: str | None) -> str | None:
    """The text without surrounding space, None where it is a marker of `MISSING`."""
    stripped = (text or "").strip()
    return None if stripped in MISSING else stripped


def public_school_id(text: str | None, state: str | None) -> str | None:
    """The 12-digit id of a public school; None where the text is none.

    With 11 digits, the leading zero is restored if the row's own state begins with it.
    """
    return _numbered_id(text, state, _PUBLIC_SCHOOL)


def district_id(text: str | None, state: str | None) -> str | None:
    """The 7-digit id of a district; a lost leading zero is restored as in `public_school_id`."""
    return _numbered_id(text, state, _DISTRICT)


def private_school_id(text: str | None) -> str | None:
    """The 8-character id of a private school; None where the text is none.

    It says nothing about a state, so nothing can prove a lost zero.
    """
    given = cleaned(text)
    if given is None or len(given) != _PRIVATE_SCHOOL or not (given.isascii() and given.isalnum()):
        return None
    return given.upper()


def _numbered_id(text: str | None, state: str | None, length: int) -> str | None:
    given = cleaned(text)
    if given is None or not (given.isascii() and given.isdigit()):
        return None
    if len(given) == length:
        return given
    restored = f"0{given}"
    proven = len(restored) == length and restored[:2] == STATE_FIPS.get(state or "")
    return restored if proven else None


def rural(locale: int | None) -> bool | None:
    """Whether an NCES locale counts as rural; None where it is missing or no locale."""
    return locale in RURAL_LOCALES if locale in LOCALES else None


@dataclass(frozen=True)
class GradeBands:
    """The bands that a school's grades touch."""

    elementary: bool
    middle: bool
    high: bool


def grade_bands(low: str | None, high: str | None) -> GradeBands | None:
    """Elementary PK-5, middle 6-8, high 9-13; None where a grade is missing or the two contradict.

    A K-6 or PK-6 school is an elementary school only: its sixth grade is its last elementary year.
    """
    if low not in GRADES or high not in GRADES or GRADES.index(low) > GRADES.index(high):
        return None
    if low in ("PK", "KG") and high == "06":
        return GradeBands(elementary=True, middle=False, high=False)
    taught = GRADES[GRADES.index(low) : GRADES.index(high) + 1]
    return GradeBands(*(any(grade in band for grade in taught) for band in (_ELEMENTARY, _MIDDLE, _HIGH)))


def title_i(status: str | None) -> bool | None:
    """Whether a Title I status makes a Title I school: 1 to 5 do, 6 does not, all else is missing."""
    if status in ("1", "2", "3", "4", "5"):
        return True
    return False if status == "6" else None


def frl_share(eligible: int | None, enrolled: int | None) -> float | None:
    """Eligible for free or reduced lunch, over enrolment (0 to 1); None if unknown or above 1."""
    return _share(eligible, enrolled)


def high_needs(share: float | None) -> bool | None:
    """Whether more than half (strictly) are eligible for free or reduced lunch; missing stays missing."""
    return None if share is None else share > 0.5


def urg_share(enrolled: int | None, urg_counts: Iterable[int | None]) -> float | None:
    """Students of groups underrepresented in computer science, over enrolment (0 to 1).

    `urg_counts`: American Indian, Hispanic, Black, Hawaiian. Students of two or more races are in the
    enrolment only. None if any count is unknown or the share is above 1.
    """
    counts = list(urg_counts)
    known = [count for count in counts if count is not None]
    return _share(sum(known), enrolled) if len(known) == len(counts) else None


def _share(part: int | None, whole: int | None) -> float | None:
    if part is None or not whole or part < 0 or part > whole:
        return None
    return part / whole
