"""Proposition 3.4, which the appendix states again as D.2: the first layer's kernel at step 0."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._kernel_claims import KernelAtStart, rate
from earlyspec.theorems.hu2020._linear_models import Layers


class FirstKernel(KernelAtStart):
    """The first layer's kernel before training is close to that of the linear model."""

    layers: ClassVar[Layers] = "first"

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The rate; and why it has to be one of the spectral norm."""
        yield from super().outcomes(c)
        yield self._frobenius(c)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Other kernels, a faster rate, and that the Frobenius norm would do as well."""
        yield from super().controls(c)
        truth = self._frobenius(c)
        text = "the Frobenius norm of the difference falls as fast as the spectral norm"
        lie = rate(truth, relation="<", text=text)
        yield th.Control("same-norm/frobenius", text, truth.id, lie)

    def _frobenius(self, c: th.Cell) -> th.Rate:
        return th.Rate(
            "frobenius",
            "the Frobenius norm of the difference falls more slowly than its spectral norm",
            self.gap(c, None, norm="frobenius"),
            relation=">",
            against=self.gap(c, None),
        )
