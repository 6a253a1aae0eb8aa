"""Lecture 12: gradient flow on wide two-layer networks converges at a linear rate.

After Du, Zhai, Poczos, Singh 2018, Gradient Descent Provably Optimizes Over-parameterized Neural
Networks.
"""
