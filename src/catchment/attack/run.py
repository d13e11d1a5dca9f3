"""Runs every attack there is on a candidate, with all earlier releases in hand."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from catchment.attack import (
    benchmarks,
    budget,
    careers,
    cells,
    certificate,
    closing,
    composition,
    declared,
    directories,
    enrolled,
    enrolment,
    genders,
    margins,
    noise,
    order,
    ratchet,
    read_off,
    rules,
    shape,
    statuses,
    teachers,
    totals,
    units,
    worlds,
)
from catchment.attack.audit import Answer, Audit
from catchment.attack.chain import Chain
from catchment.attack.evidence import Evidence, gather
from catchment.attack.files import Published

QUESTIONS: dict[str, Callable[[Evidence], Answer]] = {
    "cells": cells.once,
    "public_facts": cells.same_facts,
    "read_off": read_off.read_off,
    "from_enrolment": enrolment.enrolment,
    "from_totals": totals.totals,
    "from_groups": declared.declared,
    "from_enrolled_sums": enrolled.enrolled,
    "from_differences": ratchet.ratchet,
    "dates": ratchet.dated,
    "thresholds": rules.thresholds,
    "closed_years": closing.closing,
    "genders": genders.genders,
    "statuses": statuses.statuses,
    "budget": budget.budget,
    "units": units.units,
    "estimates": composition.composition,
    "margins": margins.margins,
    "noise": noise.noise,
    "benchmarks": benchmarks.benchmarks,
    "from_teacher_rows": teachers.teachers,
    "from_teacher_years": careers.careers,
    "directories": directories.directories,
    "order": order.order,
}
"""Check -> the question it puts to everything published, in the order in which they are put."""


def attack(candidate: Path, earlier: Sequence[Path], ledger: Path | None = None) -> Audit:
    """Try to deduce what `candidate` withholds.

    `earlier` are all releases ever published, oldest first; `ledger` is their chain (default: the folder
    `ledger` beside the candidate).
    """
    return _attack(candidate, earlier, ledger, certify=False)[0]


def certify(
    candidate: Path, earlier: Sequence[Path], ledger: Path | None = None
) -> tuple[Audit, bytes | None]:
    """Attack, and where that fails the certificate: the content of its file, whose digest is in the audit."""
    return _attack(candidate, earlier, ledger, certify=True)


def _attack(
    candidate: Path, earlier: Sequence[Path], ledger: Path | None, *, certify: bool
) -> tuple[Audit, bytes | None]:
    release = Published(candidate)
    audit = Audit(release.manifest["release"], release.manifest["digest"])
    chain = Chain(ledger or candidate.parent / "ledger", release.manifest["parent"])
    _first(release, chain, audit)
    if not audit.passed:
        return audit, None  # what is no release at all cannot be read as one
    with gather(release, [Published(folder) for folder in earlier], chain) as evidence:
        for check, question in QUESTIONS.items():
            audit.ask(check, partial(question, evidence))
        audit.ask("worlds", partial(worlds.worlds, evidence, audit))
        audit.narrowed_for_readers = teachers.narrowed(evidence)
        audit.least_for_readers = worlds.least_for_readers(evidence)
        return audit, certificate.find(evidence, audit) if certify and audit.passed else None


def _first(release: Published, chain: Chain, audit: Audit) -> None:
    """What can be asked before the tables are read, and must hold for them to be readable."""
    audit.ask("from_shape", partial(shape.shape, release))
    audit.ask("from_other_files", partial(shape.other_files, release))
    audit.ask("manifest", partial(rules.manifest, release))
    audit.ask("policy", partial(rules.policy, release))
    audit.ask("ledger", partial(budget.ledger, chain))
