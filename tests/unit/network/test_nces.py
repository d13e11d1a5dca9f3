"""Domain section 7: facts of NCES, where missing is missing and never zero."""

import pytest

from catchment.network import nces
from catchment.network.nces import GradeBands
from catchment.network.states import STATE_FIPS


@pytest.mark.parametrize("marker", ["-1", "-2", "-9", "†", "–", "‡", "M", "N", "", " ", " – ", None])
def test_missing_is_missing(marker):
    assert nces.cleaned(marker) is None


@pytest.mark.parametrize("text", ["0", "00", "-3", "-", "Main St.", "1"])
def test_what_is_not_missing(text):
    assert nces.cleaned(f" {text} ") == text


@pytest.mark.parametrize(
    ("text", "state", "school_id"),
    [
        ("060162000123", "CA", "060162000123"),
        (" 060162000123 ", "CA", "060162000123"),
        # schools of the Bureau of Indian Education have a number of their own, wherever they lie
        ("590001400123", "AZ", "590001400123"),
        # a lost zero comes back only where the row's own state proves it
        ("60162000123", "CA", "060162000123"),
        ("60162000123", "FL", None),
        ("60162000123", None, None),
        ("60162000123", "", None),
        ("10162000123", "AL", "010162000123"),
        ("10162000123", "DE", None),
        ("20162000123", "AK", "020162000123"),
        ("12016200012", "FL", None),
        # nothing else is an id
        ("0601620001234", "CA", None),
        ("6016200012", "CA", None),
        ("06016200012X", "CA", None),
        ("6.0162E+10", "CA", None),
        ("٠٦٠١٦٢٠٠٠١٢٣", "CA", None),
        ("†", "CA", None),
        ("", "CA", None),
        (None, "CA", None),
    ],
)
def test_public_school_ids(text, state, school_id):
    assert nces.public_school_id(text, state) == school_id


@pytest.mark.parametrize(
    ("text", "state", "district_id"),
    [
        ("0601620", "CA", "0601620"),
        ("601620", "CA", "0601620"),
        ("601620", "CO", None),
        ("801620", "CO", "0801620"),
        ("01620", "CA", None),
        ("06016200", "CA", None),
        ("-1", "CA", None),
    ],
)
def test_district_ids(text, state, district_id):
    assert nces.district_id(text, state) == district_id


@pytest.mark.parametrize(
    ("text", "school_id"),
    [
        ("00000226", "00000226"),
        ("A0500123", "A0500123"),
        ("a0500123", "A0500123"),
        (" BB123456 ", "BB123456"),
        ("0000226", None),
        ("A05001234", None),
        ("A050-123", None),
        ("M", None),
        (None, None),
    ],
)
def test_private_school_ids(text, school_id):
    assert nces.private_school_id(text) == school_id


def test_states_territories_and_the_district():
    assert len(STATE_FIPS) == len(set(STATE_FIPS.values())) == 56
    assert {code: STATE_FIPS[code] for code in ("AL", "CA", "DC", "WY", "PR", "GU", "VI", "AS", "MP")} == {
        "AL": "01",
        "CA": "06",
        "DC": "11",
        "WY": "56",
        "PR": "72",
        "GU": "66",
        "VI": "78",
        "AS": "60",
        "MP": "69",
    }


@pytest.mark.parametrize(
    ("locale", "rural"),
    [
        *((locale, False) for locale in (11, 12, 13, 21, 22, 23, 31)),
        *((locale, True) for locale in (32, 33, 41, 42, 43)),
        *((locale, None) for locale in (None, 0, -1, 1, 14, 40, 44)),
    ],
)
def test_rural(locale, rural):
    assert nces.rural(locale) is rural


@pytest.mark.parametrize(
    ("low", "high", "bands"),
    [
        ("PK", "05", "elementary"),
        ("KG", "05", "elementary"),
        ("PK", "PK", "elementary"),
        ("05", "05", "elementary"),
        ("06", "08", "middle"),
        ("06", "06", "middle"),
        ("09", "12", "high"),
        ("09", "13", "high"),
        ("13", "13", "high"),
        # a school that ends with grade 6 is elementary only if it begins with kindergarten or before
        ("KG", "06", "elementary"),
        ("PK", "06", "elementary"),
        ("01", "06", "elementary middle"),
        ("05", "06", "elementary middle"),
        ("KG", "07", "elementary middle"),
        ("KG", "08", "elementary middle"),
        ("KG", "12", "elementary middle high"),
        ("05", "09", "elementary middle high"),
        ("07", "12", "middle high"),
        ("08", "09", "middle high"),
        # no order, no bands
        (None, "05", None),
        ("KG", None, None),
        ("", "", None),
        ("M", "N", None),
        ("UG", "UG", None),
        ("AE", "AE", None),
        ("KG", "UG", None),
        ("12", "09", None),
    ],
)
def test_grade_bands(low, high, bands):
    expected = None
    if bands is not None:
        expected = GradeBands(*(band in bands.split() for band in ("elementary", "middle", "high")))
    assert nces.grade_bands(low, high) == expected


@pytest.mark.parametrize(
    ("status", "title_i"),
    [
        *((status, True) for status in "12345"),
        ("6", False),
        ("M", None),
        ("0", None),
        ("7", None),
        ("", None),
        (None, None),
    ],
)
def test_title_i(status, title_i):
    assert nces.title_i(status) is title_i


@pytest.mark.parametrize(
    ("eligible", "enrolled", "share", "high_needs"),
    [
        (0, 100, 0.0, False),
        (50, 100, 0.5, False),
        (51, 100, 0.51, True),
        (100, 100, 1.0, True),
        (101, 100, None, None),
        (None, 100, None, None),
        (50, None, None, None),
        (0, 0, None, None),
        (-1, 100, None, None),
    ],
)
def test_lunch_and_need(eligible, enrolled, share, high_needs):
    found = nces.frl_share(eligible, enrolled)
    assert found == share
    assert nces.high_needs(found) is high_needs


@pytest.mark.parametrize(
    ("enrolled", "am", "hi", "bl", "hp", "share"),
    [
        (200, 10, 60, 25, 5, 0.5),  # whoever is of two or more races is among the 200 only
        (200, 0, 0, 0, 0, 0.0),
        (200, 10, None, 25, 5, None),
        (None, 10, 60, 25, 5, None),
        (0, 0, 0, 0, 0, None),
        (90, 10, 60, 25, 5, None),
    ],
)
def test_underrepresented_groups_of_the_enrolment(enrolled, am, hi, bl, hp, share):
    assert nces.urg_share(enrolled, (am, hi, bl, hp)) == share
