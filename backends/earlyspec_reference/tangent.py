"""The tangent kernel before the first step, formed from an explicit Jacobian."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from earlyspec.plans.nodes import Cell
from earlyspec_reference.draws import Floats
from earlyspec_reference.network import Model, Weights


def ntk_norm(cell: Cell, model: Model, weights: Weights, x: Floats) -> float:
    """lambda_max(J J^T) / n, J the Jacobian of the outputs in the weights that train.

    Args:
      cell: says which layers train.
      model: the network.
      weights: of every layer, before the first step.
      x: the n training inputs, (n, d).
    Source: hu2020, Section 3.
    """
    pairs = zip(cell.network.layers, cell.dynamics.rates, strict=True)
    trained = [layer for layer, rate in pairs if rate]
    if not trained:
        return 0.0
    by_layer = model.jacobian(weights, x)
    jacobian = np.concatenate([by_layer[layer] for layer in trained], axis=1)  # (n, parameters)
    if not np.isfinite(jacobian).all():
        return float("nan")
    return float(np.linalg.eigvalsh(jacobian @ jacobian.T)[-1] / len(x))


def without_unit(cell: Cell, norm: float) -> Cell:
    """The cell with learning rates that are numbers, no longer in units of 1/norm(ntk)."""
    rates = tuple(float(np.float64(rate) / norm) for rate in cell.dynamics.rates)
    return replace(cell, dynamics=replace(cell.dynamics, rates=rates, relative=False))
