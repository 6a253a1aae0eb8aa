"""A single neuron and its gradient, by hand."""

from __future__ import annotations

import numpy as np

from earlyspec.vocabulary._base import Activation
from earlyspec_reference.draws import Floats
from earlyspec_reference.network import Weights
from earlyspec_reference.ops import OPS


class SingleNeuron:
    """f(x) = phi(w . x), w (d,)."""

    def __init__(self, layers: tuple[str, ...], activation: Activation) -> None:
        (self._layer,) = layers
        self._activation = activation

    def outputs(self, weights: Weights, x: Floats) -> Floats:
        """The network on rows of inputs, (n, d) -> (n,)."""
        z = x @ weights[self._layer]
        return np.asarray(self._activation.value(OPS, z), dtype=np.float64)

    def pullback(self, weights: Weights, x: Floats, r: Floats) -> Weights:
        """Sum_i r_i phi'(w . x_i) x_i, (d,)."""
        return {self._layer: self.jacobian(weights, x)[self._layer].T @ r}

    def jacobian(self, weights: Weights, x: Floats) -> Weights:
        """phi'(w . x_i) x_i in row i, (n, d)."""
        slopes = np.asarray(self._activation.slope(OPS, x @ weights[self._layer]))
        return {self._layer: slopes[:, None] * x}
