"""Word: norm of submatrices."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _matrices as mx
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class SubmatrixNorm(Measurement):
    """The largest norm of a submatrix over that of its matrix, among some random ones.

    max ||A'|| / ||A|| in spectral norm: A of up to 32 rows, made of products of the seed's inputs
    and a reflection; A' its rows, its columns and both, halved; 0 for fewer than four inputs.

    Source: hu2020, Lemma B.1.
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        k = mx.rows(at)
        if k < 2:
            return ops.asarray(0.0)
        x, z = mx.halves(at, k)
        half = k // 2
        ratios = []
        for a in (x @ z.T, x @ x.T, mx.reflection(ops, x)):
            parts = (a[:half], a[:, half:], a[::2], a[:half, half:], a[::2, ::2])
            ratios += [mx.spectral(ops, part) / mx.spectral(ops, a) for part in parts]
        return ops.max(ops.stack(ratios))


KIND = SubmatrixNorm
