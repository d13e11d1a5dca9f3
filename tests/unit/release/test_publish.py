"""Publishing: only what was attacked, unchanged, on the head, approved by somebody else; in one step."""

import json
from datetime import date

import pytest

from catchment.network.errors import BadInput, PromiseFailed
from catchment.release import layout
from catchment.release.build.ledger import Ledger
from catchment.release.build.manifest import read, sha256
from catchment.release.build.publish import publish, withdraw
from catchment.release.reader import NoRelease, Releases
from tests.release_tools import inputs, make_release

A = "260000100001"
TODAY = date(2026, 3, 20)


def candidate(network, students=40, as_of=date(2026, 3, 15), attacked=True):
    release = make_release(network / "releases", inputs([(A, "csp", students)]), as_of=as_of)
    if attacked:
        withstand(release)
    return release.name


def withstand(release):
    """Lay down what an attack leaves that found nothing."""
    (release / layout.CERTIFICATE).write_bytes(b"witnesses")
    audit = {
        "digest": read(release)["digest"],
        "passed": True,
        "certificate": sha256(release / layout.CERTIFICATE),
    }
    (release / layout.AUDIT).write_text(json.dumps(audit))


def kinds(network):
    return [entry.kind for entry in Ledger(network / "releases").entries()]


def up(network):
    return Releases(network / "releases").current()


def test_an_attacked_and_approved_candidate_goes_up(tmp_path):
    name = candidate(tmp_path)
    assert up(tmp_path) is None
    publish(tmp_path, name, "reviewer", TODAY)
    assert up(tmp_path) == name
    entries = Ledger(tmp_path / "releases").entries()
    assert [(entry.kind, entry.by) for entry in entries] == [("drawn", "starter"), ("published", "reviewer")]


def test_publishing_twice_changes_nothing(tmp_path):
    name = candidate(tmp_path)
    publish(tmp_path, name, "reviewer", TODAY)
    publish(tmp_path, name, "reviewer", TODAY)
    assert kinds(tmp_path) == ["drawn", "published"]


def test_what_was_not_attacked_stays_down(tmp_path):
    name = candidate(tmp_path, attacked=False)
    with pytest.raises(PromiseFailed, match="was not attacked"):
        publish(tmp_path, name, "reviewer", TODAY)
    assert up(tmp_path) is None


def test_what_fell_to_the_attack_stays_down(tmp_path):
    name = candidate(tmp_path)
    audit = tmp_path / "releases" / name / layout.AUDIT
    audit.write_text(json.dumps({**json.loads(audit.read_text()), "passed": False}))
    with pytest.raises(PromiseFailed, match="did not withstand"):
        publish(tmp_path, name, "reviewer", TODAY)


def test_without_the_certificate_of_its_attack_it_stays_down(tmp_path):
    name = candidate(tmp_path)
    file = tmp_path / "releases" / name / layout.CERTIFICATE
    file.write_bytes(b"other witnesses")
    with pytest.raises(PromiseFailed, match="no certificate of its own attack"):
        publish(tmp_path, name, "reviewer", TODAY)
    file.unlink()
    with pytest.raises(PromiseFailed, match="no certificate of its own attack"):
        publish(tmp_path, name, "reviewer", TODAY)


def test_an_audit_of_something_else_does_not_count(tmp_path):
    one, two = candidate(tmp_path), candidate(tmp_path, as_of=date(2026, 3, 16), attacked=False)
    releases = tmp_path / "releases"
    (releases / two / layout.AUDIT).write_text((releases / one / layout.AUDIT).read_text())
    with pytest.raises(PromiseFailed, match="differs from what was attacked"):
        publish(tmp_path, two, "reviewer", TODAY)


def test_a_table_changed_after_the_attack_is_noticed(tmp_path):
    name = candidate(tmp_path)
    file = tmp_path / "releases" / name / "public" / "nation.parquet"
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(PromiseFailed, match=r"nation\.parquet is not the file"):
        publish(tmp_path, name, "reviewer", TODAY)


def test_a_manifest_changed_after_the_attack_is_noticed(tmp_path):
    name = candidate(tmp_path)
    file = tmp_path / "releases" / name / layout.MANIFEST
    file.write_text(file.read_text().replace("Test network", "Best network"))
    with pytest.raises(PromiseFailed, match="manifest was altered"):
        publish(tmp_path, name, "reviewer", TODAY)


def test_the_person_who_started_it_cannot_approve_it(tmp_path):
    name = candidate(tmp_path)
    with pytest.raises(PromiseFailed, match="starter started this build"):
        publish(tmp_path, name, "starter", TODAY)


def test_of_two_candidates_only_the_first_goes_up(tmp_path):
    one, two = candidate(tmp_path), candidate(tmp_path, as_of=date(2026, 3, 16))
    publish(tmp_path, one, "reviewer", TODAY)
    with pytest.raises(PromiseFailed, match="build it again"):
        publish(tmp_path, two, "reviewer", TODAY)
    assert up(tmp_path) == one


