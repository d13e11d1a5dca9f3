"""The measures on Apache Spark: a real cluster of a master and two workers on this machine."""
