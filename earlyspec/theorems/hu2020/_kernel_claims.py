"""What claims about kernels at step 0 share: || left - right || <~ n / d^(1 + alpha / divisor).

Source: hu2020, Propositions 3.4, D.2 to D.4 and D.8 to D.11.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from earlyspec.fields import Quantity
from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020 import _setting as setting
from earlyspec.theorems.hu2020._linear_models import (
    Layers,
    Lies,
    expansion_lies,
    kernel_lies,
    kernel_model,
)


class AboutKernels(th.Theorem):
    """Two kernels of a two-layer network differ by little in spectral norm."""

    layers: ClassVar[Layers]
    """The layers whose kernel it is of."""
    divisor: ClassVar[int] = 1
    """k in the bound n / d^(1 + alpha / k)."""

    alpha: Annotated[float, Quantity(above=0.0)] | None = None
    """alpha in n >~ d^(1+alpha) and in the bound; default: `regime.alpha`."""

    def exponent(self, c: th.Cell) -> float | None:
        """alpha, of the claim or else of the regime; None if neither gives it."""
        return self.alpha if self.alpha is not None else c.alpha

    def target(self, c: th.Cell) -> float:
        """The exponent of d in || . || d / n; without an alpha, that it falls at all."""
        return -(self.exponent(c) or 0.0) / self.divisor

    def lies(self, c: th.Cell) -> Lies:
        """Wrong linear kernels by name, each with the lie in words."""
        return kernel_lies(c, self.layers)

    def raised(self, outcome: th.Rate, power: float) -> th.Control:
        """The lie that it falls like a higher power of d."""
        text = f"an exponent of {power:g} in d, below what the sizes allow"
        return th.Control(
            f"exponent/{outcome.id}", text, outcome.id, rate(outcome, exponent=power, text=text)
        )

    def too_steep(self, c: th.Cell) -> float:
        """What no such norm, times d / n, falls like at the sizes of a cell: n / d^2, or n / d^3.

        The fluctuation of (x_i . x_j)^2 alone is of order n / d^2 (1 + d / sqrt(n)), and of
        finitely many neurons there remains d^-1 while m <= d^2, or m <= d^3 with the second layer.
        It takes both n and m beyond these to make n / d^2 no lie.
        """
        return -1.0 if self.few_samples(c) or self.few_neurons(c) else -2.0

    def few_samples(self, c: th.Cell) -> bool:
        """Whether n leaves the linear model's part of it above n / d^2."""
        return c.n <= c.d**2

    def few_neurons(self, c: th.Cell) -> bool:
        """Whether m leaves the part of a finite width above n / d^2."""
        return c.m <= c.d ** (2 if self.layers == "first" else 3)


