"""Word: norm of entrywise products."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary import _matrices as mx
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class SchurNorm(Measurement):
    """The largest eigenvalue of an entrywise product, over what bounds it, among random pairs.

    max lambda_max(A o B) / (lambda_max(A) max_i B_ii) over positive semidefinite A and B of up to
    32 rows, Gram matrices of the seed's inputs and one that is nearly diagonal; 0 for fewer than
    four inputs.

    Source: hu2020, Lemma B.3.
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False

    against: Literal["largest", "mean"] = "largest"
    """The largest entry of the diagonal of B, or their mean: a lie to test against."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        k = mx.rows(at)
        if k < 2:
            return ops.asarray(0.0)
        x, z = mx.halves(at, k)
        a, b = x @ x.T, z @ z.T
        near_diagonal = a + k * ops.max(a * mx.identity(ops, k)) * mx.identity(ops, k)
        ratios = []
        for left, right in ((a, b), (b, a), (near_diagonal, b)):
            diagonal = ops.sum(right * mx.identity(ops, k), axis=1)
            bound = ops.max(diagonal) if self.against == "largest" else ops.mean(diagonal)
            ratios.append(mx.largest(ops, left * right) / (mx.largest(ops, left) * bound))
        return ops.max(ops.stack(ratios))


KIND = SchurNorm
