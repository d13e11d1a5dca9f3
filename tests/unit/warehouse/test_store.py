"""The warehouse: merging by primary key, idempotent landings, one atomic step, one writer."""

import multiprocessing
from datetime import date
from pathlib import Path

import duckdb
import pytest

from catchment.network.errors import BadInput
from catchment.warehouse.store import Batch, Warehouse

PARTNERS = "partner_id, name, kind, contact_email, starts_on, ends_on"
ACTIVITY = "student_id, lesson_id, on, attempts"


def staged(path: Path, columns: str, *rows: str) -> Path:
    names = ", ".join(f'"{name.strip()}"' for name in columns.split(","))
    duckdb.execute(
        f"COPY (SELECT * FROM (VALUES {', '.join(rows)}) AS t({names})) TO '{path}' (FORMAT parquet)"
    )
    return path


def partners(folder: Path, *names: str) -> dict[str, Path]:
    rows = [f"('{name[0]}', '{name}', 'scholarship', NULL, DATE '2020-01-01', NULL)" for name in names]
    return {"partners": staged(folder / "partners.parquet", PARTNERS, *rows)}


def activity(folder: Path, *rows: tuple[str, str, int]) -> dict[str, Path]:
    values = [f"('{student}', 'l1', DATE '{day}', {attempts})" for student, day, attempts in rows]
    return {"activity": staged(folder / "activity.parquet", ACTIVITY, *values)}


def batch(warehouse: Warehouse, digest: str, **tables: int) -> Batch:
    return Batch(warehouse.new_batch_id("package", digest), "package", digest, date(2026, 3, 1), (), tables)


def read(warehouse: Warehouse, sql: str) -> list[tuple]:
    with duckdb.connect() as connection:
        warehouse.connect_views(connection)
        return connection.execute(sql).fetchall()


@pytest.fixture
def warehouse(tmp_path) -> Warehouse:
    return Warehouse(tmp_path / "net")


def test_empty_warehouse_has_nothing(warehouse):
    assert not warehouse.has("partners")
    assert warehouse.files("partners") == []
    assert warehouse.batches() == []


def test_new_rows_replace_old_rows_by_primary_key_and_are_sorted(warehouse, tmp_path):
    warehouse.land(batch(warehouse, "aa", partners=2), partners(tmp_path, "b old", "c stays"))
    warehouse.land(batch(warehouse, "bb", partners=2), partners(tmp_path, "b new", "a first"))
    assert read(warehouse, "SELECT name FROM partners") == [("a first",), ("b new",), ("c stays",)]


def test_a_blank_in_a_primary_key_is_equal_to_a_blank(warehouse, tmp_path):
    columns = "partner_id, state, zip, starts_on, ends_on"
    for digest, ends_on in (("aa", "NULL"), ("bb", "DATE '2026-01-01'")):
        row = f"('p', 'CA', NULL, DATE '2020-01-01', {ends_on})"
        path = staged(tmp_path / "regions.parquet", columns, row)
        warehouse.land(batch(warehouse, digest, partner_regions=1), {"partner_regions": path})
    assert read(warehouse, "SELECT ends_on FROM partner_regions") == [(date(2026, 1, 1),)]


def test_types_are_the_contracts_even_where_all_is_blank(warehouse, tmp_path):
    warehouse.land(batch(warehouse, "aa", partners=1), partners(tmp_path, "a"))
    types = dict(row[:2] for row in read(warehouse, "DESCRIBE partners"))
    assert (types["contact_email"], types["ends_on"]) == ("VARCHAR", "DATE")


def test_the_same_batch_twice_changes_nothing(warehouse, tmp_path):
    assert warehouse.land(batch(warehouse, "aa", partners=1), partners(tmp_path, "a"))
    before = sorted((path, path.stat().st_mtime_ns) for path in warehouse.folder.rglob("*.*"))
    assert not warehouse.land(batch(warehouse, "aa", partners=1), partners(tmp_path, "a"))
    assert sorted((path, path.stat().st_mtime_ns) for path in warehouse.folder.rglob("*.*")) == before


def test_the_same_files_with_more_usable_rows_land_again(warehouse, tmp_path):
    assert warehouse.land(batch(warehouse, "aa", partners=1), partners(tmp_path, "a"))
    assert warehouse.land(batch(warehouse, "aa", partners=2), partners(tmp_path, "a", "b"))


def test_an_older_batch_lands_again_after_another_replaced_its_rows(warehouse, tmp_path):
    warehouse.land(batch(warehouse, "aa", partners=1), partners(tmp_path, "b old"))
    warehouse.land(batch(warehouse, "bb", partners=1), partners(tmp_path, "b new"))
    assert warehouse.land(batch(warehouse, "aa", partners=1), partners(tmp_path, "b old"))
    assert read(warehouse, "SELECT name FROM partners") == [("b old",)]
    assert [landed.id for landed in warehouse.batches()] == [
        "0001-package-aa",
        "0002-package-bb",
        "0003-package-aa",
    ]


