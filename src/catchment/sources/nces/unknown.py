"""What is said of a file that is of no known kind."""

from collections.abc import Sequence
from pathlib import Path

from catchment.network.errors import BadInput
from catchment.sources.nces.kinds import KINDS

_SHOWN = 12


def unknown_kind(path: Path, headers: Sequence[str]) -> BadInput:
    """The refusal of a file, with the columns it has and the kinds that would be welcome."""
    shown = [header.strip()[:40] for header in headers if header.strip()]
    columns = ", ".join(shown[:_SHOWN]) + (", …" if len(shown) > _SHOWN else "") if shown else "none"
    expected = ", ".join(kind.title for kind in KINDS)
    return BadInput(f"{path}: not an NCES file of a known kind ({expected}); its columns are: {columns}")
