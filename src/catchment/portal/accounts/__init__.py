"""People, their memberships, who may open what, and the record of what was seen.

Promise: a request can read the shelves of the person's current partner and no others.
"""
