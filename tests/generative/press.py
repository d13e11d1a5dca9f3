"""Prints releases into folders with a ledger, each attacked, certified and checked as in earnest."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from catchment import checker
from catchment.attack.audit import Audit
from catchment.attack.run import certify
from catchment.network.policy import Policy
from catchment.release import layout
from catchment.release.build import contents, manifest, writing
from catchment.release.build.drawing import Drawing
from catchment.release.build.draws import Recorder
from catchment.release.build.history import read_history
from catchment.release.build.inputs import Inputs
from catchment.release.build.ledger import Entry, Ledger
from tests.release_tools import network, put_up


class Press:
    """The releases of one network below a folder that it makes."""

    def __init__(self, releases: Path, rules: Policy) -> None:
        self.releases, self._rules = releases, rules
        releases.mkdir(parents=True)
        self._behind: dict[str, pa.Table] = {}
        self.published: list[Path] = []
        """All that were ever published, withdrawn ones too."""

    def build(self, found: Inputs, as_of: date, drawing: Drawing | None = None) -> Path:
        """A candidate on top of all that was published; its draws are kept in the ledger."""
        history = read_history(self.releases)
        if history.last is not None:
            history = replace(history, behind=self._behind[history.last])
        recorder = Recorder(self.releases, history.parent, as_of, "starter")
        drawing = replace(drawing or Drawing(), keep=recorder.keep)
        release = contents.decide(found, network(), self._rules, as_of, history, drawing)
        folder = self.releases / ".building"
        name = writing.write(folder, release, writing.About(network(), self._rules, as_of, recorder.head, []))
        self._behind[name] = release.behind
        if (self.releases / name).exists():
            shutil.rmtree(folder)  # the same candidate again
            return self.releases / name
        return folder.rename(self.releases / name)

    def attack(self, candidate: Path) -> Audit:
        """The audit of a candidate, which is written beside it with its certificate."""
        audit, certificate = certify(candidate, self.published, self.releases / layout.LEDGER)
        (candidate / layout.AUDIT).write_text(audit.as_json())
        if certificate is not None:
            (candidate / layout.CERTIFICATE).write_bytes(certificate)
        return audit

    def check(self, candidate: Path) -> list[str]:
        """What the stand-alone checker says of the certificate. Refused if it does not hold."""
        return list(checker.check(self.releases, candidate.name))

    def publish(self, candidate: Path) -> None:
        put_up(candidate)
        self.published.append(candidate)

    def withdraw(self, release: Path) -> None:
        said, ledger = manifest.read(release), Ledger(self.releases)
        entry = Entry(
            "withdrawn", release.name, said["digest"], said["as_of"], said["as_of"], "test", "a test",
            ledger.head.ledger,
        )  # fmt: skip
        ledger.append(entry, up=None)