def test_activity_rests_in_one_folder_per_school_year(warehouse, tmp_path):
    rows = ("s1", "2025-06-30", 1), ("s1", "2025-07-01", 2), ("s1", "1999-12-31", 3)
    warehouse.land(batch(warehouse, "aa", activity=3), activity(tmp_path, *rows))
    folders = [path.parent.name for path in warehouse.files("activity")]
    assert folders == ["school_year=1999-00", "school_year=2024-25", "school_year=2025-26"]
    assert read(warehouse, "DESCRIBE activity")[-1][:2] == ("attempts", "BIGINT")


def test_only_touched_school_years_are_rewritten(warehouse, tmp_path):
    rows = ("s1", "2025-06-30", 1), ("s1", "2025-07-01", 2), ("s2", "2025-07-01", 2)
    warehouse.land(batch(warehouse, "aa", activity=3), activity(tmp_path, *rows))
    before = warehouse.files("activity")
    warehouse.land(batch(warehouse, "bb", activity=1), activity(tmp_path, ("s1", "2025-07-01", 9)))
    after = warehouse.files("activity")
    assert before[0] == after[0]
    assert not before[1].exists()
    found = read(warehouse, "SELECT student_id, attempts FROM activity ORDER BY ALL")
    assert found == [("s1", 1), ("s1", 9), ("s2", 2)]


def test_names_and_addresses_rest_in_a_folder_of_their_own(warehouse, tmp_path):
    columns = "teacher_id, person_id, first_name, last_name, email, phone, created_on"
    path = staged(
        tmp_path / "t.parquet", columns, "('t', 'p', 'Sample', 'One', NULL, NULL, DATE '2020-01-01')"
    )
    warehouse.land(batch(warehouse, "aa", teachers=1), {"teachers": path})
    assert warehouse.files("teachers")[0].parent == warehouse.folder / "personal" / "teachers"


def test_files_of_a_crash_are_ignored_and_removed_by_the_next_landing(warehouse, tmp_path):
    warehouse.land(batch(warehouse, "aa", partners=1), partners(tmp_path, "a"))
    orphan = warehouse.files("partners")[0].with_name("0002-package-bb.parquet")
    orphan.write_bytes(b"half a file")
    lost = warehouse.quarantine_folder("0002-package-bb")
    lost.mkdir(parents=True)
    assert read(warehouse, "SELECT name FROM partners") == [("a",)]
    warehouse.land(batch(warehouse, "cc", partners=1), partners(tmp_path, "b"))
    assert not orphan.exists()
    assert not lost.exists()


def test_a_failed_merge_leaves_the_old_state(warehouse, tmp_path):
    warehouse.land(batch(warehouse, "aa", partners=1), partners(tmp_path, "a"))
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 nothing in here")
    with pytest.raises((BadInput, duckdb.Error)):
        warehouse.land(batch(warehouse, "bb", partners=1), {"partners": broken})
    assert read(warehouse, "SELECT name FROM partners") == [("a",)]
    assert len(warehouse.batches()) == 1


def test_findings_are_kept_with_their_batch(warehouse, tmp_path):
    refused = tmp_path / "refused"
    refused.mkdir()
    (refused / "partners.csv").write_text("file,row\n")
    landed = batch(warehouse, "aa", partners=1)
    warehouse.land(landed, partners(tmp_path, "a"), quarantine=refused, reports={"json": "{}", "txt": "ok"})
    assert (warehouse.quarantine_folder(landed.id) / "partners.csv").exists()
    assert warehouse.report_file(landed.id, "txt").read_text() == "ok"


def test_findings_of_a_killed_landing_make_way(warehouse, tmp_path):
    refused = tmp_path / "refused"
    refused.mkdir()
    (refused / "partners.csv").write_text("new")
    landed = batch(warehouse, "aa", partners=1)
    left = warehouse.quarantine_folder(landed.id)
    left.mkdir(parents=True)
    (left / "partners.csv").write_text("old")
    warehouse.land(landed, partners(tmp_path, "a"), quarantine=refused)
    assert (left / "partners.csv").read_text() == "new"


def _hold(folder: Path, ready, done) -> None:
    with Warehouse(folder).locked():
        ready.set()
        done.wait(20)


def test_a_second_writer_gets_a_sentence_at_once(warehouse, tmp_path):
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(tmp_path / "net", ready, done))
    other.start()
    try:
        assert ready.wait(20)
        with pytest.raises(BadInput, match="another import or build is at work"):
            warehouse.land(batch(warehouse, "aa", partners=1), partners(tmp_path, "a"))
    finally:
        done.set()
        other.join()


def test_the_lock_may_be_nested_in_one_process(warehouse, tmp_path):
    with warehouse.locked():
        assert Warehouse(tmp_path / "net").land(batch(warehouse, "aa", partners=1), partners(tmp_path, "a"))


def test_staging_leaves_nothing_behind(warehouse):
    with warehouse.staging() as folder:
        (folder / "half").write_text("x")
        left = folder
    assert not left.exists()


def test_a_broken_catalog_is_named(warehouse):
    warehouse.folder.mkdir(parents=True)
    (warehouse.folder / "catalog.json").write_text("{")
    with pytest.raises(BadInput, match=r"catalog\.json: not a warehouse catalog"):
        warehouse.batches()
