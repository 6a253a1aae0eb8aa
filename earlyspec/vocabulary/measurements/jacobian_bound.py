"""Word: jacobian bound."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._rows import rows

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class JacobianBound(Measurement):
    """What the Jacobian of a two-layer network can have moved at most, by how far weights have.

    A bound without constants on ||J(t) - J(0)||, in NTK parametrisation. For the first layer it is
    ||X|| / sqrt(md) times the sum of two terms. One is sup|phi'| ||v - v(0)||. The other is

        max_r |v_r(0)| sup|phi''| max_i ||x_i|| / sqrt(d) ||W - W(0)||    if phi is smooth,
        max_r |v_r(0)| |1 - a| sqrt(max_i N_i)                            if it has a kink,

    N_i being the number of neurons whose sign on x_i has changed. For the second layer the bound is
    sup|phi'| ||X|| ||W - W(0)||_F / sqrt(md); for both, the root of the sum of squares.

    Source: hu2020, Lemmas D.5 and D.12; the constants are ours.
    """

    unit: ClassVar[str] = "target/weight"
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)

    layer: Literal["first", "second", "both"] = "first"
    """The layer whose weights it is taken for."""
    split: Split = "train"
    """The inputs it is taken over."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        if self.layer == "first":
            return self._first(ops, at)
        if self.layer == "second":
            return self._second(ops, at)
        return ops.sqrt(self._first(ops, at) ** 2 + self._second(ops, at) ** 2)

    def _first(self, ops: Ops, at: Snapshot) -> Array:
        phi, d, m = at.cell.network.activation, at.cell.d, at.cell.m
        assert phi is not None, "a two-layer network has an activation"
        largest = ops.max(ops.abs(_initial(at, "second")))
        if phi.curvature_bound is not None:
            longest = ops.sqrt(ops.max(ops.sum(at.inputs(self.split) ** 2, axis=1)))
            spread = _spectral(ops, _moved(at, "first"))
            slopes = phi.curvature_bound * longest / math.sqrt(d) * spread
        else:
            jump = abs(2 - 2 * phi.zeta)  # |1 - a|, since zeta = (1 + a) / 2
            slopes = jump * ops.sqrt(at.largest_flip(self.split) * m)
        turned = phi.slope_bound * norm(ops, _moved(at, "second"))
        return self._inputs(ops, at) / math.sqrt(m * d) * (largest * slopes + turned)

    def _second(self, ops: Ops, at: Snapshot) -> Array:
        phi, d, m = at.cell.network.activation, at.cell.d, at.cell.m
        assert phi is not None, "a two-layer network has an activation"
        moved = norm(ops, _moved(at, "first"))
        return phi.slope_bound * self._inputs(ops, at) * moved / math.sqrt(m * d)

    def _inputs(self, ops: Ops, at: Snapshot) -> Array:
        """||X||."""
        return ops.sqrt(at.gram_norm(self.split) * rows(at.cell, self.split))


def _unit(at: Snapshot, layer: str) -> float:
    """A weight in NTK parametrisation over the same in the architecture's own."""
    network = at.cell.network
    scale = network.kernel_scale[network.layers.index(layer)]
    return math.sqrt(scale) if network.parametrisation == "standard" else 1.0


def _initial(at: Snapshot, layer: str) -> Array:
    return _unit(at, layer) * at.initial_weights(layer)


def _moved(at: Snapshot, layer: str) -> Array:
    return _unit(at, layer) * (at.weights(layer) - at.initial_weights(layer))


def _spectral(ops: Ops, w: Array) -> Array:
    """||W||, from the smaller of its two Gram matrices."""
    gram = w.T @ w if w.shape[1] <= w.shape[0] else w @ w.T
    values, _ = ops.eigh(gram)
    return ops.sqrt(ops.maximum(values[-1], 0.0 * values[-1]))


KIND = JacobianBound
