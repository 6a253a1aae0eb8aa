"""Figure 3: cats and horses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from earlyspec.fields import Quantity
from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._linear_models import PAIRED
from earlyspec.theorems.hu2020._real_images import NOTHING, TWICE, OnRealImages

NETWORK = "network"


class Figure3(OnRealImages):
    """On small real images deep networks learn the linear part of the labels first.

    Statement: cats and horses of CIFAR-10 pooled to 8 x 8 x 3, 10000 for training and 2000 for
        testing, fully connected and convolutional networks of 4 hidden layers. (a) The residual on
        test images in V_lin, the span of the inputs, falls as the linear model's does; in the
        complement it hardly does. (b) The outputs on single test images agree. (c)
        E (f - f_lin)^2 / E f_lin^2 is small for the first 1000 steps.
    Reading: (a) at each recorded step the network's residual in V_lin is the linear model's, to
        the declared `residuals`, and in the complement no smaller than the linear model's, to the
        same; (b) the outputs on five test images differ by at most `logits`, a number of ours if
        nothing is declared; (c) the largest relative error is at most `within`. `panel` picks one.
        The numerical rank counts: standardised images sum to 0. Width 512, 64 channels, batches
        of 500 and a step of about 0.01 are restored with low confidence, as is the denominator in
        (c). The linear model of a deep network is not in the text: ours is
        (L+1) prod zeta_l^2 X X^T / d, for odd phi. Other images than CIFAR-10 are a look beyond
        the figure. What is shown needs a part of the labels that no linear function has: two
        handwritten digits are told apart by one, and have none to show.
    """

    identifier: ClassVar[str] = "hu2020/figure-3"
    source: ClassVar[th.Source] = th.Source("hu2020", "Figure 3")
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"
    data: ClassVar[tuple[str, ...]] = ("cifar-10",)

    panel: Literal["a", "b", "c"] | None = None
    """The panel that is judged; all three if left out."""
    residuals: Annotated[float, Quantity(above=0.0, below=1.0)] = 0.15
    """By what part the residuals of network and linear model may differ."""
    logits: Annotated[float, Quantity(above=0.0)] = 0.4
    """By how much an output may differ."""

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The panels: a small relative error, close outputs, the residual in its two parts."""
        if self._shows("c"):
            yield from super().outcomes(c)
        if self._shows("b"):
            yield self._outputs(PAIRED)
        if self._shows("a"):
            yield self._follows(NETWORK, PAIRED, "span-above")
            yield self._follows(PAIRED, NETWORK, "span-below")
            yield self._left("complement")

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Other linear models; and that the complement is learned as the span is."""
        lies = {name: text for name, (text, _) in self.lies(c).items()}
        if self._shows("c"):
            yield from super().controls(c)
        if self._shows("b"):
            # Nothing learned is what the outcome is held against: it is vacuous if that passes.
            yield th.Control(f"{TWICE}/logits", lies[TWICE], "logits", self._outputs(TWICE))
        if self._shows("a"):
            lie = self._follows(NETWORK, TWICE, "span-above")
            yield th.Control(f"{TWICE}/span-above", lies[TWICE], "span-above", lie)
            lie = self._follows(NOTHING, NETWORK, "span-below")
            yield th.Control(f"{NOTHING}/span-below", lies[NOTHING], "span-below", lie)
            text = "the complement is learned as the span is"
            yield th.Control("same-part/complement", text, "complement", self._left("span"))

    def _shows(self, panel: str) -> bool:
        return self.panel in (None, panel)

    def _outputs(self, model: str) -> th.Bound:
        given: dict[str, Any] = {} if model == PAIRED else {"model": model}
        return th.Bound(
            "logits",
            "(b) the outputs on test images agree early on",
            th.Series(th.measurement("sample-gap", **given), "max", self.steps),
            self.logits,
            th.Series(th.measurement("sample-gap", model=NOTHING), "max", self.steps),
        )

    def _follows(self, one: str, other: str, name: str) -> th.Bound:
        which = "network's" if one == NETWORK else "linear model's"
        return th.Bound(
            name,
            f"(a) in V_lin the {which} residual is at most the other's, to {self.residuals:g}",
            self._residual(one, "span"),
            self._residual(other, "span", 1 + self.residuals),
        )

    def _left(self, part: str) -> th.Bound:
        return th.Bound(
            "complement",
            f"(a) outside V_lin the network has learned no more, to {self.residuals:g}",
            self._residual(PAIRED, "complement"),
            self._residual(NETWORK, part, 1 / (1 - self.residuals)),
        )

    def _residual(self, model: str, part: str, scale: float = 1.0) -> th.Series:
        given: dict[str, Any] = {} if model == NETWORK else {"model": model}
        return th.Series(th.measurement("residual", **given, part=part), "path", self.steps, scale)


KIND = Figure3
