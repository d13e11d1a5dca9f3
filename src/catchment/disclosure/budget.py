"""The privacy budget: what each estimate spent, and that nobody can spend more than the policy allows.

Promise: no release publishes any such figure until its rules stand here and the attack knows them.
"""
