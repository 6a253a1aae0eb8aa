"""Norms of arrays."""

from __future__ import annotations

from earlyspec.vocabulary._ops import Array, Ops


def norm(ops: Ops, x: Array) -> Array:
    """The Euclidean norm of a vector, the Frobenius norm of a matrix, ()."""
    return ops.sqrt(ops.sum(x * x))
