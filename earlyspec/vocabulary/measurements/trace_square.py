"""Word: trace square."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _moments
from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class TraceSquare(Measurement):
    """How uneven the covariance of the inputs is: 1 for the identity, up to d.

    The unbiased estimate ( ||X^T X||_F^2 - sum_i ||x_i||^4 ) / (n (n - 1) d) of Tr[Sigma^2] / d,
    which sets the bias feature of the linear model.

    Source: hu2020, Section 3.1, defines nu; the estimator is ours.
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False

    split: Split = "train"
    """The inputs it is taken over."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return _moments.trace_square(ops, at.inputs(self.split))


KIND = TraceSquare
