"""Word: polynomial."""

from __future__ import annotations

from typing import Annotated

from earlyspec.fields import ListOf, Quantity
from earlyspec.vocabulary._base import Label, Real
from earlyspec.vocabulary._ops import Array, Draws, Ops
from earlyspec.vocabulary.labels._directions import direction


class Polynomial(Label):
    """Labels that are a polynomial of the input along one direction, and a product of two.

    y = c_0 + c_1 p + c_2 p^2 + ... + cross p q, with p = u . x and q = w . x for two independent
    unit vectors u and w, drawn once and shared by both splits.

    Source: ours.
    """

    coefficients: Annotated[tuple[float, ...], ListOf(Quantity())]
    """c_0, c_1, c_2, ..."""
    cross: Real = 0.0
    """Coefficient of p q."""

    def rule_bound(self) -> float | None:
        unbounded = self.cross != 0 or any(c != 0 for c in self.coefficients[1:])
        return None if unbounded else abs(self.coefficients[0])

    def rule(self, ops: Ops, draws: Draws, x: Array, split: str) -> Array:
        d = x.shape[1]
        p = x @ direction(ops, draws, "labels/polynomial/u", d)
        y = 0.0 * p
        for c in reversed(self.coefficients):  # Horner's rule
            y = y * p + c
        if self.cross != 0:
            y = y + self.cross * p * (x @ direction(ops, draws, "labels/polynomial/w", d))
        return y


KIND = Polynomial
