"""Figure 5: spectral and Frobenius norm of the kernel difference over d."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020 import _setting as setting
from earlyspec.theorems.hu2020._kernel_claims import kernel_word
from earlyspec.theorems.hu2020._linear_models import Lies, kernel_lies, kernel_model

FLOOR = 0.15
"""gamma_1 d^1.5 / n up to which the floor stays out of sight: at n = 3000 and erf, d = 200."""


class Figure5(th.Theorem):
    """The kernel difference falls faster than 1/d in spectral norm, and slower in Frobenius norm.

    Statement: with n and m fixed and large, as d grows ||Theta1(W(0)) - Theta_lin1|| decays faster
        than 1/d, and ||Theta1(W(0)) - Theta_lin1||_F more slowly.
    Reading: both norms as powers of d over a sweep of d with n and m fixed: one exponent below -1,
        one above; and their ratio grows. It ends where n / d^1.5 is no longer large beside
        gamma_1 = E phi'(g)^2 - zeta^2: the diagonal then keeps the spectral norm from falling
        (local slopes show it). Without gamma_1 I there is no such floor, which is judged as well,
        and is ours. n, m and the range of d are restored with low confidence (10^4 and 2 10^4).
    """

    identifier: ClassVar[str] = "hu2020/figure-5"
    source: ClassVar[th.Source] = th.Source("hu2020", "Figure 5")
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The linear model of the first layer, and those of the lies."""
        yield kernel_model(c, "first")
        for name, (_, word) in self.lies(c).items():
            yield th.Reference(name, word)

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The network at step 0, the data, and sizes at which the floor is out of sight."""
        yield from setting.network(c)
        yield from setting.inputs(c)
        # At a fixed n, ||X X^T|| / n is (1 + sqrt(d/n))^2, which rises with d, to 4 at d = n.
        yield from (each for each in setting.concentration(self.constants) if each.id != "gram")
        for name, field, letter, count in (
            ("samples", "data.train", "n", c.n),
            ("width", "architecture.width", "m", c.m),
        ):
            # Any constant will do for one size; in a sweep it is decided without one.
            text = f"{letter} is the same at every d"
            yield th.Scaling(name, field, text, count, "<~", 1.0, constant=float("inf"))
        phi = c.network.activation
        excess = phi.slope_square - phi.zeta**2 if phi is not None else 0.0
        ratio = excess * c.d**1.5 / c.n
        yield th.Structural(
            "floor",
            "data.train",
            f"gamma_1 d^1.5 / n <= {FLOOR:g}, for n / d^1.5 >> gamma_1",
            ratio <= FLOOR,
            f"gamma_1 d^1.5 / n = {ratio:.3g}",
        )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The two norms, their ratio, and the spectral norm without the floor."""
        yield self._spectral(c)
        yield self._frobenius(c)
        yield self._ratio(c)
        yield self._above_floor(c)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Other linear kernels, faster rates, and one norm in the place of the other."""
        for name, (text, _) in self.lies(c).items():
            for lie in (self._spectral(c, name), self._above_floor(c, name)):
                yield th.Control(f"{name}/{lie.id}", text, lie.id, lie)
        for lie in (self._spectral(c, power=-2.0), self._above_floor(c, power=-2.0)):
            yield th.Control(f"exponent/{lie.id}", "it falls faster than 1/d^2", lie.id, lie)
        text = "the Frobenius norm falls as fast as the spectral norm"
        for lie in (self._frobenius(c, "<"), self._ratio(c, "<")):
            yield th.Control(f"same-norm/{lie.id}", text, lie.id, lie)

    def lies(self, c: th.Cell) -> Lies:
        """Wrong linear kernels by name, each with the lie in words."""
        return kernel_lies(c, "first")

    def _spectral(self, c: th.Cell, model: str | None = None, power: float = -1.0) -> th.Rate:
        text = "||Theta1(W(0)) - Theta_lin1|| falls faster than 1/d"
        return th.Rate("spectral", text, self._norm(c, model), exponent=power, asymptotic=False)

    def _frobenius(self, c: th.Cell, relation: Any = ">") -> th.Rate:
        text = "||Theta1(W(0)) - Theta_lin1||_F falls more slowly than 1/d"
        series = self._norm(c, None, norm="frobenius")
        return th.Rate(
            "frobenius", text, series, exponent=-1.0, relation=relation, asymptotic=False
        )

    def _ratio(self, c: th.Cell, relation: Any = ">") -> th.Rate:
        return th.Rate(
            "ratio",
            "the Frobenius norm falls more slowly than the spectral norm",
            self._norm(c, None, norm="frobenius"),
            relation=relation,
            against=self._norm(c, None),
            asymptotic=False,
        )

    def _above_floor(self, c: th.Cell, model: str | None = None, power: float = -1.0) -> th.Rate:
        text = "||Theta1(W(0)) - Theta_lin1 - gamma_1 I|| falls faster than 1/d"
        series = self._norm(c, model, minus_excess=True)
        return th.Rate("above-floor", text, series, exponent=power, asymptotic=False)

    def _norm(self, c: th.Cell, model: str | None, **more: Any) -> th.Series:
        """A norm of the difference itself: the measurement has a factor d / n."""
        name = kernel_model(c, "first").name if model is None else model
        word = kernel_word("kernel-gap", layers="first", model=name, **more)
        return th.Series(word, "once", scale=c.n / c.d)


KIND = Figure5
