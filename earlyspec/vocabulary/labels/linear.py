"""Word: linear."""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic_core import PydanticCustomError

from earlyspec.fields import ListOf, Quantity
from earlyspec.vocabulary._base import Count, Label, Positive
from earlyspec.vocabulary._ops import Array, Draws, Ops
from earlyspec.vocabulary.labels._directions import direction


class Linear(Label):
    """Labels that are linear in the inputs: the linear model could learn them perfectly.

    y = beta . x; unless beta is given, a unit vector drawn once, uniform on the sphere. With
    `nonzero: k` it is sparse: its first k coefficients are 1 / sqrt(k), all others 0.

    Source: hu2020, Section 3 (what early training learns); woodworth2020, Figure 1 (sparse).
    """

    beta: Annotated[tuple[float, ...], ListOf(Quantity())] | None = None
    """The coefficients, d of them; a random unit vector if left out."""
    nonzero: Count | None = None
    """How many coefficients are not 0, in place of `beta`."""
    norm: Positive = 1.0
    """|beta|, where `beta` is not given."""

    def _validated(self, _: Any) -> None:
        if self.beta is not None and (self.nonzero is not None or self.norm != 1.0):
            why = "`beta` says all of the coefficients: drop `nonzero` and `norm`"
            raise PydanticCustomError("coefficients", "{why}", {"why": why})

    def rule_bound(self) -> float | None:
        return None

    def made_for(self) -> int | None:
        return None if self.beta is None else len(self.beta)

    def least_dim(self) -> int:
        return self.nonzero or 1

    def rule(self, ops: Ops, draws: Draws, x: Array, split: str) -> Array:
        """Labels of the rows of x, (n, d) -> (n,).

        Raises: ValueError if `beta` or `nonzero` and x disagree on d.
        """
        d = x.shape[1]
        if self.nonzero is not None:
            if self.nonzero > d:
                raise ValueError(f"{self.nonzero} coefficients are not 0, inputs have {d}")
            return self.norm / math.sqrt(self.nonzero) * ops.sum(x[:, : self.nonzero], axis=1)
        if self.beta is None:
            return self.norm * (x @ direction(ops, draws, "labels/linear/beta", d))
        if len(self.beta) != d:
            raise ValueError(f"beta has {len(self.beta)} coefficients, inputs have {d}")
        return x @ ops.asarray(list(self.beta))


KIND = Linear
