"""Claim 3.1: the concentration of norms and inner products."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020 import _setting as setting
from earlyspec.theorems.hu2020._setting import BOUNDED

NUMBERS = {
    "norms": ("norm-deviation", "max_i | |x_i|^2 / d - 1 | <~ sqrt(log(n) / d)"),
    "inner-products": ("inner-product", "max_(i != j) |x_i . x_j| / d <~ sqrt(log(n) / d)"),
    "gram": ("gram-norm", "||X X^T|| <~ n"),
}
COMPARED = 16384  # rows that `inner-product` compares at most


class Claim31(th.Theorem):
    """Inputs have nearly the same norm and are nearly orthogonal, and no direction dominates.

    Statement: if n >> d, then with high probability |x_i|^2 / d = 1 +- O(sqrt(log(n) / d)) for all
        i, |x_i . x_j| / d = O(sqrt(log(n) / d)) for all i other than j, and ||X X^T|| = Theta(n).
    Reading: each number over its bound must be shown not to grow with d, that is, to grow more
        slowly than d^0.15; the last must not fall either. It takes a sweep of d with n in
        proportion, or a power of d: a moderate number at one size says nothing, because the
        constants are not stated. Heavy tails, mixed norms, spikes and a mean other than 0 show.
        Where all norms are equal by construction the first part is a fact.
    """

    identifier: ClassVar[str] = "hu2020/claim-3.1"
    source: ClassVar[th.Source] = th.Source("hu2020", "Claim 3.1")

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """Assumption 3.1, and n >> d."""
        yield from setting.inputs(c)
        yield setting.scaling(
            self.constants, "samples", "data.train", "d << n", c.d, "<<", c.n, 1 / c.n
        )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The three numbers stay bounded, the last from both sides."""
        for name in NUMBERS:
            if name == "norms" and _on_a_sphere(c):
                text = NUMBERS[name][1]
                yield th.Fact(name, text, True, f"{c.input_facts.kind}: |x|^2 = d exactly")
            else:
                yield _bounded(name)
        series = th.Series(th.measurement("gram-norm"), "once")
        yield th.Rate("gram-floor", "||X X^T|| >~ n", series, exponent=-BOUNDED, relation=">")

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """The bounds with an exponent of d that is 1/2 lower."""
        compared = min(c.n, COMPARED)
        factors = {
            "norms": math.sqrt(c.d / math.log(max(c.n, 2))),
            "inner-products": math.sqrt(c.d / math.log(max(compared, 2))),
            "gram": math.sqrt(c.d),
        }
        for name, factor in factors.items():
            if name == "norms" and _on_a_sphere(c):
                continue
            text = {
                "gram": "||X X^T|| <~ n / sqrt(d)",
                "norms": "the bound log(n) / d, without the square root",
                "inner-products": "the bound log(n) / d, without the square root",
            }[name]
            yield th.Control(f"half-power/{name}", text, name, _bounded(name, factor))
        text = "||X X^T|| >~ sqrt(d) n"
        series = th.Series(th.measurement("gram-norm"), "once", scale=1 / math.sqrt(c.d))
        lie = th.Rate("gram-floor", text, series, exponent=-BOUNDED, relation=">")
        yield th.Control("half-power/gram-floor", text, "gram-floor", lie)


def _bounded(name: str, scale: float = 1.0) -> th.Rate:
    kind, text = NUMBERS[name]
    return th.Rate(
        name, text, th.Series(th.measurement(kind), "once", scale=scale), exponent=BOUNDED
    )


def _on_a_sphere(c: th.Cell) -> bool:
    """Whether |x|^2 = d for every input, up to rounding, which has no exponent."""
    law = c.input_facts
    return law.kind == "sphere" or (law.kind == "rademacher" and law.covariance_norm == 1)


KIND = Claim31
