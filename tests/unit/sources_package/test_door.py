"""The package door on what is right: every way to write a table lands the same rows, once."""

import csv
import gzip
import os
import shutil
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import duckdb
import pytest

from catchment.network import contract
from catchment.network.errors import BadInput
from catchment.release.layout import partner_shelf
from catchment.sources.package import check, import_package
from catchment.sources.package import fast as fast_way
from catchment.warehouse.store import Warehouse
from tests.corpus.packages import add_column, append, edit, quarantined, read_rows, state, write_rows


def replace(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def as_crlf(folder: Path) -> None:
    path = folder / "activity.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def as_bom(folder: Path) -> None:
    path = folder / "activity.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def as_quoted(folder: Path) -> None:
    rows = read_rows(folder, "activity")
    with (folder / "activity.csv").open("w", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(rows[0])
        writer.writerows(row.values() for row in rows)


def as_other_order(folder: Path) -> None:
    names = ("attempts", "on", "student_id", "lesson_id")
    write_rows(folder, "activity", read_rows(folder, "activity"), names)


def with_blank_lines(folder: Path) -> None:
    path = folder / "activity.csv"
    path.write_text(path.read_text().replace("\n", "\n\n"))


def as_gzip(folder: Path) -> None:
    path = folder / "activity.csv"
    (folder / "activity.csv.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()


def typed_parquet(source: Path, target: Path, where: str = "true") -> None:
    duckdb.execute(f"COPY (SELECT * FROM read_csv('{source}') WHERE {where}) TO '{target}' (FORMAT parquet)")


def as_parquet(folder: Path) -> None:
    typed_parquet(folder / "activity.csv", folder / "activity.parquet")
    (folder / "activity.csv").unlink()


def as_parts(folder: Path) -> None:
    """One part of each kind, in a folder named like the table."""
    parts = folder / "activity"
    parts.mkdir()
    rows = read_rows(folder, "activity")
    shutil.move(folder / "activity.csv", folder / "whole.csv")
    typed_parquet(folder / "whole.csv", parts / "a.parquet", "\"on\" < DATE '2025-07-01'")
    later = [row for row in rows if row["on"] >= "2025-07-01"]
    write_rows(folder, "activity", later[:300])
    shutil.move(folder / "activity.csv", parts / "b.csv")
    write_rows(folder, "activity", later[300:])
    (parts / "c.csv.gz").write_bytes(gzip.compress((folder / "activity.csv").read_bytes()))
    (folder / "activity.csv").unlink()
    (folder / "whole.csv").unlink()


WAYS = [as_crlf, as_bom, as_quoted, as_other_order, with_blank_lines, as_gzip, as_parquet, as_parts]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_way_to_write_a_table_lands_the_same_rows(way, sample, network, tmp_path):
    way(sample)
    report = import_package([sample], tmp_path / "fresh")
    assert report.findings == []
    assert state(tmp_path / "fresh") == state(network)


def test_the_careful_way_lands_what_the_fast_one_lands(sample, network, tmp_path, monkeypatch):
    monkeypatch.setattr(fast_way, "TABLE", "no such table")
    import_package([sample], tmp_path / "fresh")
    assert state(tmp_path / "fresh") == state(network)


def test_the_whole_sample_lands(sample, network):
    held = state(network)
    assert set(held) == set(contract.tables())
    assert {name: len(rows) for name, rows in held.items()} == {
        name: len(read_rows(sample, name)) for name in contract.tables()
    }


def test_importing_twice_changes_nothing(sample, network):
    files = {path: path.stat().st_mtime_ns for path in (network / "warehouse").rglob("*.parquet")}
    again = import_package([sample], network)
    assert again.state == "unchanged"
    assert {path: path.stat().st_mtime_ns for path in (network / "warehouse").rglob("*.parquet")} == files
    assert len(Warehouse(network).batches()) == 1


def test_a_re_import_replaces_by_primary_key_and_an_older_one_comes_back(sample, network, tmp_path):
    before = state(network)
    changed = Path(shutil.copytree(sample, tmp_path / "changed"))
    edit(changed, "teachers", 1, last_name="Teacher Renamed")
    assert import_package([changed / "teachers.csv"], network).state == "landed"
    assert state(network)["teachers"][0][3] == "Teacher Renamed"
    assert import_package([sample / "teachers.csv"], network).state == "landed"
    assert state(network) == before


def test_rows_refused_for_want_of_a_reference_land_once_it_is_there(sample, tmp_path):
    fresh = tmp_path / "fresh"
    late = append(sample, "workshops", workshop_id="ws-late", course_id="csx")
    assert import_package([sample], fresh).quarantined == 1
    append(sample, "courses", course_id="csx")
    import_package([sample / "courses.csv"], fresh)
    report = import_package([sample / "workshops.csv"], fresh)
    assert (report.state, report.quarantined, report.tables[0].landed) == ("landed", 0, late)


def test_what_rests_on_a_refused_row_follows_it_with_a_reason_of_its_own(sample, tmp_path):
    edit(sample, "workshops", 1, ends_on="2025-07-01")
    report = import_package([sample], tmp_path / "fresh")
    counts = {count.table: count.quarantined for count in report.tables if count.quarantined}
    assert counts == {"workshops": 1, "workshop_sessions": 5, "enrollments": 2, "attendance": 9}
    reasons = {row["reason"] for row in quarantined(tmp_path / "fresh", "enrollments")}
    assert reasons == {"its workshop_id is in quarantine with its row of workshops, found 'ws-csp'"}


def test_a_dependent_row_stays_if_the_warehouse_holds_what_it_rests_on(sample, network):
    edit(sample, "workshops", 1, ends_on="2025-07-01")
    assert import_package([sample], network).quarantined == 1


def test_a_rule_between_tables_sees_the_rows_that_stay_in_the_warehouse(sample, network):
    whole = read_rows(sample, "workshops")
    write_rows(sample, "workshops", whole[:1])
    append(sample, "workshop_sessions", session_id="ws-old-6", workshop_id="ws-old", on_="2024-07-20")
    report = import_package([sample / "workshops.csv", sample / "workshop_sessions.csv"], network)
    assert [(found.rule, found.count) for found in report.findings] == [("outside_workshop", 1)]


def test_a_lost_zero_is_restored_where_the_rows_own_state_proves_it(sample, network):
    before = state(network)
    edit(sample, "schools", 1, school_id="69999000001", district_id="699990")
    report = import_package([sample / "schools.csv"], network)
    assert [(found.rule, found.level, found.count) for found in report.findings] == [
        ("restored_zero", "warning", 2)
    ]
    assert report.quarantined == 0
    assert state(network) == before


def test_row_numbers_count_records_not_lines(sample, network):
    edit(sample, "courses", 1, name="Two\nlines")
    with (sample / "courses.csv").open("a") as file:
        file.write("\nx,y\n")
    edit_free = import_package([sample / "courses.csv"], network)
    assert [row["row"] for row in quarantined(network, "courses")] == ["3"]
    assert edit_free.tables[0].landed == 2


def test_a_row_number_counts_within_its_part(sample, network):
    parts = sample / "students"
    parts.mkdir()
    rows = read_rows(sample, "students")
    for name, some in (("1.csv", rows[:50]), ("2.csv", [*rows[50:], {"student_id": "x", "gender": "F"}])):
        write_rows(sample, "students", some)
        shutil.move(sample / "students.csv", parts / name)
    report = import_package([parts], network)
    example = report.findings[0].examples[0]
    assert (example.file, example.row) == ("students/2.csv", 31)


def test_a_refused_row_says_all_that_is_wrong_and_keeps_its_record(sample, network):
    edit(sample, "activity", 3, attempts="-1", lesson_id="nowhere", on_="soon")
    import_package([sample / "activity.csv"], network)
    (row,) = quarantined(network, "activity")
    assert row["file"], row["row"] == ("activity.csv", "3")
    assert all(word in row["reason"] for word in ("at least 0", "a date like", "a known lesson_id"))
    assert '"on":"soon"' in row["record"]


def test_no_report_repeats_a_private_value(sample, network):
    secret = "sample.secret@example.org"
    edit(sample, "teachers", 1, email=secret, created_on="yesterday")
    edit(sample, "activity", 1, student_id="secret-student")
    edit(sample, "roster_corrections", 1, value=secret, field="phone")
    add = {"request_id": "request-2", "value": secret}
    append(sample, "roster_corrections", **add, field="email")
    tables = ("teachers", "activity", "roster_corrections")
    report = import_package([sample / f"{name}.csv" for name in tables], network)
    assert report.quarantined == 3
    assert "secret" not in report.as_text() + report.as_json()


def test_unknown_columns_and_files_are_left_out_with_a_warning(sample, network):
    before = state(network)
    add_column(sample, "courses", "colour", "blue")
    (sample / "notes.csv").write_text("a\n1\n")
    report = import_package([sample], network)
    warnings = {(found.rule, found.level, found.examples[0].file) for found in report.findings}
    assert warnings == {
        ("unknown_column", "warning", "courses.csv"),
        ("unknown_file", "warning", "notes.csv"),
    }
    assert state(network) == before


def test_a_table_may_be_a_header_alone(sample, tmp_path):
    write_rows(sample, "signals", [])
    report = import_package([sample], tmp_path / "fresh")
    assert next(count for count in report.tables if count.table == "signals").rows_in == 0


def test_settings_are_taken_where_the_network_has_none(sample, network):
    assert (network / "network.toml").read_text() == (sample / "network.toml").read_text()
    (sample / "network.toml").write_text(
        (sample / "network.toml").read_text().replace("Sample network", "Another")
    )
    report = import_package([sample], network)
    assert [found.rule for found in report.findings] == ["unused_settings"]
    assert "Sample network" in (network / "network.toml").read_text()


def test_a_completion_rule_for_an_unknown_course_is_a_warning(sample, tmp_path):
    text = (sample / "network.toml").read_text()
    (sample / "network.toml").write_text(text.replace('course = "csp"', 'course = "csx"', 1))
    report = import_package([sample], tmp_path / "fresh")
    assert [(found.rule, found.level) for found in report.findings] == [("unknown_course", "warning")]


def test_the_report_is_kept_with_its_batch(sample, network):
    warehouse = Warehouse(network)
    (batch,) = warehouse.batches()
    assert warehouse.report_file(batch.id, "json").read_text().startswith("{")
    assert f"batch {batch.id} (package): landed" in warehouse.report_file(batch.id, "txt").read_text()
    assert batch.tables["students"] == 80


LANDING = date(2026, 3, 10)
LATE = "expected a day no later than 2026-03-11, found '2026-03-12'"


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_activity_after_tomorrow_lands_with_a_warning(kind, sample, tmp_path):
    """Both ways in: tomorrow lands the fast way, a day more is looked at by the careful one."""
    tomorrow = append(sample, "activity", on_="2026-03-11")
    assert import_package([sample], tmp_path / "fine", landed_on=LANDING).findings == []
    edit(sample, "activity", tomorrow, on_="2026-03-12")
    if kind == "parquet":
        as_parquet(sample)
    report = import_package([sample], tmp_path / "late", landed_on=LANDING)
    (finding,) = report.findings
    assert (finding.rule, finding.level, finding.count) == ("future_date", "warning", 1)
    assert (finding.examples[0].row, finding.examples[0].reason) == (tomorrow, LATE)
    assert (report.quarantined, len(state(tmp_path / "late")["activity"])) == (0, tomorrow)


def test_the_fast_way_takes_tomorrow_and_leaves_the_day_after_to_the_careful_one(
    sample, tmp_path, monkeypatch
):
    ways = []
    fast = fast_way.stage_clean
    monkeypatch.setattr(fast_way, "stage_clean", lambda *given: ways.append(fast(*given)) or ways[-1])
    rows = append(sample, "activity", on_="2026-03-11")
    for day in (0, 1):
        import_package([sample], tmp_path / str(day), landed_on=LANDING - timedelta(days=day))
    assert ways == [rows, None]


def test_a_dry_run_knows_the_day(sample):
    append(sample, "activity", on_=str(date.today() + timedelta(days=2)))
    assert [found.rule for found in check([sample], None).findings] == ["future_date"]


LONG_IDS = ["p" * 64, "é" * 33, "学" * 22, "a_none", "Bay & Valley~1.b-c", "𝔭" * 16]


@pytest.mark.parametrize("partner_id", LONG_IDS)
def test_a_partner_id_of_any_script_lands_and_its_folder_can_be_made(partner_id, sample, network, tmp_path):
    append(sample, "partners", partner_id=partner_id)
    assert import_package([sample / "partners.csv"], network).quarantined == 0
    assert len(quote(partner_id, safe="")) <= 200
    partner_shelf(tmp_path, partner_id).mkdir(parents=True)


@pytest.mark.parametrize("partner_id", ["é" * 34, "学" * 23, "𝔭" * 17, "~é" * 32])
def test_a_partner_id_is_measured_as_its_folder_will_be(partner_id, sample, network):
    append(sample, "partners", partner_id=partner_id)
    report = import_package([sample / "partners.csv"], network)
    (found,) = report.findings
    assert f"found {len(quote(partner_id, safe=''))}" in found.examples[0].reason


def test_the_day_of_landing_may_be_given(sample, tmp_path):
    import_package([sample], tmp_path / "fresh", landed_on=date(2026, 3, 10))
    assert Warehouse(tmp_path / "fresh").batches()[0].landed_on == date(2026, 3, 10)


def test_a_dry_run_changes_nothing_and_says_which_pages_wait(sample):
    (sample / "consents.csv").unlink()
    report = check([sample], None)
    waiting = {page.name: page.waits_for for page in report.pages if page.waits_for}
    assert (report.state, report.quarantined) == ("dry_run", 0)
    assert waiting == {"This week": ("consents",), "Roster": ("consents",)}


def test_a_dry_run_counts_what_the_warehouse_holds(sample, network):
    assert all(not page.waits_for for page in check([sample / "units.csv"], network).pages)


def test_warnings_land(sample, network):
    append(sample, "attendance", session_id="ws-csd-1", enrollment_id="en-1-ws-csp")
    append(sample, "units", unit_id="csp-u1b")
    append(sample, "workshops", workshop_id="ws-q", kind="quarter")
    report = import_package(
        [sample / f"{name}.csv" for name in ("attendance", "units", "workshops")], network
    )
    assert sorted((found.rule, found.level) for found in report.findings) == [
        ("no_quarters", "warning"),
        ("position", "warning"),
        ("two_workshops", "warning"),
    ]
    assert report.quarantined == 0


def test_references_point_to_tables_that_are_judged_before():
    seen: set[str] = set()
    for name, table in contract.tables().items():
        assert {reference.target for reference in table.references} <= seen
        seen.add(name)


def test_a_line_longer_than_the_readers_buffer_is_not_passed_over_in_silence(sample, network):
    """DuckDB says nothing of such a line, nor of the rows that it takes with it."""
    before = state(network)
    whole = (sample / "students.csv").read_text()
    (sample / "students.csv").write_text(whole + "x" * (40 << 20))
    with pytest.raises(BadInput, match=r"students\.csv row 81: a line is longer than 1 MB"):
        import_package([sample / "students.csv"], network)
    assert state(network) == before


def test_a_file_without_permission_is_named(sample, network, monkeypatch):
    """Root, as which CI runs, may read everything: so the system's own answer is given here."""
    closed = sample / "units.csv"
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != closed)
    with pytest.raises(BadInput, match=r"units\.csv: cannot be read \(no permission\)"):
        import_package([sample], network)
