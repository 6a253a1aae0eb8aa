"""Word: gaussian."""

from __future__ import annotations

from typing import ClassVar, Literal

from earlyspec.vocabulary._ops import Array, Draws, Ops
from earlyspec.vocabulary.distributions._independent import IndependentEntries


class Gaussian(IndependentEntries):
    """Gaussian inputs, the law that the theorems have in mind first.

    x ~ N(0, Sigma), Tr Sigma = d.

    Source: hu2020, Assumption 3.1.
    """

    tail: ClassVar[Literal["subgaussian"]] = "subgaussian"

    def entries(self, ops: Ops, draws: Draws, shape: tuple[int, int], name: str) -> Array:
        return draws.normal(f"{name}/z", shape)


KIND = Gaussian
