"""Word: subtract."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.vocabulary._base import Initialisation
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Subtract(Initialisation):
    """All neurons independent, and the initial output subtracted from the network's.

    w_1, ..., w_m ~ N(0, I), v_1, ..., v_m = +-1 with probability 1/2 each, all independent. The
    model is f_t(x) - f_0(x), zero at step 0. In the kinds `fully-connected` and `convolutional` all
    weights, the readout's too, are independent N(0, 1).

    Source: hu2020, Section 3 (equivalent to its symmetric initialisation, eq 3).
    """

    zero_output: ClassVar[bool] = True
    subtracts: ClassVar[bool] = True
    follows_law: ClassVar[bool] = True
    any_depth: ClassVar[bool] = True

    def weights(self, ops: Ops, draws: Draws, width: int, dim: int) -> tuple[Array, Array]:
        return draws.normal("init/W", (width, dim)), draws.signs("init/v", (width,))


KIND = Subtract
