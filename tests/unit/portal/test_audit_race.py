"""Several processes write at once: nobody's event is lost, and the chain does not fork."""

from tests import audit_writer


def test_several_processes_write_one_chain(tmp_path):
    assert audit_writer.race(str(tmp_path / "portal.sqlite3")) == f"{audit_writer.EVENTS} []"
