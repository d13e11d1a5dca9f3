"""Gender, race and ethnicity of students: exclusive categories out of what was reported."""

from typing import Literal

GENDERS = ("female", "male", "nonbinary", "another", "not_reported")

RACES = ("hispanic", "american_indian", "asian", "black", "hawaiian", "white", "other")
"""The codes a student can report, any number of them."""

RACE_CATEGORIES = (
    "hispanic",
    "two_or_more",
    "american_indian",
    "asian",
    "black",
    "hawaiian",
    "white",
    "other",
    "not_reported",
)
"""The one category a student counts in; the first that applies."""

URG = frozenset({"black", "hispanic", "hawaiian", "american_indian"})
"""Underrepresented in computer science."""

NOT_REPORTED = "not_reported"
URG_CATEGORIES = ("urg", "not_urg", NOT_REPORTED)
TRAINED_CATEGORIES = ("trained", "not_trained")
"""Whether the student's teacher was trained for the course; a fact of the teacher, so never unreported."""

Family = Literal["gender", "race", "gender_urg", "gender_trained"]

COMPOSITION: dict[Family, tuple[str, ...]] = {
    "gender": GENDERS,
    "race": RACE_CATEGORIES,
    "gender_urg": tuple(f"{gender}:{urg}" for gender in GENDERS for urg in URG_CATEGORIES),
    "gender_trained": tuple(f"{gender}:{trained}" for gender in GENDERS for trained in TRAINED_CATEGORIES),
}
"""Every category of each composition table; a student is in exactly one of each table."""

OPT_OUT = "opt_out"
MOST_CODES = 5
"""An answer with more codes than this, Hispanic counted, is nonsense and counts as not reported."""


def is_reported(category: str) -> bool:
    """Whether a category of `COMPOSITION` belongs in the base of shares: no part of it is not reported."""
    return NOT_REPORTED not in category.split(":")


def gender_category(gender: str | None) -> str:
    """One of `GENDERS`; what is blank or unknown is not reported."""
    return gender if gender in GENDERS else NOT_REPORTED


def race_category(races: str | None) -> str:
    """One of `RACE_CATEGORIES` for an answer like `hispanic;white`."""
    codes = _reported(races)
    if not codes:
        return NOT_REPORTED
    if "hispanic" in codes:
        return "hispanic"
    return "two_or_more" if len(codes) > 1 else next(iter(codes))


def is_urg(races: str | None) -> bool | None:
    """Whether any part of the answer is in `URG`; None where no race was reported."""
    codes = _reported(races)
    return bool(codes & URG) if codes else None


def _reported(races: str | None) -> frozenset[str]:
    """The distinct codes of an answer; none if the student opted out or the answer is nonsense."""
    codes = {code.strip() for code in (races or "").split(";")}
    known = codes.intersection(RACES)
    return frozenset() if OPT_OUT in codes or len(known) > MOST_CODES else frozenset(known)
