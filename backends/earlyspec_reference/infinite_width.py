"""The infinite-width tangent kernel of a two-layer network, entry by entry."""

from __future__ import annotations

import numpy as np

from earlyspec import registry
from earlyspec.backend import Unsupported
from earlyspec.plan.nodes import Cell
from earlyspec_reference.draws import Floats
from earlyspec_reference.ops import OPS


def kernel(cell: Cell, weights: tuple[float, ...], x: Floats) -> Floats:
    """Theta* of the rows of x, layers weighted, (n, n).

    Theta1* = c E phi'(u) phi'(v) and Theta2* = E phi(u) phi(v), for (u, v) Gaussian with the
    covariance of x_i . w / sqrt(d) and x_j . w / sqrt(d), c between them.

    Raises: Unsupported for other than two layers, or an activation without a closed form.
    Source: hu2020, eq 18.
    """
    word = registry.revive(cell.network.word)
    if cell.network.word.kind != "two-layer":
        kind = cell.network.word.kind
        raise Unsupported(f"the infinite-width kernel of the architecture `{kind}`")
    if not word.activation.has_dual():
        kind = word.activation.kind()
        raise Unsupported(f"the infinite-width kernel of `{kind}`, which has no closed form")
    c = x @ x.T / x.shape[1]
    own = np.diag(c)
    a, b = np.broadcast_arrays(own[:, None], own[None, :])
    first = c * word.activation.dual_slope(OPS, a, b, c)
    return np.asarray(weights[0] * first + weights[1] * word.activation.dual(OPS, a, b, c))
