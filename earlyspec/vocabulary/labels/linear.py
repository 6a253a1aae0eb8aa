"""Word: linear."""

from __future__ import annotations

from typing import Annotated

from earlyspec.fields import ListOf, Quantity
from earlyspec.vocabulary._base import Label
from earlyspec.vocabulary._ops import Array, Draws, Ops
from earlyspec.vocabulary.labels._directions import direction


class Linear(Label):
    """Labels that are linear in the inputs: the linear model could learn them perfectly.

    y = beta . x; unless beta is given, a unit vector drawn once, uniform on the sphere.

    Source: hu2020, Section 3 (what early training learns).
    """

    beta: Annotated[tuple[float, ...], ListOf(Quantity())] | None = None
    """The coefficients, d of them; a random unit vector if left out."""

    def rule_bound(self) -> float | None:
        return None

    def made_for(self) -> int | None:
        return None if self.beta is None else len(self.beta)

    def rule(self, ops: Ops, draws: Draws, x: Array, split: str) -> Array:
        """Labels of the rows of x, (n, d) -> (n,).

        Raises: ValueError if `beta` and x disagree on d.
        """
        d = x.shape[1]
        if self.beta is None:
            return x @ direction(ops, draws, "labels/linear/beta", d)
        if len(self.beta) != d:
            raise ValueError(f"beta has {len(self.beta)} coefficients, inputs have {d}")
        return x @ ops.asarray(list(self.beta))


KIND = Linear
