"""The hypotheses that claims of this paper share.

Source: Oymak et al. 2019, Section 2.
"""

from __future__ import annotations

from collections.abc import Iterator

from earlyspec.theorems import _base as th
from earlyspec.theorems._hypotheses import in_float64, optimizer, two_layer


def descent(c: th.Cell) -> th.Structural:
    """Gradient descent on half the sum of squares; another squared loss is another eta."""
    return th.Structural(
        "descent",
        "train.optimizer",
        "full-batch gradient descent with constant steps on (1/2) ||f - y||^2",
        c.dynamics.plain,
        f"{optimizer(c)} on {c.dynamics.loss}, eta = {step(c):g}",
    )


def step(c: th.Cell) -> float:
    """eta: the learning rate of the first layer on the loss (1/2) ||f - y||^2."""
    return c.eta_1 / c.n


def network(c: th.Cell) -> Iterator[th.Structural]:
    """Two layers of which the first trains, with an activation whose phi'' is bounded."""
    phi = c.network.activation
    text = "two layers, f(x) = m^(-1/2) v . phi(W x / sqrt(d)): k = m, V = v / sqrt(m)"
    yield two_layer(c, text, "network")
    yield th.Structural(
        "layers",
        "train.layers",
        "W trains, V stays",
        bool(c.eta_1) and not c.eta_2,
        "first" if c.eta_1 and not c.eta_2 else "others",
    )
    yield th.Structural(
        "activation",
        "architecture.activation",
        "|phi'| and |phi''| bounded",
        phi is not None and phi.curvature_bound is not None,
        phi.kind if phi is not None else "none",
    )


def precise(c: th.Cell) -> th.Structural:
    """In float32 the gap to the linearised network is rounding."""
    return in_float64(c, "in float32 a gap of a millionth of the residual is lost in rounding")
