"""Public files of the National Center for Education Statistics: schools, districts, enrolment.

Promise: a file is known by its columns; every row lands as a fact or goes to quarantine; the contract tables
follow from all facts ever landed, the newest first, so the order of imports does not matter.
"""

from catchment.sources.nces.importer import import_nces

__all__ = ["import_nces"]
