"""The states by name, and roughly who their pupils are."""

import numpy as np

_NAMES = """
AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut, DE Delaware,
DC District of Columbia, FL Florida, GA Georgia, HI Hawaii, ID Idaho, IL Illinois, IN Indiana, IA Iowa,
KS Kansas, KY Kentucky, LA Louisiana, ME Maine, MD Maryland, MA Massachusetts, MI Michigan, MN Minnesota,
MS Mississippi, MO Missouri, MT Montana, NE Nebraska, NV Nevada, NH New Hampshire, NJ New Jersey,
NM New Mexico, NY New York, NC North Carolina, ND North Dakota, OH Ohio, OK Oklahoma, OR Oregon,
PA Pennsylvania, RI Rhode Island, SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah,
VT Vermont, VA Virginia, WA Washington, WV West Virginia, WI Wisconsin, WY Wyoming
"""
NAMES = dict(entry.strip().split(" ", 1) for entry in _NAMES.replace("\n", " ").split(","))
"""The fifty states and the District of Columbia."""

RACES = ("hispanic", "white", "black", "asian", "american_indian", "hawaiian")
TWO_OR_MORE = len(RACES)

# Rough shares of a state's public enrolment: the races in the order of RACES, then two or more.
_SHARES = {
    "CA": (0.56, 0.20, 0.05, 0.12, 0.005, 0.004, 0.05),
    "FL": (0.37, 0.35, 0.21, 0.03, 0.003, 0.002, 0.04),
    "MI": (0.09, 0.64, 0.18, 0.036, 0.006, 0.001, 0.05),
}
_NATION = (0.28, 0.45, 0.15, 0.055, 0.009, 0.004, 0.05)


def race_shares(state: str) -> np.ndarray:
    """Shares of the `RACES` and of two or more among a state's pupils; they add up to 1."""
    shares = np.array(_SHARES.get(state, _NATION))
    return shares / shares.sum()
