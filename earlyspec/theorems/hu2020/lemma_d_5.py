"""Lemma D.5: how far the first layer's Jacobian moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020 import _setting as setting
from earlyspec.theorems.hu2020._jacobians import JacobianMoves, Layer


class LemmaD5(JacobianMoves):
    """The first layer's Jacobian moves little when its weights do.

    Statement: with high probability, for all W and W~,
        (26) phi smooth:            ||J1(W) - J1(W~)|| <~ sqrt(n / (m d)) ||W - W~||_F,
        (27) phi piecewise linear:  ||J1(W) - J1(W~)|| <~ sqrt(n / d) (
            (||W - W(0)||_F^(1/3) + ||W~ - W(0)||_F^(1/3)) / m^(1/6) + (log(n) / m)^(1/4) ).
    Reading: restored from its proof; (27) with medium confidence in its display. What is judged
        at every recorded step of the run, with W~ = W(0), is an inequality without constants that
        proves the lemma and is ours: smooth, sup|phi''| max_i |x_i| / sqrt(d) ||X|| ||dW||_op /
        sqrt(m d); piecewise linear, |1 - a| ||X|| / sqrt(d) sqrt(max_i N_i / m), N_i the number of
        neurons that change sign on x_i. It holds or there is a mistake. `slope: true` judges the
        exponent of m too, over a sweep of the width alone: of ||J1(T) - J1(0)|| over what (26)
        says it goes by, ||W(T) - W(0)||_F, or over its cube root, (27), both measured at the last
        recorded step T. The lemma is an upper bound, so that it falls faster is fine: the exponent
        must be shown below 0.7 of -1/2 for smooth phi, and below 0.7 of -1/6 otherwise, where
        about -1/4 is usual for relu. The pairs are those of the run; "for all W" is not sampled.
    """

    identifier: ClassVar[str] = "hu2020/lemma-d.5"
    source: ClassVar[th.Source] = th.Source("hu2020", "Lemma D.5")
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"

    def parts(self) -> tuple[Layer, ...]:
        """The first layer."""
        return ("first",)

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """Those of the Jacobian, and a second layer at its start."""
        yield setting.fixed_second_layer(c)
        yield from super().conditions(c)


KIND = LemmaD5
