"""The network linearised in its weights, from an explicit Jacobian, and trained step by step."""

from __future__ import annotations

import numpy as np
from scipy import linalg

from earlyspec.plans.nodes import Cell
from earlyspec_reference.draws import Floats
from earlyspec_reference.losses import slope
from earlyspec_reference.network import Model, Weights


class Linearised:
    """f_lin(x) = f_0(x) + J_0(x) (theta - theta_0), trained as the network is.

    Source: Lee et al. 2019, Section 2.2.
    """

    def __init__(self, cell: Cell, model: Model, weights: Weights, x: Floats, r: Floats) -> None:
        """Needs the training inputs x, (n, d), and r = f_0(X) - y, (n,); rates as numbers."""
        n, dynamics = len(x), cell.dynamics
        factor = slope(dynamics.loss, n)
        rates = dynamics.rates if dynamics.kind != "none" else (0.0,) * len(dynamics.rates)
        self._model, self._weights, self._start = model, weights, r
        self._factors = {
            layer: factor * rate for layer, rate in zip(cell.network.layers, rates, strict=True)
        }
        self._jacobian = model.jacobian(weights, x)  # (n, parameters) a layer
        self._moved = {layer: np.zeros(w.size) for layer, w in weights.items()}

    def advance(self) -> None:
        """Takes one step of gradient descent: theta <- theta - D J_0^T r."""
        residual = self._residual()
        for layer, jacobian in self._jacobian.items():
            self._moved[layer] = self._moved[layer] - self._factors[layer] * (jacobian.T @ residual)

    def flow_to(self, time: float) -> None:
        """Follows the gradient flow from 0 to a time: c = int_0^t e^(-Theta s) ds r_0.

        The integral is a block of the exponential of [[-Theta, 0], [I, 0]].
        """
        n = len(self._start)
        theta = sum(
            (self._factors[layer] * (j @ j.T) for layer, j in self._jacobian.items()),
            start=np.zeros((n, n)),
        )
        generator = np.block([[-theta, np.zeros((n, n))], [np.eye(n), np.zeros((n, n))]])
        c = linalg.expm(time * generator)[n:, :n] @ self._start
        for layer, jacobian in self._jacobian.items():
            self._moved[layer] = -self._factors[layer] * (jacobian.T @ c)

    def outputs(self, x: Floats, initial: Floats) -> Floats:
        """f_lin on rows of inputs, given f_0 on them, (n, d) and (n,) -> (n,)."""
        jacobian = self._model.jacobian(self._weights, x)
        pushed = (jacobian[layer] @ moved for layer, moved in self._moved.items())
        return np.asarray(initial + sum(pushed), dtype=np.float64)

    def displacement(self) -> Weights:
        """theta - theta_0, one array a layer, in the shape of its weights."""
        return {
            layer: moved.reshape(self._weights[layer].shape) for layer, moved in self._moved.items()
        }

    def _residual(self) -> Floats:
        pushed = sum(self._jacobian[layer] @ moved for layer, moved in self._moved.items())
        return np.asarray(self._start + pushed, dtype=np.float64)
