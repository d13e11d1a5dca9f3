"""Was every estimate paid for, once, out of the budget of its school year?

The chain names each draw by the digest of its file. What a release says of its estimates must be the last
draw of the year, and all draws of a year together must stay under the ceiling: each was published, or may be,
also of a year of which no release speaks yet.
"""

import hashlib
from collections.abc import Iterator
from math import isclose

from catchment.attack.audit import Answer, Veto
from catchment.attack.chain import BrokenChain, Chain, Entry
from catchment.attack.evidence import Evidence
from catchment.attack.rules import EPSILON_CEILING

CEILING = 4.0
TABLES = 4
"""Each draw answers four tables; a student is in one cell of each."""


def budget(evidence: Evidence) -> Answer:
    """Adds up what each school year has spent, and holds each draw against its file and its manifest."""
    drawn = {entry["school_year"] for entry in evidence.chain.entries if entry["kind"] == "drawn"}
    found = {label: evidence.chain.draws(label) for label in sorted(drawn)}
    said = evidence.candidate.manifest["estimates"]
    vetoes = [veto for label, draws in found.items() for veto in _year(evidence, label, draws)]
    unpaid = [
        _veto(label, "The release has estimates of a year for which the ledger has no draw.")
        for label in sorted(said.keys() - drawn)
    ]
    return Answer(sum(map(len, found.values())), [*vetoes, *unpaid])


def ledger(chain: Chain) -> Answer:
    """Is the chain whole, from the release's parent to its beginning, and so are the files it names?"""
    try:
        drawn = [entry for entry in chain.entries if entry["kind"] == "drawn"]
    except BrokenChain as error:
        return Answer(0, [Veto("ledger", "what was published and spent", (f"{error}.",))])
    return Answer(len(chain.entries), [veto for entry in drawn for veto in _file(chain, entry)])


def _file(chain: Chain, draw: Entry) -> Iterator[Veto]:
    file = chain.estimates(draw["digest"])
    if not file.is_file():
        yield _veto(draw["school_year"], f"The estimates of draw {draw['digest'][:12]} are gone.")
    elif hashlib.sha256(file.read_bytes()).hexdigest() != draw["digest"]:
        why = f"The estimates of draw {draw['digest'][:12]} are not those that the ledger names."
        yield _veto(draw["school_year"], why)


def _year(evidence: Evidence, label: str, draws: list[Entry]) -> Iterator[Veto]:
    spent = sum(TABLES * draw["epsilon"] for draw in draws)
    if spent > CEILING + 1e-9:
        yield _veto(label, f"{len(draws)} draws spent {spent:g}, and {CEILING:g} is the most of a year.")
    for draw in draws:
        yield from _draw(evidence, label, draw)
    said = evidence.candidate.manifest["estimates"].get(label)
    if said and draws:
        yield from _said(label, said, draws[-1], spent)


def _draw(evidence: Evidence, label: str, draw: Entry) -> Iterator[Veto]:
    if not 0 < draw["epsilon"] <= EPSILON_CEILING:
        yield _veto(label, f"A draw spent {draw['epsilon']:g} on a table, over {EPSILON_CEILING:g}.")
    release = evidence.carrier(label, draw["digest"])
    # the census is that of the calendar under which the draw was first published
    if release is not None and draw["as_of"] < str(release.census(label)):
        yield _veto(label, f"A draw was made as of {draw['as_of']}, before the year's census.")


def _said(label: str, said: dict, last: Entry, spent: float) -> Iterator[Veto]:
    if said["digest"] != last["digest"] or said["drawn_as_of"] != last["as_of"]:
        yield _veto(label, "The release does not name the draw that is in force.")
    if said["epsilon_per_table"] != last["epsilon"] or not isclose(said["spent"], spent):
        yield _veto(
            label,
            f"It says {said['epsilon_per_table']:g} a table and {said['spent']:g} spent; "
            f"the ledger says {last['epsilon']:g} and {spent:g}.",
        )


def _veto(label: str, why: str) -> Veto:
    return Veto(f"estimates, {label}", "answers that cancel the noise of others", (why,))
