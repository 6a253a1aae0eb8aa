"""Word: uniform."""

from __future__ import annotations

import math
from typing import ClassVar, Literal

from earlyspec.vocabulary._ops import Array, Draws, Ops
from earlyspec.vocabulary.distributions._independent import IndependentEntries


class Uniform(IndependentEntries):
    """Inputs from a cube.

    x = Sigma^(1/2) xbar, entries of xbar independent and uniform on [-sqrt(3), sqrt(3)], which has
    variance 1.

    Source: hu2020, Assumption 3.1.
    """

    tail: ClassVar[Literal["bounded"]] = "bounded"

    def entries(self, ops: Ops, draws: Draws, shape: tuple[int, int], name: str) -> Array:
        return math.sqrt(3) * (2.0 * draws.uniform(f"{name}/u", shape) - 1.0)


KIND = Uniform
