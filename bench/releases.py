"""A series of releases of the invented nation, built and put into the ledger one after the other."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from catchment.demo import settings as demo_settings
from catchment.network.policy import Policy
from catchment.network.settings import Network, parse
from catchment.release import layout
from catchment.release.build import contents, manifest, writing
from catchment.release.build.drawing import Drawing
from catchment.release.build.draws import Recorder
from catchment.release.build.history import read_history
from catchment.release.build.inputs import Inputs
from catchment.release.build.ledger import Entry, Ledger

BUILDER, REVIEWER = "bench builder", "bench reviewer"


def network() -> Network:
    """The demo's own network: its calendar, census and closing."""
    return parse(demo_settings.text(("people", "students")), "network.toml")


def build(found: Inputs, releases: Path, as_of: date) -> Path:
    """A candidate as of a day, on top of everything published, as `catchment build` makes it when measured.

    The students behind shown counts are kept beside the releases.
    """
    releases.mkdir(parents=True, exist_ok=True)
    history = read_history(releases)
    behind = releases.parent / "behind.parquet"
    if behind.exists():
        history = replace(history, behind=pq.read_table(behind))
    recorder = Recorder(releases, history.parent, as_of, BUILDER)
    made = contents.decide(found, network(), Policy(), as_of, history, Drawing(recorder.keep))
    pq.write_table(made.behind, behind)
    folder = releases / f".building-{as_of}"
    name = writing.write(folder, made, writing.About(network(), Policy(), as_of, recorder.head, []))
    (folder / layout.STARTED).write_text(json.dumps({"by": BUILDER}))
    return folder.rename(releases / name)


def put_up(release: Path) -> None:
    """Publish without asking for an attack, which this series is made for."""
    said = manifest.read(release)
    ledger = Ledger(release.parent)
    day = said["as_of"]
    parent = ledger.head.ledger
    entry = Entry("published", said["release"], said["digest"], day, day, REVIEWER, "", parent)
    ledger.append(entry, up=said["release"])


def month_ends(first: date, count: int) -> Sequence[date]:
    """The last days of `count` months, the first of which is the month of `first`."""
    months = [divmod(first.month + number, 12) for number in range(count)]
    nexts = [date(first.year + years, month + 1, 1) for years, month in months]
    return [date.fromordinal(each.toordinal() - 1) for each in nexts]
