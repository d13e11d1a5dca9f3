"""Takes job rows that the portal wrote and runs catchment's own commands as processes.

Promise: the worker alone can reach the warehouse; the portal only leaves a row that asks.
"""

from catchment.worker.process import run

__all__ = ["run"]
