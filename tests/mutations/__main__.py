"""What becomes of each fault: `python -m tests.mutations`, or with the beginning of names: `… completed.`"""

import sys
import time
from collections import Counter

from tests.mutations.choice import chosen, explained
from tests.mutations.trials import SURVIVED, Trials
from tests.mutations.worlds import worlds


def main(begins: str = "") -> None:
    """Say what became of each fault, then how many there were of each end."""
    begun, reasons, ends = time.perf_counter(), explained(), Counter()
    trials = Trials(worlds())
    for fault in (fault for fault in chosen() if fault.name.startswith(begins)):
        verdict, where = trials.verdict(fault)
        end = "explained" if verdict == SURVIVED and fault.name in reasons else verdict
        ends[end] += 1
        sys.stdout.write(f"{end:9} {fault.name}  {where}\n")
        sys.stdout.flush()
    trials.close()
    counts = ", ".join(f"{count} {end}" for end, count in sorted(ends.items()))
    sys.stdout.write(f"{ends.total()} faults: {counts}; {time.perf_counter() - begun:.0f} s\n")


if __name__ == "__main__":
    main(*sys.argv[1:2])