class KernelAtStart(AboutKernels):
    """Two kernels before the first step differ by little in spectral norm."""

    left: ClassVar[Literal["initial", "infinite"]] = "initial"
    """The network's kernel, or that of infinite width."""
    right: ClassVar[Literal["linear", "infinite"]] = "linear"
    """The linear model's kernel, or that of infinite width."""

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The linear model of the layers in question, and those of the lies."""
        if self._unknown(c):
            return
        yield kernel_model(c, self.layers)
        for name, (_, word) in self.lies(c).items():
            yield th.Reference(name, word)

    def lies(self, c: th.Cell) -> Lies:
        """Wrong linear kernels by name, alone or as the linear part of Theta*."""
        wrong = kernel_lies if self.right == "linear" else expansion_lies
        return wrong(c, self.layers)

    def few_samples(self, c: th.Cell) -> bool:
        """As above; between a width and none the linear model is no part of it."""
        return self.right == "linear" and super().few_samples(c)

    def few_neurons(self, c: th.Cell) -> bool:
        """As above; the kernel of infinite width has no such part."""
        return self.left == "initial" and super().few_neurons(c)

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The network at step 0, the data, n and m; how it trains on what does not matter."""
        alpha = self.exponent(c)
        yield from setting.network(c)
        yield from setting.inputs(c)
        yield setting.exponent(alpha)
        if self.needs_samples():
            yield setting.samples(c, self.constants, alpha)
        if "initial" in (self.left, self.right):
            k = setting.width_exponent(c, self.layers)
            yield setting.width(c, self.constants, alpha, k)
        yield from setting.concentration(self.constants)

    def needs_samples(self) -> bool:
        """Whether n >~ d^(1+alpha) is a hypothesis."""
        return True

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The rate, and the ratio to the kernel itself, which is what one size can report."""
        if self._unknown(c):
            yield self._no_closed_form(c)
            return
        yield from self.rates(c, None)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Other linear kernels in the place of the right one; a faster rate."""
        if self._unknown(c):
            return
        for name, (text, _) in self.lies(c).items():
            for outcome in self.rates(c, name):
                yield th.Control(f"{name}/{outcome.id}", text, outcome.id, outcome)
        for truth in self.rates(c, None):
            shrinks = 0.0 if truth.against is None else self.growth(c)
            yield self.raised(truth, self.too_steep(c) - shrinks)

    def growth(self, c: th.Cell) -> float:
        """The exponent of d in the kernel's own norm, times d / n: 1 with theta_0^2 1 1^T in it."""
        phi = c.network.activation
        constant = self.layers != "first" and phi is not None and not phi.mean_is_zero
        return 1.0 if constant else 0.0

    def rates(self, c: th.Cell, lie: str | None) -> Iterator[th.Rate]:
        """The outcomes with the linear kernel of a lie; None for the right one."""
        gap = self.gap(c, lie)
        power = "1+alpha" + (f"/{self.divisor}" if self.divisor > 1 else "")
        yield th.Rate(
            "gap",
            f"{self.difference()} <~ n / d^({power})",
            gap,
            exponent=self.target(c),
        )
        yield th.Rate(
            "relative",
            f"{self.difference()} is an ever smaller part of ||{self.names()[self.left]}||",
            gap,
            against=self.scale(),
        )

    def gap(self, c: th.Cell, lie: str | None, **more: Any) -> th.Series:
        """The norm of the difference, times d / n."""
        given: dict[str, Any] = {"left": self.left, "right": self.right, "layers": self.layers}
        own = kernel_model(c, self.layers).name
        if self.right == "linear":
            given["model"] = own if lie is None else lie
        elif lie is not None:
            given |= {"model": own, "instead": lie}
        return th.Series(kernel_word("kernel-gap", **given, **more), "once")

    def scale(self) -> th.Series:
        """The norm of the left kernel, times d / n: no width enters that of infinite width."""
        return th.Series(kernel_word("kernel-scale", of=self.left, layers=self.layers), "once")

    def difference(self) -> str:
        """The norm of the difference as the paper writes it."""
        names = self.names()
        return f"||{names[self.left]} - {names[self.right]}||"

    def names(self) -> dict[str, str]:
        """Each of the three kernels as the paper writes it."""
        index = {"first": "1", "second": "2", "both": ""}[self.layers]
        network = "Theta(W(0), v(0))" if self.layers == "both" else f"Theta{index}(W(0))"
        return {"initial": network, "infinite": f"Theta{index}*", "linear": f"Theta_lin{index}"}

    def _unknown(self, c: th.Cell) -> bool:
        phi = c.network.activation
        return "infinite" in (self.left, self.right) and not (phi is not None and phi.has_dual)

    def _no_closed_form(self, c: th.Cell) -> th.Fact:
        phi = c.network.activation
        return th.Fact(
            "gap",
            f"{self.difference()} <~ n / d^(1+alpha)",
            None,
            f"no closed form of Theta* for {phi.kind if phi is not None else 'this network'}",
        )


def kernel_word(kind: str, **parameters: Any) -> th.Word:
    """The plan's word of a kernel measurement, without parameters that have their default."""
    defaults = {"left": "initial", "layers": "both", "model": "paired", "of": "initial"}
    defaults["right"] = "linear" if kind == "kernel-gap" else "initial"
    return th.measurement(
        kind, **{name: v for name, v in parameters.items() if defaults.get(name) != v}
    )


def rate(outcome: th.Rate, **changes: Any) -> th.Rate:
    """A rate with some of its fields changed."""
    from dataclasses import replace

    return replace(outcome, **changes)
