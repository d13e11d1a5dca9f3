"""The general attacker: what does any set of additive tables say about the cells it hides?

Promise: a range holds in every world that fits the tables, and a cell is called recovered only if one value
is left.

As a library (all arrays are NumPy's; a cell is a position in them)::

    from catchment.attack.tables import Equations, bounds

    cells = [(40, 40), (1, 9), (12, 12), (24, 24)]   # shape (n, 2): the least and the most it can be
    equations = Equations.of([(0, [1, 2, 3])])       # cell 0 is the sum of cells 1, 2 and 3
    found = bounds(cells, equations)
    found.low, found.high    # float64 (n,): the range of each cell; `inf` where nothing limits it
    found.settled            # bool (n,): worlds with both ends exist; elsewhere it may be narrower still
    found.recovered          # bool (n,): open when published, yet only one value is left
    found.zero               # bool (n,): recovered, and it is nobody

A published number is a pair of equals, `<10` is (1, 9), `*` is (0, inf), 15 rounded to 5 is (13, 17). Counts
and their ranges are whole numbers. Many equations are made fastest from arrays: `Equations(totals, starts,
parts)`, where `totals[k]` is the sum of `parts[starts[k]:starts[k + 1]]`.

`bounds(..., goal="recovered")` decides only which cells are recovered. That is much faster where nearly
everything is open (rounding); ranges then hold but are not the narrowest, and settled means: recovered, or
worlds with two values exist. Tables that contradict themselves
raise `Contradiction`; its `equations` are a small set of positions that cannot hold together.
"""

from catchment.attack.tables.equations import Contradiction, Equations
from catchment.attack.tables.ranges import Found, bounds

__all__ = ["Contradiction", "Equations", "Found", "bounds"]
