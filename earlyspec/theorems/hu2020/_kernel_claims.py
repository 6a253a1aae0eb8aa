"""What claims about kernels at step 0 share: || left - right || <~ n / d^(1 + alpha / divisor).

Source: hu2020, Propositions 3.4, D.2 to D.4 and D.8 to D.11.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from earlyspec.fields import Quantity
from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020 import _setting as setting
from earlyspec.theorems.hu2020._linear_models import Layers, Lies, kernel_lies, kernel_model


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

    def raised(self, outcome: th.Rate) -> th.Control:
        """The lie that it falls like d^-2; d^-4 of what may well fall like d^-2."""
        power = -2.0 if outcome.id in ("gap", "distance") else -4.0
        text = f"an exponent of {power:g}, far below what the sizes allow"
        return th.Control(
            f"exponent/{outcome.id}", text, outcome.id, rate(outcome, exponent=power, text=text)
        )


class KernelAtStart(AboutKernels):
    """Two kernels before the first step differ by little in spectral norm."""

    left: ClassVar[Literal["initial", "infinite"]] = "initial"
    """The network's kernel, or that of infinite width."""
    right: ClassVar[Literal["linear", "infinite"]] = "linear"
    """The linear model's kernel, or that of infinite width."""

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The linear model of the layers in question, and those of the lies."""
        if self.right == "linear":
            yield kernel_model(c, self.layers)
            for name, (_, word) in self.lies(c).items():
                yield th.Reference(name, word)

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
        truths = list(self.rates(c, None))
        if self.right == "linear":
            for name, (text, _) in self.lies(c).items():
                for outcome in self.rates(c, name):
                    yield th.Control(f"{name}/{outcome.id}", text, outcome.id, outcome)
        yield from (self.raised(truth) for truth in truths if truth.relation == "<")

    def rates(self, c: th.Cell, model: str | None) -> Iterator[th.Rate]:
        """The outcomes with the linear kernel of a model; None for the right one."""
        gap = self.gap(c, model)
        power = "1+alpha" + (f"/{self.divisor}" if self.divisor > 1 else "")
        yield th.Rate(
            "gap",
            f"{self.difference()} <~ n / d^({power})",
            gap,
            exponent=self.target(c),
        )
        yield th.Rate(
            "relative",
            f"{self.difference()} is an ever smaller part of the kernel's own norm",
            gap,
            against=self.scale(),
        )

    def gap(self, c: th.Cell, model: str | None, **more: Any) -> th.Series:
        """The norm of the difference, times d / n."""
        given: dict[str, Any] = {"left": self.left, "right": self.right, "layers": self.layers}
        if self.right == "linear":
            given["model"] = kernel_model(c, self.layers).name if model is None else model
        return th.Series(kernel_word("kernel-gap", **given, **more), "once")

    def scale(self) -> th.Series:
        """The norm of the network's own kernel at step 0, times d / n."""
        return th.Series(kernel_word("kernel-scale", layers=self.layers), "once")

    def difference(self) -> str:
        """The norm of the difference as the paper writes it."""
        index = {"first": "1", "second": "2", "both": ""}[self.layers]
        network = "Theta(W(0), v(0))" if self.layers == "both" else f"Theta{index}(W(0))"
        names = {
            "initial": network,
            "infinite": f"Theta{index}*",
            "linear": f"Theta_lin{index}",
        }
        return f"||{names[self.left]} - {names[self.right]}||"

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
    defaults = {"left": "initial", "right": "linear", "layers": "both", "model": "paired"}
    return th.measurement(
        kind, **{name: v for name, v in parameters.items() if defaults.get(name) != v}
    )


def rate(outcome: th.Rate, **changes: Any) -> th.Rate:
    """A rate with some of its fields changed."""
    from dataclasses import replace

    return replace(outcome, **changes)
