"""Which faults are tried, and which of those that nothing notices are no faults at all."""

from pathlib import Path
from zlib import crc32

from catchment import measures
from tests.mutations.faults import Fault, faults

LEFT_OUT = ("__init__", "by_year", "compute", "step", "steps")
"""These count nothing: they name the steps, and say in which order they go and which years they concern."""
ONE_IN = 5
"""All would take hours on a small machine; by name, so that a change elsewhere chooses no others."""
EXPLAINED = Path(__file__).with_name("explained.txt")


def chosen() -> list[Fault]:
    every = faults(Path(measures.__file__).parent, LEFT_OUT)
    return [fault for fault in every if crc32(fault.name.encode()) % ONE_IN == 0]


def explained() -> dict[str, str]:
    """Fault → why no rows can show it. In the file the reason stands indented below the fault."""
    reasons: dict[str, str] = {}
    fault = ""
    for line in EXPLAINED.read_text("utf-8").splitlines():
        if line.startswith("    "):
            reasons[fault] = f"{reasons[fault]} {line.strip()}".strip()
        elif line and not line.startswith("#"):
            fault = line
            reasons[fault] = ""
    return reasons
