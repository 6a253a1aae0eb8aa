"""Networks of any depth and their gradients, by hand: patches, a linear map, phi, and so on."""

from __future__ import annotations

from itertools import product
from math import prod, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from earlyspec.vocabulary._base import Activation
from earlyspec.vocabulary._images import Image
from earlyspec_reference.draws import Floats
from earlyspec_reference.network import Weights
from earlyspec_reference.ops import OPS

Indices = NDArray[np.intp]


def seen_positions(image: Image) -> Indices:
    """The positions that the filter sees from each position, (positions, prod(filters)).

    Position (i, j) is number i width + j; a filter sees (i + a, j + b), modulo the sides.
    """
    return np.array(
        [
            [
                np.ravel_multi_index(
                    tuple((k + o) % s for k, o, s in zip(at, offset, image.sides, strict=True)),
                    image.sides,
                )
                for offset in product(*map(range, image.filters))
            ]
            for at in product(*map(range, image.sides))
        ],
        dtype=np.intp,
    )


class Pass(NamedTuple):
    """A forward pass.

    Attributes:
      seen: what each hidden layer sees, (n, positions, fan-in).
      before: its pre-activations, (n, positions, neurons).
      last: what the readout sees, (n, positions * neurons).
    """

    seen: list[Floats]
    before: list[Floats]
    last: Floats


class Chain:
    """h_l[k] = phi(W_l patch_k(h_(l-1)) / sqrt(fan-in)), f = v . h_L / sqrt(fan-in).

    A fully connected network is one position with d colours, which a filter sees whole.
    """

    def __init__(self, layers: tuple[str, ...], activation: Activation, image: Image) -> None:
        *self._hidden, self._readout = layers
        self._activation = activation
        self._colours = image.colours
        self._positions = prod(image.sides)
        self._seen = seen_positions(image)

    def outputs(self, weights: Weights, x: Floats) -> Floats:
        """The network on rows of inputs, (n, d) -> (n,)."""
        v = weights[self._readout]
        return self._forward(weights, x).last @ v / sqrt(len(v))

    def pullback(self, weights: Weights, x: Floats, r: Floats) -> Weights:
        """Sum_i r_i grad f(x_i), one array a layer, in the shape of the layer's weights."""
        at = self._forward(weights, x)
        found = {self._readout: at.last.T @ r / sqrt(at.last.shape[1])}
        for layer, seen, back in self._backward(weights, at, r):
            found[layer] = np.einsum("nkm,nks->ms", back, seen) / sqrt(seen.shape[2])
        return found

    def jacobian(self, weights: Weights, x: Floats) -> Weights:
        """grad f(x_i) in row i, one array a layer, (n, parameters)."""
        at, n = self._forward(weights, x), len(x)
        found = {self._readout: at.last / sqrt(at.last.shape[1])}
        for layer, seen, back in self._backward(weights, at, np.ones(n)):
            rows = np.einsum("nkm,nks->nms", back, seen) / sqrt(seen.shape[2])
            found[layer] = rows.reshape(n, -1)
        return {layer: found[layer] for layer in (*self._hidden, self._readout)}

    def _forward(self, weights: Weights, x: Floats) -> Pass:
        n = len(x)
        h = x.reshape(n, self._positions, self._colours)
        at = Pass([], [], h)
        for layer in self._hidden:
            w = weights[layer]  # (neurons, fan-in)
            seen = h[:, self._seen, :].reshape(n, self._positions, -1)
            z = seen @ w.T / sqrt(w.shape[1])
            h = np.asarray(self._activation.value(OPS, z), dtype=np.float64)
            at.seen.append(seen)
            at.before.append(z)
        return at._replace(last=h.reshape(n, -1))

    def _backward(self, weights: Weights, at: Pass, r: Floats) -> list[tuple[str, Floats, Floats]]:
        """(layer, what it sees, r_i times the derivative of f(x_i) in its z), the last one first.

        The derivative in what a layer sees goes back to each position that it was taken from.
        """
        v, n = weights[self._readout], len(r)
        found = []
        in_h = (r[:, None] * v[None, :] / sqrt(len(v))).reshape(n, self._positions, -1)
        for k in reversed(range(len(self._hidden))):
            layer, z = self._hidden[k], at.before[k]
            back = in_h * np.asarray(self._activation.slope(OPS, z), dtype=np.float64)
            found.append((layer, at.seen[k], back))
            if k:
                w = weights[layer]
                in_seen = (back @ w / sqrt(w.shape[1])).reshape(n, *self._seen.shape, -1)
                in_h = np.zeros_like(at.before[k - 1])
                for j in range(self._seen.shape[1]):  # an offset sees each position once
                    in_h[:, self._seen[:, j]] += in_seen[:, :, j]
        return found
