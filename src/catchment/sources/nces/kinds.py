"""The kinds of NCES file, and the headers by which each is recognised."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Subject = Literal["school", "district"]


@dataclass(frozen=True)
class Kind:
    """One kind of file: `columns` gives, for each thing it can say, the header spellings that say it.

    A file is of this kind if it has every column of `needs`. Spellings are compared by `plain`.
    """

    id: str
    title: str
    subject: Subject
    needs: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]

    def matched(self, headers: Sequence[str]) -> dict[str, str]:
        """The file's own header for each thing that it says."""
        given = {plain(header): header for header in reversed(headers)}
        return {
            name: given[spelling]
            for name, spellings in self.columns.items()
            for spelling in spellings[::-1]
            if spelling in given
        }


def plain(header: str) -> str:
    """A header without case, asterisk, spaces and underscores; EDGE's `LAT1516` is `lat` like any other."""
    letters = re.sub(r"[^a-z0-9]", "", header.casefold())
    return re.sub(r"^(lat|lon|cnty|nmcnty|locale)\d\d(\d\d)?$", r"\1", letters)


_YEAR = ("schoolyear", "survyear", "year")

SCHOOL_SEARCH = Kind(
    "school_search",
    "school search",
    "school",
    ("school_id", "name", "state"),
    {
        "school_id": ("ncesschoolid",),
        "district_id": ("ncesdistrictid",),
        "state_school_id": ("stateschoolid",),
        "name": ("schoolname",),
        "district_name": ("district", "districtname"),
        "county_name": ("countyname",),
        "address": ("streetaddress",),
        "city": ("city",),
        "state": ("state",),
        "zip": ("zip",),
        "phone": ("phone",),
        "locale": ("localecode",),
        "charter": ("charter",),
        "grade_low": ("lowgrade",),
        "grade_high": ("highgrade",),
        "status": ("status",),
        "students": ("students",),
        "free_lunch": ("freelunch",),
        "reduced_lunch": ("reducedlunch",),
        "year": _YEAR,
    },
)

DISTRICT_SEARCH = Kind(
    "district_search",
    "district search",
    "district",
    ("district_id", "name", "state"),
    {
        "district_id": ("ncesdistrictid",),
        "state_district_id": ("statedistrictid",),
        "name": ("districtname",),
        "county_name": ("countyname",),
        "city": ("city",),
        "state": ("state",),
        "zip": ("zip",),
        "locale": ("localecode",),
        "year": _YEAR,
    },
)

CCD_DIRECTORY = Kind(
    "ccd_directory",
    "CCD school directory",
    "school",
    ("school_id", "name", "state"),
    {
        "school_id": ("ncessch",),
        "district_id": ("leaid",),
        "name": ("schoolname", "schname"),
        "district_name": ("leaname",),
        "address": ("streetlocation", "lstreet1"),
        "city": ("citylocation", "lcity"),
        "state": ("statelocation", "lstate", "st"),
        "zip": ("ziplocation", "lzip"),
        "phone": ("phone",),
        "charter": ("chartertext",),
        "grade_low": ("lowestgradeoffered", "gslo"),
        "grade_high": ("highestgradeoffered", "gshi"),
        "status": ("systatustext",),
        "latitude": ("latitude",),
        "longitude": ("longitude",),
        "agency_fips": ("fips", "fipst"),
        "year": _YEAR,
    },
)

EDGE_SCHOOL = Kind(
    "edge_school",
    "EDGE school geocodes",
    "school",
    ("school_id", "latitude", "longitude", "state"),
    {
        "school_id": ("ncessch",),
        "district_id": ("leaid",),
        "name": ("name",),
        "address": ("street", "lstree"),
        "city": ("city", "lcity"),
        "state": ("state", "lstate"),
        "zip": ("zip", "lzip"),
        "latitude": ("lat", "latcode"),
        "longitude": ("lon", "longcode"),
        "county_fips": ("cnty", "conum"),
        "county_name": ("nmcnty", "coname"),
        "locale": ("locale",),
        "agency_fips": ("opstfips", "fipst"),
        "year": _YEAR,
    },
)

EDGE_LEA = Kind(
    "edge_lea",
    "EDGE district geocodes",
    "district",
    ("district_id", "name", "latitude", "longitude", "state"),
    {
        "district_id": ("leaid",),
        "name": ("name",),
        "city": ("city", "lcity"),
        "state": ("state", "lstate"),
        "zip": ("zip", "lzip"),
        "latitude": ("lat", "latcode"),
        "longitude": ("lon", "longcode"),
        "county_fips": ("cnty", "conum"),
        "county_name": ("nmcnty", "coname"),
        "locale": ("locale",),
        "agency_fips": ("opstfips", "fipst"),
        "year": _YEAR,
    },
)

KINDS = (SCHOOL_SEARCH, DISTRICT_SEARCH, CCD_DIRECTORY, EDGE_SCHOOL, EDGE_LEA)
"""In the order in which they are tried: a file of schools may have the columns of a file of districts too."""


def recognise(headers: Sequence[str]) -> Kind | None:
    """The kind of a file with these headers, None if it is no file that this door reads."""
    for kind in KINDS:
        if set(kind.needs) <= kind.matched(headers).keys():
            return kind
    return None
