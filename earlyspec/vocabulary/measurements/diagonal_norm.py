"""Word: norm of a diagonal."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary import _matrices as mx
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class DiagonalNorm(Measurement):
    """The largest norm of a diagonal, or of what is left without it, over that of its matrix.

    max ||diag(A)|| / ||A||, or max ||A - diag(A)|| / ||A||, in spectral norm, over square A of up
    to 32 rows: products of the seed's inputs, and a reflection; 0 for fewer than four inputs.

    Source: hu2020, Lemma B.2.
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False

    part: Literal["diagonal", "rest"] = "diagonal"
    """Which part of the matrix."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        k = mx.rows(at)
        if k < 2:
            return ops.asarray(0.0)
        x, z = mx.halves(at, k)
        ratios = []
        for a in (x @ z.T, x @ x.T, mx.reflection(ops, x)):
            diagonal = a * mx.identity(ops, k)
            part = diagonal if self.part == "diagonal" else a - diagonal
            ratios.append(mx.spectral(ops, part) / mx.spectral(ops, a))
        return ops.max(ops.stack(ratios))


KIND = DiagonalNorm
