"""A synthetic network on real NCES schools.

Promise: the same seed gives the same network; people are invented and look it; invented figures are marked.
"""

from catchment.demo.network import STATES, DemoNetwork, DemoPerson, generate

__all__ = ["STATES", "DemoNetwork", "DemoPerson", "generate"]
