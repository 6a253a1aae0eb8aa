"""Theorem 2, second half: how large alpha must be for the kernel regime."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from earlyspec.fields import Quantity
from earlyspec.theorems import _base as th
from earlyspec.theorems.woodworth2020 import _regime, _setting


class Theorem2Kernel(th.Theorem):
    """A large enough start ends within a share eps of the least squared Euclidean norm.

    Statement: for alpha >= sqrt(2 (1 + eps) (1 + 2 / eps) m2), m2 the least Euclidean norm of an
        interpolant, the limit of gradient flow on a diagonal network of depth 2 has
        ||beta||_2^2 <= (1 + eps) m2^2.
    Reading: restored from memory; its constants were proved again. It is of squared norms, where
        the first half is of norms. m2 is that of least squares. `sharp` asks only for
        alpha^2 >= (1 + eps) m2 / sqrt(48 eps), which is enough and ours.
    """

    identifier: ClassVar[str] = "woodworth2020/theorem-2-kernel"
    source: ClassVar[th.Source] = th.Source("woodworth2020", "Theorem 2")
    architectures: ClassVar[tuple[str, ...]] = ()
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"

    eps: Annotated[float, Quantity(above=0.0)] = 0.1
    """eps, the share by which the squared Euclidean norm may exceed the least."""
    sharp: bool = False
    """Whether our weaker hypothesis stands in the place of the paper's."""

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The interpolants of least norms."""
        for name in ("minimum-l1", "minimum-l2"):
            yield th.Reference(name, th.Word("reference_models", name))

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """Those of theorem 1, and a large alpha."""
        yield from _setting.conditions(c, 2, 2)
        if not _regime.is_diagonal(c):
            return
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

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The Euclidean norm at the end."""
        if _regime.is_diagonal(c):
            yield self._norm()
        yield from _setting.not_diagonal(c)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """What the rich regime selects would do as well."""
        if not _regime.is_diagonal(c):
            return
        text = "the interpolant of least L1 norm is as near"
        yield th.Control("minimum-l1/norm", text, "norm", self._norm(of="minimum-l1"))

    def _norm(self, **fields: str) -> th.Bound:
        return th.Bound(
            "norm",
            "||beta||_2^2 / m2^2 - 1 <= eps at the end",
            th.Series(th.measurement("norm-excess", norm="l2-squared", **fields), "last"),
            self.eps,
        )


KIND = Theorem2Kernel
