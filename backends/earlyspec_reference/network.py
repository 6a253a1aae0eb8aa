"""The two-layer network and its gradients, by hand."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np

from earlyspec.backend import Unsupported
from earlyspec.vocabulary._base import Activation
from earlyspec_reference.draws import Floats
from earlyspec_reference.ops import OPS

Weights = dict[str, Floats]  # layer name -> array


class Model(Protocol):
    """A network with its gradients by hand."""

    def outputs(self, weights: Weights, x: Floats) -> Floats:
        """The network on rows of inputs, (n, d) -> (n,)."""
        ...

    def pullback(self, weights: Weights, x: Floats, r: Floats) -> Weights:
        """Sum_i r_i grad f(x_i), one array a layer, in the shape of the layer's weights."""
        ...

    def jacobian(self, weights: Weights, x: Floats) -> Weights:
        """grad f(x_i) in row i, one array a layer, (n, parameters)."""
        ...


class Untrained:
    """A network that is fitted: it has no weights, and no gradients in them."""

    def outputs(self, weights: Weights, x: Floats) -> Floats:
        """Not from weights.

        Raises: Unsupported, always.
        """
        raise Unsupported("the outputs at some weights, of a model that is fitted")

    def pullback(self, weights: Weights, x: Floats, r: Floats) -> Weights:
        """Nothing, for no layer."""
        return {}

    def jacobian(self, weights: Weights, x: Floats) -> Weights:
        """Nothing, for no layer."""
        return {}


def scales(parametrisation: str, m: int, d: int) -> tuple[float, float]:
    """The factors (a, b) of f(x) = a sum_r v_r phi(b w_r . x) under a parametrisation.

    `ntk` is hu2020, eq 1. `standard` has its factors in the initial weights. `mean-field` averages
    over the neurons.
    """
    return {
        "ntk": (1.0 / math.sqrt(m), 1.0 / math.sqrt(d)),
        "standard": (1.0, 1.0),
        "mean-field": (1.0 / m, 1.0 / math.sqrt(d)),
    }[parametrisation]


class TwoLayer:
    """f(x) = a v . phi(b W x), W (m, d), v (m,); (a, b) as in `scales`."""

    def __init__(
        self, layers: tuple[str, ...], activation: Activation, outer: float, inner: float
    ) -> None:
        self._first, self._second = layers
        self._activation = activation
        self._outer = outer
        self._inner = inner

    def outputs(self, weights: Weights, x: Floats) -> Floats:
        """The network on rows of inputs, (n, d) -> (n,)."""
        z = self._inner * (x @ weights[self._first].T)  # (n, m)
        return self._outer * (self._value(z) @ weights[self._second])

    def pullback(self, weights: Weights, x: Floats, r: Floats) -> Weights:
        """Sum_i r_i grad f(x_i), one array a layer, in the shape of the layer's weights.

        The gradient of (1/(2n)) sum_i r_i^2 is this over n.

        Args:
          weights: W, (m, d), and v, (m,).
          x: inputs, (n, d).
          r: residuals, (n,).
        Source: hu2020, eq 4.
        """
        v = weights[self._second]
        z = self._inner * (x @ weights[self._first].T)  # (n, m)
        back = r[:, None] * self._slope(z) * v[None, :]  # (n, m)
        return {
            self._first: self._outer * self._inner * (back.T @ x),  # (m, d)
            self._second: self._outer * (self._value(z).T @ r),  # (m,)
        }

    def jacobian(self, weights: Weights, x: Floats) -> Weights:
        """Gradients of every output by layer, (n, parameters of the layer) each.

        Source: hu2020, eqs 15 and 16.
        """
        v = weights[self._second]
        z = self._inner * (x @ weights[self._first].T)  # (n, m)
        slopes = self._slope(z) * v[None, :]  # (n, m)
        first = self._outer * self._inner * slopes[:, :, None] * x[:, None, :]  # (n, m, d)
        return {self._first: first.reshape(len(x), -1), self._second: self._outer * self._value(z)}

    def flips(self, before: Weights, now: Weights, x: Floats) -> Floats:
        """The share of hidden neurons whose sign differs between two weights, (n,)."""
        signs = [x @ weights[self._first].T >= 0 for weights in (before, now)]
        return np.asarray(np.mean(signs[0] != signs[1], axis=1), dtype=np.float64)

    def _value(self, z: Floats) -> Floats:
        return np.asarray(self._activation.value(OPS, z), dtype=np.float64)

    def _slope(self, z: Floats) -> Floats:
        return np.asarray(self._activation.slope(OPS, z), dtype=np.float64)
