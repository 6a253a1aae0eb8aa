"""Lemma 3: the kernel at the start is near that of the infinitely wide network."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.lecture12 import _setting as setting

MARGIN = 0.15
"""An exponent this near -1/2 counts as -1/2; -1 does not, nor 0."""


class Lemma3(th.Theorem):
    """A wide network starts with nearly the kernel of an infinitely wide one.

    Statement: if m >= C n^2 log(n/delta) / eps^2, then ||H(0) - H_inf|| <= eps with probability at
        least 1 - delta.
    Reading: with the constants of Hoeffding's inequality, which are ours: entries of H(0) are means
        of k independent numbers in [0, |<x_i, x_j>|], so that with probability at least 1 - delta
        ||H(0) - H_inf|| <= n sqrt(log(n (n + 1) / delta) / (2k)).  k = m; where neurons come in
        mirrored pairs, k = m/2. Judged over seeds, which draw the inputs anew as well; vacuous
        where the bound exceeds ||H_inf||. The bound is about ten times the truth. `slope: true`
        judges the exponent -1/2 of m too, to 0.15, over a sweep of the width alone. Its lies: a
        bound that falls like 1/m, and an exponent of -1.
    """

    identifier: ClassVar[str] = "lecture12/lemma-3"
    source: ClassVar[th.Source] = th.Source("lecture12", "Lemma 3")
    needs_training: ClassVar[bool] = False

    delta: setting.Probability = 0.1
    """The probability with which the bound may fail."""
    slope: bool = False
    """Judge the exponent of m too; for a sweep of the width, all else fixed."""

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The network at its start."""
        yield from setting.network(c)
        yield setting.initialisation(c)

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The bound in enough seeds; the exponent of m, if asked for."""
        yield self._bound(c, 1.0)
        if self.slope:
            yield self._exponent(c, -0.5)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """1/m in the place of 1/sqrt(m)."""
        lie = self._bound(c, 1 / math.sqrt(c.m))
        text = "the bound with another factor 1 / sqrt(m)"
        yield th.Control(f"narrower/{lie.id}", text, lie.id, lie)
        if self.slope:
            wrong = self._exponent(c, -1.0)
            yield th.Control(f"exponent/{wrong.id}", "an exponent of -1 in m", wrong.id, wrong)

    def _bound(self, c: th.Cell, scale: float) -> th.Frequency:
        k = setting.independent(c)
        limit = c.n * math.sqrt(math.log(c.n * (c.n + 1) / self.delta) / (2 * k))
        return th.Frequency(
            "start",
            f"||H(0) - H_inf|| <= n sqrt(log(n (n+1) / delta) / (2k)), delta = {self.delta:g}",
            _distance(c),
            scale * limit,
            1 - self.delta,
            trivial=th.Series(th.measurement("infinite-kernel-norm"), "once"),
        )

    def _exponent(self, c: th.Cell, target: float) -> th.Exponent:
        return th.Exponent(
            "slope", "||H(0) - H_inf|| ~ m^(-1/2)", _distance(c), target, MARGIN, over="m"
        )


def _distance(c: th.Cell) -> th.Series:
    word = th.measurement("kernel-gap", layers="first", right="infinite")
    return th.Series(word, "once", scale=c.n / c.d, unit="1")


KIND = Lemma3
