"""Figure 2: the norm-dependent feature is necessary."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from earlyspec.fields import Quantity
from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020 import _setting as setting
from earlyspec.theorems.hu2020._linear_models import PAIRED
from earlyspec.theorems.hu2020._norm_target import NAIVE, NormTarget, has_norm_feature

NETWORK = "network"


class Figure2(NormTarget):
    """A relu network learns the norm of its inputs, as the linear model does and no naive one can.

    Statement: inputs N(0, I), labels |x| / sqrt(d) + noise, a relu network trained on both layers:
        its outputs follow the linear model with its norm-dependent feature, and leave the naive
        model, which has theta_1 = theta_2 = 0, behind.
    Reading: two comparisons on fresh inputs. The largest mean squared gap over the run is smaller
        to the linear model than to the naive one, paired over seeds. And the regression slope of
        the outputs at the last step on |x| / sqrt(d) is that of the labels for the network and
        the linear model, and 0 for the naive one, to a declared tolerance. One size is a fair
        test, if it is wide: m >> d^2, or the noise of a finite width hides the difference; and if
        d and the time are such that the linear model itself gets there: it starts from 0, and
        shares a constant with its bias. The form of the labels is restored with medium confidence,
        their noise (0.1) and the sizes with low confidence.
    """

    identifier: ClassVar[str] = "hu2020/figure-2"
    source: ClassVar[th.Source] = th.Source("hu2020", "Figure 2")
    origin: ClassVar[Literal["paper", "ours", "restored"]] = "restored"

    tolerance: Annotated[float, Quantity(above=0.0, below=0.5)] = 0.15
    """By how much a slope may miss, in units of the slope of the labels."""

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """Those of the remark, both layers, and a width at which the difference shows."""
        yield from super().conditions(c)
        yield th.Structural(
            "both-layers", "train.layers", "both layers train", c.eta_1 > 0, f"eta_1 = {c.eta_1:g}"
        )
        phi, labels = c.network.activation, c.labels
        yield th.Structural(
            "homogeneous",
            "architecture.activation",
            "phi(s z) = s phi(z) for s > 0, so that q(x) = theta_0 |x| / sqrt(d)",
            phi is not None and phi.piecewise_linear,
            phi.kind if phi is not None else "none",
        )
        yield th.Structural(
            "proportional",
            "data.labels",
            "the labels are a multiple of |x|, with noise",
            labels.kind == "norm" and not labels.parameters.get("offset", 0.0),
            c.label_facts.kind,
        )
        missing = _missing_slope(c)
        yield th.Structural(
            "reach",
            "train.steps",
            "at T the linear model's own slope is within 2/3 of the tolerance",
            missing <= self.tolerance * 2 / 3,
            f"it lacks about {missing:.2g} of 1, against {self.tolerance:g}",
        )
        yield setting.scaling(
            self.constants, "width", "architecture.width", "d^2 << m", c.d**2, "<<", c.m, 2 / c.m
        )

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """Gaps to the two models, and three slopes."""
        yield self.contrast(PAIRED, NAIVE)
        slope = _slope_of_labels(c)
        yield self._slope("network-slope", NETWORK, slope, slope)
        yield self._slope("linear-slope", PAIRED, slope, slope)
        yield self._slope("naive-slope", NAIVE, 0.0, slope)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """The naive model in the place of the right one."""
        if not has_norm_feature(c):
            return
        slope = _slope_of_labels(c)
        yield self.swapped()
        for of, model, target, text in (
            ("network-slope", NETWORK, 0.0, "the network does not learn the norm"),
            ("linear-slope", NAIVE, slope, "the naive model learns the norm"),
            ("naive-slope", PAIRED, 0.0, "the linear model does not learn the norm"),
        ):
            lie = self._slope(of, model, target, slope)
            yield th.Control(f"naive/{of}", text, of, lie)

    def _slope(self, name: str, model: str, target: float, unit: float) -> th.Limit:
        given = {} if model == NETWORK else {"model": model}
        return th.Limit(
            name,
            f"the slope of the {name.removesuffix('-slope')} outputs on |x| / sqrt(d), at the end",
            th.Series(th.measurement("norm-slope", **given), "last"),
            target,
            self.tolerance * abs(unit),
        )


def _missing_slope(c: th.Cell) -> float:
    """What the linear model lacks at T of the slope 1 on |x| / sqrt(d), from constants alone.

    Labels |x| / sqrt(d) are q(x) / theta_0, a feature of kernel theta_0^2, of which the part
    exp(-eta_2 T theta_0^2) is not yet learned. They are about 1, as is the bias, whose kernel
    (eta_1 / eta_2 + 1/2) nu^2 / d takes its share of that constant: 0.07 for relu at d = 20, and
    1 / d for all d. A slope of 1 is what both vanish to, so a size or a time at which they do not
    is no news about the figure.
    Source: ours, from hu2020, eq 11.
    """
    phi = c.network.activation
    if phi is None or not phi.theta_0 or not c.eta_2:
        return 1.0
    kernel = phi.theta_0**2
    spread = c.input_facts.trace_square
    nu_square = phi.kappa**2 * (1.0 if spread is None else spread)
    bias = (c.eta_1 / c.eta_2 + 0.5) * nu_square / c.d
    return math.exp(-c.eta_2 * c.steps * kernel) + bias / kernel


def _slope_of_labels(c: th.Cell) -> float:
    """The slope of the labels on |x| / sqrt(d); 1 where the rule has none."""
    scale = c.labels.parameters.get("scale", 1.0) if c.labels.kind == "norm" else 1.0
    return float(scale) or 1.0


KIND = Figure2
