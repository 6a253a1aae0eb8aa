"""Word: file."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.vocabulary._base import Initialisation
from earlyspec.vocabulary._ops import Array, Draws, Ops


class File(Initialisation):
    """Initial weights from a file, the same for every seed.

    Arrays of an .npz file: W, (m, d), and v, (m,), in NTK parametrisation. Nothing is known of
    their law, nor of the output at step 0.

    Source: ours.
    """

    zero_output: ClassVar[bool] = False
    follows_law: ClassVar[bool] = False

    path: str
    """The .npz file, relative to the spec."""
    first: str = "W"
    """The array of first-layer weights."""
    second: str = "v"
    """The array of second-layer weights."""

    def weights(self, ops: Ops, draws: Draws, width: int, dim: int) -> tuple[Array, Array]:
        """W, (m, d), and v, (m,), in NTK parametrisation.

        Raises: ValueError if the arrays have other shapes.
        """
        w = ops.asarray(draws.file(self.path, self.first))
        v = ops.asarray(draws.file(self.path, self.second))
        found, needed = (tuple(w.shape), tuple(v.shape)), ((width, dim), (width,))
        if found != needed:
            raise ValueError(f"weights in {self.path} are {found}, not {needed}")
        return w, v

    def files(self) -> tuple[tuple[str, str], ...]:
        return ((self.path, self.first), (self.path, self.second))


KIND = File
