"""Theorem 2, second half: how large alpha must be for the kernel regime."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from earlyspec.fields import Quantity
from earlyspec.theorems import _base as th
from earlyspec.theorems.woodworth2020._least_norm import LeastNorm


class Theorem2Kernel(LeastNorm):
    """A large enough start ends within a share eps of the least squared Euclidean norm.

    Statement: for alpha >= sqrt(2 (1 + eps) (1 + 2 / eps) m2), m2 the least Euclidean norm of an
        interpolant, the limit of gradient flow on a diagonal network of depth 2 has
        ||beta||_2^2 <= (1 + eps) m2^2.
    Reading: restored from memory; its constants were proved again. It is of squared norms, where
        the first half is of norms. m2 is that of least squares. `sharp` asks only for
        alpha^2 >= (1 + eps) m2 / sqrt(48 eps), which is enough and ours.
    """

    identifier: ClassVar[str] = "woodworth2020/theorem-2-kernel"
    other: ClassVar[tuple[str, str]] = ("minimum-l1", "least L1 norm")

    eps: Annotated[float, Quantity(above=0.0)] = 0.1
    """eps, the share by which the squared Euclidean norm may exceed the least."""
    sharp: bool = False
    """Whether our weaker hypothesis stands in the place of the paper's."""

    def _threshold(self, c: th.Cell) -> Iterator[th.Condition]:
        fields: dict[str, Any] = {} if self.eps == 0.1 else {"eps": self.eps}
        bound = "(1+eps) m2 / sqrt(48 eps)" if self.sharp else "2 (1+eps) (1+2/eps) m2"
        yield th.Measured(
            "alpha",
            "architecture",
            f"log( {bound} ) / 2 - log alpha <= 0",
            th.Series(
                th.measurement(
                    "kernel-threshold", **fields, **({"sharp": True} if self.sharp else {})
                ),
                "once",
            ),
            "<=",
            0.0,
        )

    def _norm(self, **fields: str) -> th.Bound:
        return th.Bound(
            "norm",
            "||beta||_2^2 / m2^2 - 1 <= eps at the end",
            th.Series(th.measurement("norm-excess", norm="l2-squared", **fields), "last"),
            self.eps,
        )


KIND = Theorem2Kernel
