"""The least-squares solutions of X b = y as the solutions of equations of full rank."""

from __future__ import annotations

import numpy as np
from scipy import linalg

from earlyspec.vocabulary._ops import Array


def feasible(x: Array, y: Array) -> tuple[Array, Array]:
    """Orthonormal rows R, (r, d), and targets t, (r,): R b = t is X b = y as well as it can be."""
    left, sizes, right = linalg.svd(x, full_matrices=False)
    seen = sizes > max(x.shape) * np.finfo(np.float64).eps * sizes[0]
    return right[seen], (left[:, seen].T @ y) / sizes[seen]
