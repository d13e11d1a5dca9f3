"""The Django site that partners, program staff and the public open.

Promise: it reads published releases and its own database, and has no path to the warehouse.
"""
