"""Theorem 2, first half: how small alpha must be for the rich regime."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from earlyspec.fields import Quantity
from earlyspec.theorems import _base as th
from earlyspec.theorems.woodworth2020._least_norm import LeastNorm, certified


class Theorem2Rich(LeastNorm):
    """A small enough start ends within a share eps of the least L1 norm.

    Statement: for 0 < eps < d and
        alpha <= min{ (2 (1 + eps) m1)^(-(2 + eps) / (2 eps)), exp(-d / (eps m1)) },
        m1 the least L1 norm of an interpolant, the limit of gradient flow on a diagonal network of
        depth 2 has ||beta||_1 <= (1 + eps) m1.
    Reading: restored from memory; its constants were proved again. m1 is that of a linear programme
        and is certified by its dual; logarithms are compared, since the bounds underflow. The
        bound has the units of beta: scaling the labels moves it. It is far from tight.
    """

    identifier: ClassVar[str] = "woodworth2020/theorem-2-rich"
    other: ClassVar[tuple[str, str]] = ("minimum-l2", "least Euclidean norm")

    eps: Annotated[float, Quantity(above=0.0)] = 0.1
    """eps, the share by which the L1 norm may exceed the least."""

    def _threshold(self, c: th.Cell) -> Iterator[th.Condition]:
        yield th.Structural("eps", "claims", "0 < eps < d", self.eps < c.d, f"eps = {self.eps:g}")
        fields = {} if self.eps == 0.1 else {"eps": self.eps}
        yield th.Measured(
            "alpha",
            "architecture",
            "log alpha - min{ -(2+eps)/(2 eps) log(2 (1+eps) m1), -d/(eps m1) } <= 0",
            th.Series(th.measurement("rich-threshold", **fields), "once"),
            "<=",
            0.0,
        )
        yield certified()

    def _norm(self, **fields: str) -> th.Bound:
        return th.Bound(
            "norm",
            "||beta||_1 / m1 - 1 <= eps at the end",
            th.Series(th.measurement("norm-excess", **fields), "last"),
            self.eps,
        )


KIND = Theorem2Rich
