"""Random directions of input space."""

from __future__ import annotations

from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Draws, Ops


def direction(ops: Ops, draws: Draws, name: str, dim: int) -> Array:
    """A unit vector, uniform on the sphere, (dim,)."""
    z = draws.normal(name, (dim,))
    return z / norm(ops, z)
