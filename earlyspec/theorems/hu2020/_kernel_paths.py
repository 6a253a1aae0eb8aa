"""What Lemmas D.6 and D.13 share: || J J~^T - Theta_lin || for two weights near the start.

Source: hu2020, Lemmas D.6 and D.13.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import ClassVar, Literal, TypeAlias

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020 import _setting as setting
from earlyspec.theorems.hu2020._kernel_claims import AboutKernels, kernel_word
from earlyspec.theorems.hu2020._linear_models import kernel_model

End: TypeAlias = Literal["initial", "now"]
ENDS: tuple[End, ...] = ("initial", "now")
"""Where the other weights of a pair are, of which one is where the path is."""


class KernelOnPath(AboutKernels):
    """Jacobians near the start make the kernel of the linear model, whichever two are paired."""

    divisor: ClassVar[int] = 7

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The linear model of the layers in question, and those of the lies."""
        yield kernel_model(c, self.layers)
        for name, (_, word) in self.lies(c).items():
            yield th.Reference(name, word)

    def moving(self) -> tuple[str, ...]:
        """The layers whose weights are to stay within R of their start."""
        return ("first",) if self.layers == "first" else ("first", "second")

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The network at step 0, the data, n and m, and that the path stays in the ball."""
        alpha = self.exponent(c)
        yield from setting.network(c)
        if self.layers == "first":
            yield setting.fixed_second_layer(c)
        yield from setting.inputs(c)
        yield setting.exponent(alpha)
        yield setting.samples(c, self.constants, alpha)
        k = setting.width_exponent(c, self.layers)
        yield setting.width(c, self.constants, alpha, k)
        yield from setting.concentration(self.constants)
        radius = math.sqrt(c.d * math.log(c.d))
        for layer in self.moving():
            yield th.Measured(
                f"ball-{layer}",
                "train",
                f"the {layer} layer stays within R = sqrt(d log(d)) of its start",
                th.Series(setting.movement(layer), "max"),
                "<=",
                radius,
            )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The two pairs that a path offers at each step, (now, start) and (now, now).

        And what the lemma says of them and of the pair (start, start) together: their difference.
        """
        own = kernel_model(c, self.layers).name
        yield self._distance(c, own)
        yield self._distance(c, own, right="now")
        yield self._drift(c)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Other linear kernels in the place of the right one; a faster rate."""
        for name, (text, _) in self.lies(c).items():
            for right in ENDS:
                lie = self._distance(c, name, right)
                yield th.Control(f"{name}/{lie.id}", text, lie.id, lie)
        for right in ENDS:
            truth = self._distance(c, kernel_model(c, self.layers).name, right)
            yield self.raised(truth, self.too_steep(c))
        # What the path adds is about d / m or less: for a wide network n / d^2 is true of it.
        yield self.raised(self._drift(c), -3.0)

    def _distance(self, c: th.Cell, model: str, right: End = "initial") -> th.Rate:
        linear = "Theta_lin1" if self.layers == "first" else "Theta_lin"
        name, other = {"initial": ("distance", "0"), "now": ("distance-now", "t")}[right]
        word = kernel_word("kernel-distance", layers=self.layers, model=model, right=right)
        return th.Rate(
            name,
            f"||J(t) J({other})^T - {linear}|| <~ n / d^(1+alpha/7) along the trained path",
            th.Series(word, "max"),
            exponent=self.target(c),
        )

    def _drift(self, c: th.Cell) -> th.Rate:
        return th.Rate(
            "drift",
            "||J(t) J(t)^T - J(0) J(0)^T|| <~ n / d^(1+alpha/7) along the trained path",
            th.Series(kernel_word("kernel-drift", layers=self.layers), "max"),
            exponent=self.target(c),
        )
