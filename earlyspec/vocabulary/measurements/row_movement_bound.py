"""Word: bound on the movement of a neuron."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary import _first_layer as fl
from earlyspec.vocabulary._base import Measurement, Positive
from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary._prices import Kernels

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class RowMovementBound(Measurement):
    """How far no neuron can move while the kernel keeps half of its floor.

    R' = 2 sqrt(n) ||u(0) - y|| / (lambda_0 sqrt(m)); `inputs` has ||X|| / sqrt(d) in the place of
    sqrt(n), for inputs at angles to each other. `certificate` is
    (||X|| / sqrt(d)) ||u(0) - y|| (1 - exp(-lambda t)) / (lambda sqrt(m)) for a rate lambda that
    has been certified. For a first layer that trains alone, and v = +-1.

    Source: lecture12, Lemma 5; `inputs` and `certificate` are ours.
    """

    unit: ClassVar[str] = "weight"
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    kernels: ClassVar[Kernels | None] = Kernels(1, "record", whole=True)

    form: Literal["count", "inputs", "certificate"] = "count"
    """The bound."""
    rate: Positive | None = None
    """lambda, the certified rate; lambda_0 / 2 if it is not given."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        reach = fl.first_residual(ops, at) / math.sqrt(at.cell.m)
        rate = self.rate if self.rate is not None else fl.lambda_0(ops, at) / 2
        if self.form == "count":
            return math.sqrt(at.cell.n) * reach / rate
        if self.form == "inputs":
            return fl.input_norm(ops, at) * reach / rate
        return fl.input_norm(ops, at) * reach * -ops.expm1(-rate * fl.time(at)) / rate


KIND = RowMovementBound
