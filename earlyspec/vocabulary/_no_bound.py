"""The number that stands for a bound where there is none."""

NO_BOUND = 1e6
"""Finite, as every number of a run is, and no bound: the judge reads it as none at all."""
