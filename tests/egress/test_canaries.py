"""No withheld number stands in any byte that leaves: in pages, in files, inside of packed files."""

import io
import re

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catchment.release.reader import Releases
from catchment.reports import exports, sheets
from catchment.reports.sheets import Sheet
from tests.egress import outputs
from tests.egress.hidden import CANARIES, HIGH, SHOWN


def said(number: int) -> re.Pattern[bytes]:
    """The number as anybody would write it, and not as a part of a longer one, of a day or of a digest.

    A comma may stand before and after it, as in a CSV, but not one that only parts its thousands.
    """
    plain = rf"(?<![0-9A-Za-z._-]){number}(?![0-9A-Za-z_]|\.[0-9])"
    parted = rf"(?<![0-9A-Za-z._-])(?<![0-9],){number:,}(?![0-9A-Za-z_]|[.,][0-9])"
    return re.compile(f"{plain}|{parted}".encode())


PATTERNS = {number: said(number) for number in CANARIES}


def leaks(content: bytes) -> list[str]:
    """What is withheld and stands in the content all the same."""
    texts = list(outputs.inside(content))
    return [CANARIES[number] for number, pattern in PATTERNS.items() if any(map(pattern.search, texts))]


def all_leaks(named: list[outputs.Named]) -> dict[str, list[str]]:
    return {name: found for name, content in named if (found := leaks(content))}


def showing(named: list[outputs.Named]) -> set[str]:
    """Which outputs hold a number that is published: there the same search is known to see."""
    shown = said(SHOWN[HIGH])
    return {name for name, content in named if any(map(shown.search, outputs.inside(content)))}


def test_no_page_says_what_is_withheld(site):
    named = list(outputs.pages(site))
    assert all_leaks(named) == {}
    for page in ("/schools/", "/region/schools.geojson", "/schools.csv", "/schools.xlsx"):
        assert {f"{page} (identity)", f"{page} (gzip)"} <= showing(named)


def test_no_export_says_what_is_withheld(releases):
    named = list(outputs.exported(releases))
    assert all_leaks(named) == {}
    assert {"schools.csv", "schools.xlsx", "schools.parquet"} <= showing(named)


def test_no_file_of_a_release_says_what_is_withheld(releases):
    named = list(outputs.files(releases))
    assert all_leaks(named) == {}
    assert {name.rpartition("/")[2] for name in showing(named)} >= {"schools.parquet", "certificate.json.gz"}


@pytest.mark.parametrize("number", CANARIES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_canary_in_a_sheet_is_noticed(releases, kind, number):
    planted = Sheet("planted", ("a",), ((number,), (f"{number:,} students",)))
    content = sheets.write(Releases(releases).public(), [planted], kind, "why")
    assert CANARIES[number] in leaks(content)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_a_canary_in_an_exported_table_is_noticed(releases, kind):
    stream = io.BytesIO()
    planted = pa.table({"students": [*CANARIES]})
    exports.write_table(Releases(releases).public(), "planted", planted, kind, stream)
    assert leaks(stream.getvalue()) == [*CANARIES.values()]


def test_a_canary_in_a_footer_is_noticed():
    stream = io.BytesIO()
    pq.write_table(pa.table({"a": [1, 1_013]}).replace_schema_metadata({"rows of the truth": "1027"}), stream)
    assert {"a flagged group", "girls, coded as so many or fewer"} <= set(leaks(stream.getvalue()))
