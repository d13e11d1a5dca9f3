"""Gender at a school: one row a year over all its shown courses, exact or coded, within public ranges.

Promise: no release publishes any such figure until its rules stand here and the attack knows them.
"""
