"""Gradient flow: dW/dt = -rate grad L, integrated by SciPy with an error estimate a step."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

import numpy as np
from scipy.integrate import RK45, solve_ivp

from earlyspec.plans.nodes import Cell
from earlyspec_reference.draws import Floats
from earlyspec_reference.losses import slope
from earlyspec_reference.network import Model, Weights
from earlyspec_reference.snapshot import Split

Field = Callable[[float, Floats], Floats]
_METHODS: dict[str, Literal["DOP853", "Radau"]] = {"explicit": "DOP853", "implicit": "Radau"}


class GaveUp(Exception):
    """The solver could not keep its tolerance; the message says what was lost."""


def flow(
    cell: Cell,
    model: Model,
    weights: Weights,
    initial: Weights,
    train: Split,
    start: float,
    stop: float,
) -> Weights:
    """The weights at the time `stop` of a flow that has these at `start`.

    The layers with a rate move as one vector; `initial` gives the absolute tolerance its unit.

    Raises: GaveUp.
    """
    integrator = cell.dynamics.integrator
    assert integrator is not None, "a flow has an integrator"
    rates = dict(zip(cell.network.layers, cell.dynamics.rates, strict=True))
    moving = [layer for layer, rate in rates.items() if rate]
    shapes = {layer: weights[layer].shape for layer in moving}
    ends = np.cumsum([weights[layer].size for layer in moving])

    def laid_out(vector: Floats) -> Weights:
        parts = np.split(vector, ends[:-1])
        return {
            **weights,
            **{k: part.reshape(shapes[k]) for k, part in zip(moving, parts, strict=True)},
        }

    def field(_: float, vector: Floats) -> Floats:
        now = laid_out(vector)
        residual = model.outputs(now, train.x) - train.offset - train.y
        gradient = model.pullback(now, train.x, slope(cell.dynamics.loss, len(train.y)) * residual)
        return -np.concatenate([rates[k] * gradient[k].ravel() for k in moving])

    first = np.concatenate([weights[k].ravel() for k in moving])
    if integrator.method == "fixed":
        steps = math.ceil((stop - start) / integrator.step)
        return laid_out(_dormand_prince(field, first, (stop - start) / steps, steps))
    size = np.sqrt(np.mean(np.concatenate([initial[k].ravel() for k in moving]) ** 2))
    found = solve_ivp(
        field,
        (start, stop),
        first,
        method=_METHODS[integrator.method],
        rtol=integrator.tolerance,
        atol=integrator.absolute * (size or 1.0),
        t_eval=[stop],
    )
    if not found.success:
        raise GaveUp(found.message)
    return laid_out(found.y[:, -1])


def _dormand_prince(field: Field, y: Floats, h: float, steps: int) -> Floats:
    """Equal steps of the method of order 5, coefficients from SciPy; no error is controlled."""
    for _ in range(steps):
        slopes: list[Floats] = []
        for row in RK45.A:
            moves = [a * k for a, k in zip(row, slopes, strict=False)]
            slopes.append(field(0.0, y + h * sum(moves, start=np.zeros_like(y))))
        y = y + h * sum((b * k for b, k in zip(RK45.B, slopes, strict=True)), np.zeros_like(y))
    return y
