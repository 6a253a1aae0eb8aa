"""Word: symmetric."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.vocabulary._base import Initialisation
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Symmetric(Initialisation):
    """Every neuron has a twin of opposite sign, so that the network starts at zero.

    w_1, ..., w_(m/2) ~ N(0, I), v_1, ..., v_(m/2) = +-1 with probability 1/2 each, all independent;
    w_(r + m/2) = w_r and v_(r + m/2) = -v_r. Takes an even width. Half of the neurons are
    independent, so errors of order 1/m are those of width m/2.

    Source: hu2020, eq 3.
    """

    zero_output: ClassVar[bool] = True
    follows_law: ClassVar[bool] = True
    mirrors: ClassVar[bool] = True

    def weights(self, ops: Ops, draws: Draws, width: int, dim: int) -> tuple[Array, Array]:
        """W, (m, d), and v, (m,), in NTK parametrisation.

        Raises: ValueError if the width is odd.
        """
        if width % 2:
            raise ValueError(f"a symmetric network has an even width, not {width}")
        w = draws.normal("init/W", (width // 2, dim))
        v = draws.signs("init/v", (width // 2,))
        return ops.concatenate([w, w]), ops.concatenate([v, -v])


KIND = Symmetric
