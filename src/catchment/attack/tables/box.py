"""One connected system as a HiGHS model: the least and the most that a sum of its columns can be."""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from catchment.attack.tables.equations import Positions, Ranges, Terms

WHOLE = 1e-6
"""How far from a whole number the solver may be and mean it: counts are small against its 1e-9 of a count."""
PRIMAL_SIMPLEX = 4
MOST_NODES = 20_000
STATUS = highspy.HighsModelStatus


@dataclass(frozen=True)
class System:
    """Equations in columns 0..n-1: the signed columns of row r add up to `right[r]`."""

    ranges: Ranges
    terms: Terms
    right: Ranges

    def holds(self, world: Ranges) -> bool:
        """Whether a world of whole numbers fits, exactly."""
        sums = np.bincount(
            self.terms.row, self.terms.sign * world[self.terms.cell], minlength=self.terms.rows
        )
        inside = (self.ranges[:, 0] <= world) & (world <= self.ranges[:, 1])
        return bool(inside.all() and (sums == self.right).all())


def subsystem(ranges: Ranges, terms: Terms, rows: Positions, free: Positions) -> System:
    """The equations `rows` over the cells `free` (sorted); every other cell is held at its low end."""
    part = terms.of_rows(rows)
    row = np.searchsorted(rows, terms.row[part])
    cell, sign = terms.cell[part], terms.sign[part]
    inside = np.isin(cell, free)
    held = np.where(inside, 0.0, sign * np.where(inside, 0.0, ranges[cell, 0]))
    columns = Terms(row[inside], np.searchsorted(free, cell[inside]), sign[inside], len(rows))
    right = -np.bincount(row, held, minlength=len(rows)).astype(np.float64)
    return System(ranges[free].copy(), columns, right)


@dataclass(frozen=True)
class Optimum:
    """`value` is infinite and `world` None if nothing limits the sum. `proven`: there is no better value."""

    value: float
    world: Ranges | None
    proven: bool = True


class Box:
    """A model that is changed in place, so that each question starts from the answer to the last."""

    def __init__(self, system: System, whole: bool = False) -> None:
        self.size = len(system.ranges)
        self._columns = np.arange(self.size, dtype=np.int32)
        self._solver = highspy.Highs()
        options = {"output_flag": False, "threads": 1, "random_seed": 1, "mip_rel_gap": 0.0}
        for name, value in {
            **options,
            "mip_max_nodes": MOST_NODES,
            "mip_feasibility_tolerance": 1e-7,
        }.items():
            self._solver.setOptionValue(name, value)
        self._solver.passModel(_model(system, whole))
        self._warm = whole

    def narrow(self, column: int, low: float, high: float) -> None:
        self._solver.changeColBounds(column, low, high)

    def least(self, costs: Ranges) -> Optimum | None:
        """The least of the sum of costs x columns; None if no world fits."""
        self._solver.changeColsCost(self.size, self._columns, costs)
        self._solver.run()
        self._stay_warm()
        status = self._solver.getModelStatus()
        if status in (STATUS.kInfeasible, STATUS.kUnboundedOrInfeasible) and not self._feasible():
            return None
        if status in (STATUS.kUnbounded, STATUS.kUnboundedOrInfeasible):
            return Optimum(-np.inf, None)
        info = self._solver.getInfo()
        if status == STATUS.kOptimal:
            return Optimum(info.objective_function_value, self._world())
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            return Optimum(info.mip_dual_bound, self._world(), proven=False)
        return Optimum(info.mip_dual_bound, None, proven=False)

    def duals(self) -> Ranges:
        """The multiplier of each row in the last answer."""
        return np.array(self._solver.getSolution().row_dual)

    def _world(self) -> Ranges:
        return np.array(self._solver.getSolution().col_value)

    def _feasible(self) -> bool:
        self._solver.changeColsCost(self.size, self._columns, np.zeros(self.size))
        self._solver.run()
        return bool(self._solver.getModelStatus() != STATUS.kInfeasible)

    def _stay_warm(self) -> None:
        """A new objective leaves the last basis feasible, so the primal simplex goes on from there."""
        if not self._warm:
            for name, value in {
                "presolve": "off",
                "solver": "simplex",
                "simplex_strategy": PRIMAL_SIMPLEX,
            }.items():
                self._solver.setOptionValue(name, value)
            self._warm = True


def _model(system: System, whole: bool) -> Any:
    model = highspy.HighsLp()
    count = len(system.ranges)
    model.num_col_, model.num_row_ = count, system.terms.rows
    model.col_cost_ = np.zeros(count)
    model.col_lower_, model.col_upper_ = system.ranges[:, 0], system.ranges[:, 1]
    model.row_lower_ = model.row_upper_ = system.right
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = system.terms.starts
    model.a_matrix_.index_ = system.terms.cell
    model.a_matrix_.value_ = system.terms.sign
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * count
    return model


def whole_world(system: System, world: Ranges | None) -> Ranges | None:
    """The world in whole numbers, if it is one and fits exactly."""
    if world is None:
        return None
    rounded = np.round(world)
    return rounded if np.abs(rounded - world).max(initial=0) < WHOLE and system.holds(rounded) else None
