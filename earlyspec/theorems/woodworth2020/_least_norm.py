"""Interpolants of least norms, and what the two halves of Theorem 2 say of one at the end.

Source: woodworth2020, Theorem 2.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.woodworth2020 import _regime, _setting


def least_norms() -> Iterator[th.Reference]:
    """The interpolants of least norms."""
    for name in ("minimum-l1", "minimum-l2"):
        yield th.Reference(name, th.Word("reference_models", name))


def certified() -> th.Measured:
    """The least L1 norm is what it is said to be."""
    return th.Measured(
        "least-norm",
        "data",
        "m1 is the least L1 norm, by linear-programming duality",
        th.Series(th.measurement("least-norm-certificate"), "once"),
        "<=",
        1e-6,
    )


class LeastNorm(th.Theorem):
    """One norm of the limit of gradient flow, by the size of the start."""

    source: ClassVar[th.Source] = th.Source("woodworth2020", "Theorem 2")
    architectures: ClassVar[tuple[str, ...]] = ()
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"
    other: ClassVar[tuple[str, str]]
    """The interpolant of the other regime, as a reference model and in words."""

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The interpolants of least norms."""
        yield from least_norms()

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """Those of theorem 1, and the size of alpha."""
        yield from _setting.conditions(c, 2, 2)
        if _regime.is_diagonal(c):
            yield from self._threshold(c)

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The norm at the end."""
        if _regime.is_diagonal(c):
            yield self._norm()
        yield from _setting.not_diagonal(c)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """What the other regime selects would do as well."""
        if not _regime.is_diagonal(c):
            return
        name, interpolant = self.other
        text = f"the interpolant of {interpolant} is as near"
        yield th.Control(f"{name}/norm", text, "norm", self._norm(of=name))

    @abstractmethod
    def _threshold(self, c: th.Cell) -> Iterator[th.Condition]:
        """How large or small alpha must be."""

    @abstractmethod
    def _norm(self, **fields: str) -> th.Bound:
        """The norm, near the least; `of` another than the network."""
