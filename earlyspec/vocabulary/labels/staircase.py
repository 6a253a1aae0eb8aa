"""Word: staircase of degrees."""

from __future__ import annotations

import math
from typing import Annotated

from earlyspec.fields import ListOf, Quantity
from earlyspec.mathematics.harmonics import dimension, polynomials
from earlyspec.vocabulary._base import Label
from earlyspec.vocabulary._ops import Array, Draws, Ops
from earlyspec.vocabulary.labels._directions import direction


class Staircase(Label):
    """Labels with a given power in each degree: what a kernel learns one step at a time.

    y = sum_k sqrt(p_k N(d, k)) P_k(v_k . x / |x|), with P_k the orthogonal polynomials of the
    sphere in R^d, P_k(1) = 1, N(d, k) how many harmonics of degree k there are, and independent
    unit vectors v_k, drawn once and shared by both splits. For x uniform on a sphere,
    the part of degree k has the mean square p_k exactly.

    Source: lecture11, Theorem 1; the construction is ours.
    """

    powers: Annotated[tuple[float, ...], ListOf(Quantity(minimum=0.0, maximum=1e6))]
    """p_0, p_1, p_2, ..., the power of each degree."""

    def rule_bound(self) -> float | None:
        return None if any(self.powers[1:]) else math.sqrt(self.powers[0])

    def degree_powers(self, dim: int) -> tuple[float, ...]:
        return self.powers

    def rule(self, ops: Ops, draws: Draws, x: Array, split: str) -> Array:
        d = x.shape[1]
        length = ops.sqrt(ops.sum(x * x, axis=1))
        y = math.sqrt(self.powers[0]) + 0.0 * length
        for k, power in enumerate(self.powers):
            if k and power:
                v = direction(ops, draws, f"labels/staircase/v-{k}", d)
                height = math.sqrt(power * dimension(d, k))
                y = y + height * polynomials(d, (x @ v) / length, k)[k]
        return y


KIND = Staircase