def test_time_does_not_run_backwards(tmp_path):
    publish(tmp_path, candidate(tmp_path), "reviewer", TODAY)
    older = candidate(tmp_path, as_of=date(2026, 2, 1))
    with pytest.raises(PromiseFailed, match="before the one that is up"):
        publish(tmp_path, older, "reviewer", TODAY)


def test_a_withdrawn_release_with_a_wrong_date_closes_no_year(tmp_path):
    wrong = candidate(tmp_path, as_of=date(2027, 8, 1))
    publish(tmp_path, wrong, "reviewer", TODAY)
    withdraw(tmp_path, wrong, "the year was mistyped", TODAY)
    again = make_release(tmp_path / "releases", inputs([(A, "csp", 60)]), as_of=date(2026, 4, 1))
    reader = Releases(tmp_path / "releases").public(again.name)
    found = reader.query("SELECT students FROM nation WHERE course_id = 'csp' AND school_year = '2025-26'")
    assert found == [{"students": 60}]


def test_a_damaged_file_is_said_in_one_sentence(tmp_path):
    name = candidate(tmp_path)
    for file, sentence in ((layout.AUDIT, "audit.json"), (layout.STARTED, "started.json")):
        path = tmp_path / "releases" / name / file
        kept = path.read_text()
        path.write_text("{")
        with pytest.raises(PromiseFailed, match=sentence):
            publish(tmp_path, name, "reviewer", TODAY)
        path.write_text(kept)
    (tmp_path / "releases" / layout.HEAD).write_text("{")
    with pytest.raises(PromiseFailed, match="cannot be read"):
        publish(tmp_path, name, "reviewer", TODAY)


@pytest.mark.parametrize("name", [" starter ", "STARTER"])
def test_a_name_written_otherwise_is_the_same_person(tmp_path, name):
    with pytest.raises(PromiseFailed, match="started this build"):
        publish(tmp_path, candidate(tmp_path), name, TODAY)
    with pytest.raises(BadInput, match="needs the name"):
        publish(tmp_path, candidate(tmp_path, as_of=date(2026, 3, 16)), " ", TODAY)


def test_an_unfinished_build_is_no_release(tmp_path):
    name = candidate(tmp_path)
    (tmp_path / "releases" / name).rename(tmp_path / "releases" / ".building-x")
    with pytest.raises(BadInput, match="there is no release"):
        publish(tmp_path, ".building-x", "reviewer", TODAY)


def test_withdrawing_puts_the_one_before_up_and_keeps_the_ledger(tmp_path):
    one = candidate(tmp_path)
    publish(tmp_path, one, "reviewer", TODAY)
    two = candidate(tmp_path, as_of=date(2026, 4, 1))
    publish(tmp_path, two, "reviewer", TODAY)
    assert withdraw(tmp_path, two, "a wrong file", TODAY) == one
    assert up(tmp_path) == one
    assert kinds(tmp_path) == ["drawn", "published", "published", "withdrawn"]
    assert withdraw(tmp_path, one, "that too", TODAY) is None
    with pytest.raises(NoRelease):
        Releases(tmp_path / "releases").public()


def test_after_a_withdrawal_the_next_release_still_honours_what_was_seen(tmp_path):
    name = candidate(tmp_path)
    publish(tmp_path, name, "reviewer", TODAY)
    withdraw(tmp_path, name, "a wrong file", TODAY)
    again = make_release(tmp_path / "releases", inputs([(A, "csp", 43)]), as_of=date(2026, 4, 1))
    reader = Releases(tmp_path / "releases").public(again.name)
    found = reader.query("SELECT students FROM nation WHERE course_id = 'csp' AND school_year = '2025-26'")
    assert found == [{"students": 40}]


def test_a_broken_chain_stops_everything(tmp_path):
    name = candidate(tmp_path)
    publish(tmp_path, name, "reviewer", TODAY)
    for entry in (tmp_path / "releases" / layout.LEDGER).glob("*.json"):
        whole = entry.read_text()
        entry.write_text(whole.replace('"by": "', '"by": "not '))
        with pytest.raises(PromiseFailed, match="ledger is broken"):
            make_release(tmp_path / "releases", inputs([]))
        entry.write_text(whole)


def test_a_key_added_to_an_entry_is_noticed(tmp_path):
    publish(tmp_path, candidate(tmp_path), "reviewer", TODAY)
    ledger = Ledger(tmp_path / "releases")
    file = tmp_path / "releases" / layout.LEDGER / f"{ledger.head.ledger}.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "school_year": "2025-26"}))
    with pytest.raises(PromiseFailed, match="was altered"):
        ledger.entries()


def test_estimates_that_are_gone_stop_publishing(tmp_path):
    name = candidate(tmp_path)
    (file,) = (tmp_path / "releases" / layout.LEDGER / layout.ESTIMATES).iterdir()
    file.unlink()
    with pytest.raises(PromiseFailed, match="estimates of 2025-26 cannot be read"):
        publish(tmp_path, name, "reviewer", TODAY)


def test_a_release_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(BadInput, match="there is no release nonesuch"):
        publish(tmp_path, "nonesuch", "reviewer", TODAY)
    with pytest.raises(BadInput, match="there is no release"):
        publish(tmp_path, "../releases", "reviewer", TODAY)
