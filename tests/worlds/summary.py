"""A pytest plugin: says at the end of a run how many worlds were enumerated, over all its processes."""

import pytest

from tests.worlds.tally import ENUMERATED


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["worlds"] = dict(ENUMERATED)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    ENUMERATED.update(getattr(node, "workeroutput", {}).get("worlds", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not ENUMERATED:
        return
    terminalreporter.section("worlds enumerated")
    for network, worlds in sorted(ENUMERATED.items()):
        terminalreporter.write_line(f"{worlds:>12,} {network}")
    terminalreporter.write_line(f"{ENUMERATED.total():>12,} in all")
