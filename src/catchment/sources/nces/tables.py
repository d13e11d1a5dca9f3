"""The facts that NCES files state, as the warehouse keeps them beside the contract tables.

One row says what one source said of one school or district for one school year. The contract tables are
derived from all of them, so an older file imported later still fills what the newer one leaves open.
"""

from catchment.network.contract import Field, Table
from catchment.sources.nces.kinds import Subject

_KEY = ("source", "school_year")

SCHOOL_FACTS = Table(
    "nces_school_facts",
    "What each NCES source said of each public school, by school year (blank: the file named none).",
    (
        Field("school_id", "string", required=True),
        Field("source", "string", required=True),
        Field("school_year", "string", required=True),
        Field("name", "string"),
        Field("district_id", "string"),
        Field("district_name", "string"),
        Field("address", "string"),
        Field("city", "string"),
        Field("state", "string"),
        Field("zip", "string"),
        Field("latitude", "number"),
        Field("longitude", "number"),
        Field("locale", "integer"),
        Field("grade_low", "string"),
        Field("grade_high", "string"),
        Field("county_fips", "string"),
        Field("state_school_id", "string"),
        Field("phone", "string"),
        Field("charter", "boolean"),
        Field("status", "string"),
        Field("students", "integer"),
        Field("free_lunch", "integer"),
        Field("reduced_lunch", "integer"),
    ),
    ("school_id", *_KEY),
)

DISTRICT_FACTS = Table(
    "nces_district_facts",
    "What each NCES source said of each district, by school year (blank: the file named none).",
    (
        Field("district_id", "string", required=True),
        Field("source", "string", required=True),
        Field("school_year", "string", required=True),
        Field("name", "string"),
        Field("city", "string"),
        Field("state", "string"),
        Field("zip", "string"),
        Field("latitude", "number"),
        Field("longitude", "number"),
        Field("locale", "integer"),
        Field("county_fips", "string"),
    ),
    ("district_id", *_KEY),
)

FACTS: dict[Subject, Table] = {"school": SCHOOL_FACTS, "district": DISTRICT_FACTS}

UNDATED = ""
"""The school year of facts whose file names none: they yield to every fact that has one."""

STARRED = "_starred"
"""Ends the source name of facts from the asterisk columns, which are a year behind their file."""

SOURCES = (
    "edge_lea",
    "edge_school",
    "ccd_directory",
    "district_search_starred",
    "district_search",
    "school_search_starred",
    "school_search",
)
"""Every source of facts; where two speak of the same school year, the later one here is believed."""


def said(table: Table) -> tuple[str, ...]:
    """The columns of a fact table besides its key."""
    return tuple(name for name in table.columns if name not in table.primary_key)
