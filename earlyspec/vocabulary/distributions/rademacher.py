"""Word: rademacher."""

from __future__ import annotations

from typing import ClassVar, Literal

from earlyspec.vocabulary._ops import Array, Draws, Ops
from earlyspec.vocabulary.distributions._independent import IndependentEntries


class Rademacher(IndependentEntries):
    """Random signs: the corners of a cube, all at the same distance from the origin.

    x = Sigma^(1/2) xbar, entries of xbar independent, -1 or 1 with probability 1/2 each. With
    Sigma = I, ||x||^2 = d exactly and the norm-dependent feature is constant.

    Source: hu2020, Assumption 3.1; Proposition 4.1.
    """

    tail: ClassVar[Literal["bounded"]] = "bounded"

    def entries(self, ops: Ops, draws: Draws, shape: tuple[int, int], name: str) -> Array:
        return draws.signs(f"{name}/signs", shape)


KIND = Rademacher
