"""Word: signs."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.vocabulary._base import Initialisation
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Signs(Initialisation):
    """Gaussian neurons with random signs, all independent: the network starts as a random function.

    w_1, ..., w_m ~ N(0, I), v_1, ..., v_m = +-1 with probability 1/2 each, all independent. The
    output at step 0 is not zero; E f(x)^2 = E phi(g)^2 for |x|^2 = d.

    Source: lecture12, setting of Theorem 1 (Du et al. 2018, Section 3).
    """

    zero_output: ClassVar[bool] = False
    follows_law: ClassVar[bool] = True

    def weights(self, ops: Ops, draws: Draws, width: int, dim: int) -> tuple[Array, Array]:
        return draws.normal("init/W", (width, dim)), draws.signs("init/v", (width,))


KIND = Signs
