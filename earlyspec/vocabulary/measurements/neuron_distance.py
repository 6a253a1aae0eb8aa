"""Word: distance to the neuron."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._neuron import distance, teacher
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class NeuronDistance(Measurement):
    """How far a single neuron is from the one that labelled the data.

    ||w(t) - w*||. w* is read off the training data: where y > 0, noiseless labels of a relu neuron
    are y = w* . x, which determines w* once d of them are independent.

    Source: lecture11, Theorem 4.
    """

    architectures: ClassVar[tuple[str, ...]] = ("single-neuron",)
    unit: ClassVar[str] = "weight"

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return distance(ops, at.weights("first"), teacher(ops, at)[0])


KIND = NeuronDistance
