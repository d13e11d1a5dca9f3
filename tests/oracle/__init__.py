"""The measures once more, in plain Python over lists of rows: written for reading, not for speed.

Shares the vocabulary of `catchment.network` with the product and nothing else.
"""
