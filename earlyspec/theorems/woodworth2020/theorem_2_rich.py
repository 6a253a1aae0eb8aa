"""Theorem 2, first half: how small alpha must be for the rich regime."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from earlyspec.fields import Quantity
from earlyspec.theorems import _base as th
from earlyspec.theorems.woodworth2020 import _regime, _setting


class Theorem2Rich(th.Theorem):
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
    source: ClassVar[th.Source] = th.Source("woodworth2020", "Theorem 2")
    architectures: ClassVar[tuple[str, ...]] = ()
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"

    eps: Annotated[float, Quantity(above=0.0)] = 0.1
    """eps, the share by which the L1 norm may exceed the least."""

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The interpolants of least norms."""
        for name in ("minimum-l1", "minimum-l2"):
            yield th.Reference(name, th.Word("reference_models", name))

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """Those of theorem 1, and a small alpha."""
        yield from _setting.conditions(c, 2, 2)
        if not _regime.is_diagonal(c):
            return
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
        yield th.Measured(
            "least-norm",
            "data",
            "m1 is the least L1 norm, by linear-programming duality",
            th.Series(th.measurement("least-norm-certificate"), "once"),
            "<=",
            1e-6,
        )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The L1 norm at the end."""
        if _regime.is_diagonal(c):
            yield self._norm()
        yield from _setting.not_diagonal(c)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """What the kernel regime selects would do as well."""
        if not _regime.is_diagonal(c):
            return
        text = "the interpolant of least Euclidean norm is as near"
        yield th.Control("minimum-l2/norm", text, "norm", self._norm(of="minimum-l2"))

    def _norm(self, **fields: str) -> th.Bound:
        return th.Bound(
            "norm",
            "||beta||_1 / m1 - 1 <= eps at the end",
            th.Series(th.measurement("norm-excess", **fields), "last"),
            self.eps,
        )


KIND = Theorem2Rich
