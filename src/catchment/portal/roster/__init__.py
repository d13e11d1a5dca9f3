"""The teachers a partner trained.

Promise: only rows of people whose consent is in force at this moment leave this room.
"""
