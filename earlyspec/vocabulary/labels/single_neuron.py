"""Word: single neuron."""

from __future__ import annotations

import math
from functools import cache
from typing import cast

from earlyspec.mathematics.harmonics import coefficients, dimension, power
from earlyspec.vocabulary._base import Activation, AnyActivation, Label
from earlyspec.vocabulary._ops import Array, Draws, Ops, ScalarOps
from earlyspec.vocabulary.activations.relu import Relu
from earlyspec.vocabulary.labels._directions import direction

_SCALARS = cast(Ops, ScalarOps)
_DEGREES = 6  # of a function of infinitely many; the power beyond them is known by difference


class SingleNeuron(Label):
    """Labels by a single neuron: one direction matters, and not linearly.

    y = phi(u . x), u a unit vector, uniform on the sphere, drawn once and shared by both splits.

    Source: ours.
    """

    activation: AnyActivation = Relu()
    """phi."""

    def rule_bound(self) -> float | None:
        return self.activation.value_bound

    def degree_powers(self, dim: int) -> tuple[float, ...]:
        return _powers(self.activation, dim)

    def rule(self, ops: Ops, draws: Draws, x: Array, split: str) -> Array:
        u = direction(ops, draws, "labels/single-neuron/u", x.shape[1])
        return self.activation.value(ops, x @ u)


@cache
def _powers(phi: Activation, d: int) -> tuple[float, ...]:
    """Of phi(sqrt(d) t), t = <u, x> / sqrt(d), by quadrature."""

    def neuron(t: float) -> float:
        return float(phi.value(_SCALARS, math.sqrt(d) * t))

    found = coefficients(d, neuron, _DEGREES)
    seen = [dimension(d, k) * c * c for k, c in enumerate(found)]
    return (*seen, max(power(d, neuron) - math.fsum(seen), 0.0))


KIND = SingleNeuron
