"""Word: gaussian."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.vocabulary._base import Initialisation
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Gaussian(Initialisation):
    """All weights standard Gaussian, as in practice: the network starts as a random function.

    Entries of W and v independent N(0, 1), and so in networks of any depth. The output at step 0
    is not zero.

    Source: hu2020, Section 3 (the convention that its symmetric initialisation replaces).
    """

    zero_output: ClassVar[bool] = False
    follows_law: ClassVar[bool] = False
    any_depth: ClassVar[bool] = True

    def weights(self, ops: Ops, draws: Draws, width: int, dim: int) -> tuple[Array, Array]:
        return draws.normal("init/W", (width, dim)), draws.normal("init/v", (width,))


KIND = Gaussian
