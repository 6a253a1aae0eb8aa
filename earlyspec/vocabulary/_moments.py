"""Moments of inputs, estimated from their rows."""

from __future__ import annotations

from earlyspec.vocabulary._ops import Array, Ops


def trace_square(ops: Ops, x: Array) -> Array:
    """The unbiased estimate of Tr[Sigma^2] / d from independent rows of known mean zero.

    ( ||X^T X||_F^2 - sum_i ||x_i||^4 ) / (n (n - 1) d), which is the mean of (x_i . x_j)^2 / d over
    i != j. The plug-in estimate ||X^T X / n||_F^2 / d is too large by about d / n.

    Args:
      ops: the array functions.
      x: inputs, (n, d), n >= 2.
    Returns: (), at least 0 but for rounding.
    Raises: ValueError if n < 2.
    Source: hu2020, Section 3.1, defines the quantity; the estimator is ours.
    """
    n, d = x.shape
    if n < 2:
        raise ValueError("Tr[Sigma^2] cannot be estimated from a single input")
    gram = x.T @ x if d <= n else x @ x.T  # the same Frobenius norm
    pairs = ops.sum(gram * gram) - ops.sum(ops.sum(x * x, axis=1) ** 2)
    return pairs / (n * (n - 1) * d)
