"""Word: norm excess."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from earlyspec.vocabulary import _diagonal
from earlyspec.vocabulary._base import Measurement
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class NormExcess(Measurement):
    """By what share a norm of a diagonal network's coefficients exceeds the least there is.

    ||beta(t)||_1 / ||b1||_1 - 1 with b1 the interpolant of least L1 norm, or ||beta(t)||_2^2 /
    ||b2||_2^2 - 1 with b2 that of least Euclidean norm: the latter is of squares, as in the paper.
    Before the data are interpolated it may be negative.

    Source: woodworth2020, Theorem 2.
    """

    unit: ClassVar[str] = "1"
    architectures: ClassVar[tuple[str, ...]] = _diagonal.KINDS

    norm: Literal["l1", "l2-squared"] = "l1"
    """The norm, and with it the interpolant it is held against."""
    of: str = "network"
    """`network`, or a fitted model whose coefficients are taken in its place."""

    ratio: bool = False
    """Whether it is the ratio itself, from which 1 is not taken."""

    def references(self) -> tuple[str, ...]:
        least = "minimum-l1" if self.norm == "l1" else "minimum-l2"
        return (least,) if self.of == "network" else (least, self.of)

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        own, dim = self.of == "network", at.cell.d
        beta = _diagonal.coefficients(at) if own else at.reference_parameters(self.of)[:dim]
        b = at.reference_parameters(self.references()[0])[:dim]
        norms = [ops.sum(ops.abs(v)) if self.norm == "l1" else ops.sum(v * v) for v in (beta, b)]
        return _diagonal.ratio(ops, norms[0] - (0.0 if self.ratio else norms[1]), norms[1])


KIND = NormExcess
