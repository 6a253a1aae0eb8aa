"""Word: least norm certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary import _diagonal
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class LeastNormCertificate(Measurement):
    """The most by which the fitted interpolant of least L1 norm may miss the least, as a share.

    (|b|_1 - <u, b>) / |b|_1 + ||X b - y|| / ||y|| with u = X^T nu, |u| <= 1: where b interpolates,
    <u, b> is by duality below the L1 norm of every interpolant.

    Source: woodworth2020, Theorem 2; the certificate is that of linear programming.
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False
    architectures: ClassVar[tuple[str, ...]] = _diagonal.KINDS

    def references(self) -> tuple[str, ...]:
        return ("minimum-l1",)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        found = at.reference_parameters("minimum-l1")
        b, u = found[: at.cell.d], found[at.cell.d :]
        size = ops.sum(ops.abs(b))
        y = at.labels("train")
        left = norm(ops, at.reference("minimum-l1", "train") - y)
        missing = _diagonal.ratio(ops, left, norm(ops, y))
        return _diagonal.ratio(ops, size - ops.sum(u * b), size) + missing


KIND = LeastNormCertificate
