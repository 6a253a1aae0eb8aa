"""Proposition 4.1: convolutional networks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from earlyspec.fields import Quantity
from earlyspec.theorems import _base as th

COMPARED = 2048
"""Inputs that enter the kernel at most: the default of the measurement."""


class Proposition41(th.Theorem):
    """The kernel of a wide convolutional network with a large filter is that of a linear model.

    Statement: let phi = erf, 0 < alpha < 1/4, n >~ d^(1+alpha) and q >~ d^(1/2+2 alpha), and let
        x_1, ..., x_n be independent and uniform on {-1, 1}^d. Then with high probability
        ||Theta_CNN - 2 zeta^2 X X^T / d|| <~ n / d^(1+alpha), where Theta_CNN is the tangent kernel
        of all parameters of f(x) = (m d)^(-1/2) sum_r v_r . phi(w_r * x / sqrt(q)) at infinite
        width, and zeta = 2 / sqrt(3 pi).
    Reading: the norm times d / n is a rate in d with exponent -alpha, decided by a sweep. The
        kernel is computed from the inputs in closed form, the first 2048 of them at most; no width
        enters. The range of alpha is restored with medium confidence. For q = 1 and q = 2 the
        kernel is linear too, but with another coefficient: a small filter is not close to 2 zeta^2.
    """

    identifier: ClassVar[str] = "hu2020/proposition-4.1"
    source: ClassVar[th.Source] = th.Source("hu2020", "Proposition 4.1")
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"

    alpha: Annotated[float, Quantity(above=0.0)] | None = None
    """alpha in n >~ d^(1+alpha) and q >~ d^(1/2+2 alpha); default: `regime.alpha`."""

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The network, the inputs, and the two scalings."""
        network, phi, law = c.network, c.network.activation, c.input_facts
        given = network.word.parameters
        sides, depth = _sides(c), len(network.slopes)
        flat = len(sides) == 1 and given.get("colours", 1) == 1
        yield th.Structural(
            "architecture",
            "architecture",
            "convolutional, one hidden layer, images of one side and one colour",
            network.word.kind == "convolutional" and flat and depth == 1,
            f"{network.word.kind}, depth {depth}" + (f", image {list(sides)}" if sides else ""),
        )
        yield th.Structural(
            "activation",
            "architecture.activation",
            "phi = erf",
            phi is not None and phi.kind == "erf",
            phi.kind if phi is not None else "none",
        )
        white = law.kind == "rademacher" and law.covariance_norm == law.covariance_floor == 1.0
        found = law.kind if law.kind != "rademacher" or white else "rademacher, coloured"
        text = "x uniform on {-1, 1}^d"
        yield th.Structural("inputs", "data.inputs", text, white, found)
        alpha = self._alpha(c)
        yield th.Structural(
            "alpha",
            "regime.alpha",
            "0 < alpha < 1/4",
            None if alpha is None else 0 < alpha < 0.25,
            "not given; write `regime: {alpha: ...}`" if alpha is None else f"alpha = {alpha:g}",
        )
        exponent, n, q = alpha or 0.0, min(c.n, COMPARED), _filter(c)
        for name, field, words, lhs, rhs in (
            ("samples", "data.train", "n >~ d^(1+alpha)", n, c.d ** (1 + exponent)),
            ("filter", "architecture", "q >~ d^(1/2+2 alpha)", q, c.d ** (0.5 + 2 * exponent)),
        ):
            constant, claimed = self.constants.get(name, 1.0), name in self.constants
            yield th.Scaling(
                name, field, words, lhs, ">~", rhs, constant, claimed, rounding=1 / max(lhs, 1)
            )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The gap to the right linear kernel."""
        yield self._rate(c, th.measurement("cnn-kernel-gap"))

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Other coefficients of the linear kernel."""
        phi = c.network.activation
        if phi is None:
            return
        for name, text, coefficient in (
            (
                "narrow-filter",
                "E phi(g)^2 + E phi'(g)^2, the coefficient of q = 1",
                phi.value_square + phi.slope_square,
            ),
            ("second-moment", "2 E phi'(g)^2 in place of 2 zeta^2", 2 * phi.slope_square),
        ):
            word = th.measurement("cnn-kernel-gap", coefficient=coefficient)
            yield th.Control(f"{name}/gap", text, "gap", self._rate(c, word))

    def _alpha(self, c: th.Cell) -> float | None:
        return self.alpha if self.alpha is not None else c.alpha

    def _rate(self, c: th.Cell, word: th.Word) -> th.Rate:
        return th.Rate(
            "gap",
            "||Theta_CNN - 2 zeta^2 X X^T / d|| d / n <~ d^(-alpha)",
            th.Series(word, "once"),
            exponent=-(self._alpha(c) or 0.0),
        )


def _sides(c: th.Cell) -> tuple[int, ...]:
    image = c.network.word.parameters.get("image", ())
    return (image,) if isinstance(image, int) else tuple(image)


def _filter(c: th.Cell) -> int:
    """q; for a filter of two sides, how many positions it sees; d without a filter."""
    width = c.network.word.parameters.get("filter")
    if width is None:
        return c.d
    sides = _sides(c)
    widths = (width,) * len(sides) if isinstance(width, int) else width
    product = 1
    for each in widths:
        product *= each
    return product


KIND = Proposition41
