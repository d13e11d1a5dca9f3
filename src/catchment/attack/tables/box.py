"""A system as a HiGHS model: the least that a sum of its columns can be."""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from catchment.attack.tables.equations import Positions, Ranges, Terms

WHOLE = 1e-6
"""How far from a whole number the solver may be and mean it."""
PRIMAL_SIMPLEX = 4
MOST_NODES = 5_000
OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "presolve": "off",
    "threads": 1,
    "random_seed": 1,
    "mip_rel_gap": 0.0,
    "mip_max_nodes": MOST_NODES,
    "mip_feasibility_tolerance": 1e-7,
}
WARM: dict[str, bool | int | float | str] = {
    "solver": "simplex",
    "simplex_strategy": PRIMAL_SIMPLEX,
}
STATUS = highspy.HighsModelStatus


@dataclass(frozen=True)
class System:
    """The signed columns of row r add up to something from right[r, 0] to right[r, 1]."""

    ranges: Ranges
    terms: Terms
    right: Ranges

    def __len__(self) -> int:
        return len(self.ranges)

    def sums(self, world: Ranges) -> Ranges:
        """What the columns of each row add up to."""
        terms = self.terms
        return np.bincount(terms.row, terms.sign * world[terms.cell], minlength=terms.rows)

    def holds(self, world: Ranges) -> bool:
        """Whether a world of whole numbers fits, exactly."""
        return _within(world, self.ranges) and _within(self.sums(world), self.right)


def _within(values: Ranges, ranges: Ranges) -> bool:
    return bool(((ranges[:, 0] <= values) & (values <= ranges[:, 1])).all())


@dataclass(frozen=True)
class Optimum:
    """`value`: nothing less exists (-inf: nothing limits it). `world` is None if there is none to show."""

    value: float
    world: Ranges | None


class Box:
    """A model that is changed in place, so that each question starts from the answer to the last."""

    def __init__(self, system: System, whole: bool = False) -> None:
        self.system = system
        self._columns = np.arange(len(system), dtype=np.int32)
        self._solver: Any = highspy.Highs()
        self._set(OPTIONS)
        if whole:
            self._set({"presolve": "on"})
        self._solver.passModel(_model(system, whole))
        self._cold = not whole

    def least(self, costs: Ranges) -> Optimum | None:
        """The least of the sum of costs x columns; None if no world fits."""
        status = self._run(costs)
        if status in (STATUS.kUnbounded, STATUS.kUnboundedOrInfeasible):
            feasible = self._run(np.zeros(len(self.system))) != STATUS.kInfeasible
            return Optimum(-np.inf, None) if feasible else None
        if status == STATUS.kInfeasible:
            return None
        return self._stopped() if status != STATUS.kOptimal else Optimum(self._objective(), self._world())

    def duals(self) -> Ranges:
        """The multiplier of each row in the last answer."""
        return np.array(self._solver.getSolution().row_dual)

    def _run(self, costs: Ranges) -> Any:
        self._solver.changeColsCost(len(self.system), self._columns, costs)
        self._solver.run()
        if self._cold:
            # a new objective leaves the basis feasible, so the primal simplex goes on from there
            self._set(WARM)
            self._cold = False
        return self._solver.getModelStatus()

    def _stopped(self) -> Optimum:
        """The search gave up early: its bound holds, its best world may not be the best."""
        info = self._solver.getInfo()
        shown = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        return Optimum(info.mip_dual_bound, self._world() if shown else None)

    def _objective(self) -> float:
        return float(self._solver.getInfo().objective_function_value)

    def _world(self) -> Ranges:
        return np.array(self._solver.getSolution().col_value)

    def _set(self, options: dict[str, bool | int | float | str]) -> None:
        for name, value in options.items():
            self._solver.setOptionValue(name, value)


def _model(system: System, whole: bool) -> Any:
    model: Any = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(system), system.terms.rows
    model.col_cost_ = np.zeros(len(system))
    model.col_lower_, model.col_upper_ = system.ranges[:, 0], system.ranges[:, 1]
    model.row_lower_, model.row_upper_ = system.right[:, 0], system.right[:, 1]
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = system.terms.starts
    model.a_matrix_.index_ = system.terms.cell
    model.a_matrix_.value_ = system.terms.sign
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(system)
    return model


def whole_world(system: System, world: Ranges | None) -> Ranges | None:
    """The world in whole numbers, if it is one and fits exactly."""
    if world is None:
        return None
    rounded = np.round(world)
    return rounded if np.abs(rounded - world).max(initial=0) < WHOLE and system.holds(rounded) else None


def part_of(system: System, rows: Positions, columns: Positions, outside: Ranges) -> System:
    """The given rows over the given columns (both sorted); `outside` gives the range of every other column.

    A column outside is held if its two ends are equal, else let loose between them.
    """
    terms = system.terms
    at = terms.of_rows(rows)
    row, cell, sign = np.searchsorted(rows, terms.row[at]), terms.cell[at], terms.sign[at]
    place = np.searchsorted(columns, cell)
    inside = np.append(columns, -1)[place] == cell
    left = system.right[rows] - _sums(row[~inside], sign[~inside], outside[cell[~inside]], len(rows))
    return System(system.ranges[columns], Terms(row[inside], place[inside], sign[inside], len(rows)), left)


def _sums(row: Positions, sign: Ranges, ends: Ranges, rows: int) -> Ranges:
    """The most and the least that each row's terms add up to, in this order."""
    signed = np.sort(sign[:, None] * ends, axis=1)
    return np.column_stack([np.bincount(row, signed[:, side], minlength=rows) for side in (1, 0)])
