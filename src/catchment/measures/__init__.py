"""What is counted: one question per file, Ibis expressions, table in, table out.

Promise: no connection is opened here, no threshold is applied here, and every meaning is the one of the
metric registry (`catchment.network.metrics`).
"""
