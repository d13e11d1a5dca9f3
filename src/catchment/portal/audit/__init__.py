"""The record of who did and saw what.

Promise: what was written can be neither changed nor taken out unnoticed.
"""

from catchment.portal.audit.writing import record, saw_teachers, took_file

__all__ = ["record", "saw_teachers", "took_file"]
