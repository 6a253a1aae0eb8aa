"""Word: single neuron."""

from __future__ import annotations

from earlyspec.vocabulary._base import AnyActivation, Label
from earlyspec.vocabulary._ops import Array, Draws, Ops
from earlyspec.vocabulary.activations.relu import Relu
from earlyspec.vocabulary.labels._directions import direction


class SingleNeuron(Label):
    """Labels by a single neuron: one direction matters, and not linearly.

    y = phi(u . x), u a unit vector, uniform on the sphere, drawn once and shared by both splits.

    Source: ours.
    """

    activation: AnyActivation = Relu()
    """phi."""

    def rule_bound(self) -> float | None:
        return self.activation.value_bound

    def rule(self, ops: Ops, draws: Draws, x: Array, split: str) -> Array:
        u = direction(ops, draws, "labels/single-neuron/u", x.shape[1])
        return self.activation.value(ops, x @ u)


KIND = SingleNeuron
