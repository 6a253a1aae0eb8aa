"""Word: zero."""

from __future__ import annotations

from earlyspec.vocabulary._base import LinearModel, Positive
from earlyspec.vocabulary._ops import Array, Ops


class Zero(LinearModel):
    """The model that learns nothing: f = 0 at every step.

    One feature, which is 0. A claim that holds for it as well says nothing about what was learned.

    Source: ours.
    """

    eta: Positive = 1.0
    """Step of its gradient descent; no step moves it."""

    def features(self, ops: Ops, x: Array, trace_square: Array) -> Array:
        return ops.zeros((x.shape[0], 1))

    def step(self) -> float:
        return self.eta


KIND = Zero
