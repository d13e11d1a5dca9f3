"""The audit of dependencies says what was found, and never calls unasked packages clean."""

import json

import pytest

from tools import audit

CLEAN = {"name": "django", "version": "5.2.1", "vulns": []}
BAD = {"name": "axes", "version": "1.0", "vulns": [{"id": "CVE-2000-1", "fix_versions": ["1.1"]}]}
UNMENDED = {"name": "csp", "version": "4.0", "vulns": [{"id": "CVE-2000-2", "fix_versions": []}]}
SKIPPED = {"name": "whitenoise", "skip_reason": "Dependency not found"}
NPM = {
    "vulnerabilities": {"sass": {"severity": "high", "range": "<1.2"}},
    "metadata": {"dependencies": {"total": 61}},
}


def test_what_is_known_is_said():
    answer = audit.of_pip_audit({"dependencies": [CLEAN, BAD, UNMENDED]})
    assert answer.packages == 3
    assert answer.found == (
        "axes 1.0: CVE-2000-1, mended in 1.1",
        "csp 4.0: CVE-2000-2, mended in nothing yet",
    )
    assert audit.of_npm(NPM) == audit.Answer(61, ("sass: high, <1.2",))
    assert audit.of_npm(NPM | {"vulnerabilities": {}}) == audit.Answer(61, ())


@pytest.mark.parametrize("rows", [[], [SKIPPED], [CLEAN, SKIPPED]])
def test_a_package_that_was_left_out_is_no_clean_one(rows):
    with pytest.raises(audit.NoAnswer):
        audit.of_pip_audit({"dependencies": rows})


def test_an_error_of_npm_is_no_clean_audit():
    with pytest.raises(audit.NoAnswer, match="405"):
        audit.of_npm({"message": "405 Method Not Allowed", "statusCode": 405})


def test_bad_news_end_with_exit_code_1_and_no_news_say_so(monkeypatch, capsys):
    def unanswered():
        raise audit.NoAnswer("nobody is there")

    monkeypatch.setattr(audit, "python_packages", lambda: audit.Answer(3, ()))
    monkeypatch.setattr(audit, "node_packages", unanswered)
    assert audit.main() == 0
    assert "front-end packages: NOT AUDITED" in capsys.readouterr().out
    monkeypatch.setattr(audit, "python_packages", lambda: audit.Answer(3, ("axes 1.0: CVE-2000-1",)))
    assert audit.main() == 1
    assert "axes 1.0: CVE-2000-1" in capsys.readouterr().out


def test_one_package_of_each_lock_is_asked_for_first():
    one = audit.one_of_python(audit.LOCK.read_text("utf-8"))
    assert one.startswith("django==5.")
    assert "--hash=sha256:" in one
    node = audit.one_of_node(json.loads(audit.NODE_LOCK.read_text("utf-8")))
    assert [*node["packages"]] == ["", "node_modules/esbuild"]
    assert node["packages"]["node_modules/esbuild"]["version"]


def test_a_client_that_is_not_there_is_no_clean_audit():
    with pytest.raises(audit.NoAnswer, match="said nothing"):
        audit._asked(["no-such-client"])
    with pytest.raises(audit.NoAnswer, match="said nothing"):
        audit._asked(["echo", "not JSON"])
