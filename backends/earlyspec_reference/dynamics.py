"""Gradient descent, one step at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from earlyspec.backend import Unsupported
from earlyspec.plans.nodes import Cell, Dynamics
from earlyspec_reference.draws import NamedDraws
from earlyspec_reference.losses import slope
from earlyspec_reference.network import Model, Weights
from earlyspec_reference.snapshot import Split

Rows = NDArray[np.intp] | slice
_BY_HAND = ("gd", "sgd")


def require_support(dynamics: Dynamics) -> None:
    """Only plain steps are written by hand.

    Raises: Unsupported for an optimiser of optax.
    """
    if dynamics.kind == "gradient-descent" and dynamics.optimizer not in _BY_HAND:
        raise Unsupported(f"the optimizer `{dynamics.optimizer}`")


def rows(cell: Cell, draws: NamedDraws, t: int) -> Rows:
    """The training rows that step t sees: all of them, or a minibatch.

    In epoch e the rows are put in the order that sorts the draw `batch/e`, one uniform number a
    row, and taken from the front, `batch` at a time; a rest smaller than that is left out.
    """
    batch = cell.dynamics.batch
    if batch is None:
        return slice(None)
    epoch, position = divmod(t, max(1, cell.n // batch))
    order = np.argsort(draws.uniform(f"batch/{epoch}", (cell.n,)), kind="stable")
    return order[position * batch : (position + 1) * batch]


def step(
    dynamics: Dynamics,
    model: Model,
    layers: tuple[str, ...],
    weights: Weights,
    train: Split,
    chosen: Rows,
) -> Weights:
    """The weights one step later: every layer moves by minus its rate times its gradient.

    Of a minibatch the mean is that of its rows; a sum over all rows is n times their mean.

    Source: hu2020, eq 4.
    """
    x, y, offset = train.x[chosen], train.y[chosen], train.offset[chosen]
    residual = model.outputs(weights, x) - offset - y
    n = len(train.y)
    gradient = model.pullback(weights, x, slope(dynamics.loss, n) * n / len(y) * residual)
    return {
        layer: weights[layer] - rate * gradient[layer]
        for layer, rate in zip(layers, dynamics.rates, strict=True)
    }
