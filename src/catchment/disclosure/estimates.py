"""The estimated layer: units, composition tables, noise drawn once at the census and copied ever after.

Promise: no release publishes any such figure until its rules stand here and the attack knows them.
"""
