"""Word: teacher."""

from __future__ import annotations

import math

from earlyspec.record import Record
from earlyspec.vocabulary._base import AnyActivation, Count, Label
from earlyspec.vocabulary._ops import Array, Draws, Ops


class TeacherNetwork(Record):
    """The network that labels: its width and its activation."""

    width: Count
    """k, the number of its neurons."""
    activation: AnyActivation
    """Its activation phi."""


class Teacher(Label):
    """Labels by another network, small and random: something to learn, but not linear.

    y = k^(-1/2) sum_r a_r phi(w_r . x / sqrt(d)), entries of a and w standard Gaussian, drawn once
    and shared by both splits. `then: sign` makes them classes, as in Figure 1.

    Source: hu2020, Figure 1.
    """

    network: TeacherNetwork
    """The network that labels."""

    def rule_bound(self) -> float | None:
        return None  # a is Gaussian

    def rule(self, ops: Ops, draws: Draws, x: Array, split: str) -> Array:
        k, d = self.network.width, x.shape[1]
        w = draws.normal("labels/teacher/W", (k, d))
        a = draws.normal("labels/teacher/a", (k,))
        hidden = self.network.activation.value(ops, x @ w.T / math.sqrt(d))  # (n, k)
        return hidden @ a / math.sqrt(k)


KIND = Teacher
