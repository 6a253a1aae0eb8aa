"""Theorem 3: the implicit bias of deeper diagonal networks."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.woodworth2020._limits import FlowLimit


class Theorem3(FlowLimit):
    """Gradient flow on a diagonal network of depth D >= 3 ends at the interpolant of least Q_D.

    Statement: for every 0 < alpha < infinity and D >= 3, if gradient flow on
        beta = w+^D - w-^D from w+ = w- = alpha (1, ..., 1) reaches X beta = y, then its limit is
        argmin Q(beta) subject to X beta = y, where Q(beta) = alpha^D sum_i q_D(beta_i / alpha^D),
        q_D is the integral of h_D^(-1) from 0, and
        h_D(s) = (1 - s)^(-D/(D-2)) - (1 + s)^(-D/(D-2)) on -1 < s < 1.
    Reading: as theorem-1. The paper's closed interval -1 <= s <= 1 is read as open: h_D is infinite
        at its ends.
    """

    identifier: ClassVar[str] = "woodworth2020/theorem-3"
    source: ClassVar[th.Source] = th.Source("woodworth2020", "Theorem 3")
    architectures: ClassVar[tuple[str, ...]] = ()
    least: ClassVar[int] = 3


KIND = Theorem3
