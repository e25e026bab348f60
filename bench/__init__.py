"""Benchmarks: each measures a way and its limit in the same run and gives the ratio of the two."""
