"""Lemma D.12: how far both layers' Jacobians move."""

from __future__ import annotations

from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._jacobians import JacobianMoves, Layer


class LemmaD12(JacobianMoves):
    """The Jacobians of both layers move little when the weights do.

    Statement: with |v_r(0)| = 1, with high probability, for all (W, v),
        (42) phi smooth:            ||J1(W, v) - J1(W(0), v(0))|| <~ sqrt(n / (m d)) (
            ||W - W(0)||_F + |v - v(0)| ),
        (43) phi piecewise linear:  ... <~ sqrt(n / d) (||W - W(0)||_F^(1/3) / m^(1/6)
            + (log(n) / m)^(1/4)) + sqrt(n / (m d)) |v - v(0)|,
        (44) ||J2(W) - J2(W~)|| <~ sqrt(n / (m d)) ||W - W~||_F.
    Reading: (43) is restored with medium confidence in its display. What is judged at every
        recorded step of the run is an inequality without constants that proves the lemma and is
        ours: second layer, sup|phi'| ||X|| ||dW||_F / sqrt(m d); first layer, the bound of Lemma
        D.5 and sup|phi'| ||X|| |dv| / sqrt(m d), phi' at the moved W. They hold or there is a
        mistake. `slope: true` judges the exponents of m too, over a sweep of the width alone and at
        the last recorded step T. They are those of ||J2(T) - J2(0)|| over the measured
        ||W(T) - W(0)||_F, and of ||J1(T) - J1(0)|| over the root of ||W(T) - W(0)||_F^2 +
        |v(T) - v(0)|^2, or over its cube root where phi has a kink. Both are upper bounds, so
        that they fall faster is fine: the exponents must be shown below 0.7 of -1/2, and below 0.7
        of -1/6 for the first layer where phi has a kink. The pairs are those of the run.
    """

    identifier: ClassVar[str] = "hu2020/lemma-d.12"
    source: ClassVar[th.Source] = th.Source("hu2020", "Lemma D.12")
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"

    def parts(self) -> tuple[Layer, ...]:
        """Both layers."""
        return ("first", "second")


KIND = LemmaD12
