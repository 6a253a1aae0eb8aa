"""Word: laplace."""

from __future__ import annotations

import math
from typing import ClassVar, Literal

from earlyspec.vocabulary._ops import Array, Draws, Ops
from earlyspec.vocabulary.distributions._independent import IndependentEntries


class Laplace(IndependentEntries):
    """Inputs with exponential tails: every moment exists, yet the entries are not subgaussian.

    x = Sigma^(1/2) xbar, entries of xbar independent with density exp(-sqrt(2) |z|) / sqrt(2),
    which has variance 1.

    Source: hu2020, Assumption 3.1 (a law that it excludes as written).
    """

    tail: ClassVar[Literal["subexponential"]] = "subexponential"

    def entries(self, ops: Ops, draws: Draws, shape: tuple[int, int], name: str) -> Array:
        size = -ops.log1p(-draws.uniform(f"{name}/u", shape))  # exponential; finite, as u < 1
        return draws.signs(f"{name}/signs", shape) * size / math.sqrt(2)


KIND = Laplace
