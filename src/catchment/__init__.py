"""Catchment turns a teacher-training network's platform activity into dashboards that its regional
partners can act on, and that cannot leak.

Data flows one way through the rooms: sources -> warehouse -> measures -> disclosure -> release -> portal.
"""

__version__ = "0.1.0"
