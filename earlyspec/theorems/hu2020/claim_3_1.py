"""Claim 3.1: the concentration of norms and inner products."""

from __future__ import annotations

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
    needs_training: ClassVar[bool] = False

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
        yield _floor()

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Exponents that are 1/2 away: for the first two, bounds without the square root."""
        for name in NUMBERS:
            if not (name == "norms" and _on_a_sphere(c)):
                text = "a bound that falls as fast as 1/d: log(n) / d in place of its root"
                if name == "gram":
                    text = "||X X^T|| <~ n / sqrt(d)"
                lie = _bounded(name, BOUNDED - 0.5, text)
                yield th.Control(f"half-power/{name}", text, name, lie)
        text = "||X X^T|| >~ sqrt(d) n"
        yield th.Control("half-power/gram-floor", text, "gram-floor", _floor(0.5 - BOUNDED, text))


def _bounded(name: str, exponent: float = BOUNDED, text: str = "") -> th.Rate:
    kind, statement = NUMBERS[name]
    series = th.Series(th.measurement(kind), "once")
    return th.Rate(name, text or statement, series, exponent=exponent)


def _floor(exponent: float = -BOUNDED, text: str = "||X X^T|| >~ n") -> th.Rate:
    series = th.Series(th.measurement("gram-norm"), "once")
    return th.Rate("gram-floor", text, series, exponent=exponent, relation=">")


def _on_a_sphere(c: th.Cell) -> bool:
    """Whether |x|^2 = d for every input, up to rounding, which has no exponent."""
    law = c.input_facts
    return law.kind == "sphere" or (law.kind == "rademacher" and law.covariance_norm == 1)


KIND = Claim31
