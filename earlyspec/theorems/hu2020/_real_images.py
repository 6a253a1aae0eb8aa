"""What Figures 3 and 4 share: deep networks on real images, and their linear models.

Source: hu2020, Section 4, Figures 3 and 4, Appendix A; the linear model of a deep network is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import Annotated, Any, ClassVar

from earlyspec.fields import Quantity
from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._linear_models import PAIRED, Lies

DEEP = ("fully-connected", "convolutional")
NOTHING = "nothing-learned"
TWICE = "twice-the-coefficient"


class OnRealImages(th.Theorem):
    """A deep network on real images follows a linear model at first."""

    data: ClassVar[tuple[str, ...]]
    """The sets of images that the figure is of."""

    within: Annotated[float, Quantity(above=0.0, below=1.0)] = 0.2
    """What counts as small: the part of the linear model's output power that the gap may be."""
    steps: Annotated[int, Quantity(integer=True, minimum=1)] | None = None
    """The last step that counts; default: the whole run."""

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The linear model of the deep network, and those of the lies."""
        yield th.Reference(PAIRED, deep_linear(c))
        for name, (_, word) in self.lies(c).items():
            yield th.Reference(name, word)

    def lies(self, c: th.Cell) -> Lies:
        """Wrong models by name, each with the lie in words."""
        zero = th.Word("reference_models", "zero", {"eta": c.eta})
        return {
            TWICE: ("twice the linear coefficient", deep_linear(c, 2.0)),
            NOTHING: ("the network stays at zero", zero),
        }

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """Four hidden layers, an odd activation, images of the figure, small stable steps."""
        network, phi = c.network, c.network.activation
        hidden = len(network.layers) - 1
        yield th.Structural(
            "architecture",
            "architecture",
            "fully connected or convolutional, four hidden layers",
            network.word.kind in DEEP and hidden == 4,
            f"{network.word.kind}, {hidden} hidden layers",
        )
        yield th.Structural(
            "activation",
            "architecture.activation",
            "phi is erf; for the linear coefficient, odd",
            phi is not None and phi.kind == "erf",
            phi.kind if phi is not None else "none",
        )
        yield th.Structural(
            "initialisation",
            "architecture.init",
            "f = 0 at step 0: the initial output is subtracted",
            network.zero_output,
            network.init,
        )
        yield th.Structural(
            "layers",
            "train.layers",
            "all layers train",
            all(rate > 0 for rate in c.effective_rates()),
            f"{sum(rate > 0 for rate in c.effective_rates())} of {len(network.layers)} train",
        )
        yield th.Structural(
            "inputs",
            "data.inputs",
            f"images: {' or '.join(self.data)}",
            c.input_facts.kind in self.data,
            c.input_facts.kind,
        )
        norm = th.Series(th.measurement("norm-deviation"), "once")
        yield th.Measured(
            "standardised",
            "data.inputs",
            "each image has mean 0 and variance 1, so |x|^2 = d",
            norm,
            "<=",
            1e-6,
        )
        stiffness = th.Series(th.measurement("stiffness"), "once")
        yield th.Measured(
            "stability", "train.learning_rate", "eta lambda_max(K) / n <= 1", stiffness, "<=", 1.0
        )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """A small relative error."""
        yield self.relative(PAIRED)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Other linear models in the place of the right one."""
        for name, (text, _) in self.lies(c).items():
            outcome = self.relative(name)
            yield th.Control(f"{name}/{outcome.id}", text, outcome.id, outcome)

    def relative(self, model: str) -> th.Bound:
        """The relative error on fresh images, at its largest."""
        given: dict[str, Any] = {} if model == PAIRED else {"model": model}
        word = th.measurement("relative-gap", **given, split="test")
        return th.Bound(
            "relative",
            f"E (f_t(x) - f_lin_t(x))^2 / E f_lin_t(x)^2 <= {self.within:g} early on",
            th.Series(word, "max", self.steps),
            self.within,
        )


def deep_linear(c: th.Cell, factor: float = 1.0) -> th.Word:
    """The linear model of a network with an odd activation, its coefficient times a factor."""
    slopes: tuple[float, ...] = getattr(c.network, "slopes", ())
    coefficient = sum(c.effective_rates()) / c.eta * prod(slope**2 for slope in slopes)
    numbers = {"coefficient": factor * coefficient, "eta": c.eta}
    return th.Word("reference_models", "deep-linear", numbers)
