"""What Figure 2 and the remark on the norm share: targets that depend on |x|, and a naive model.

Source: hu2020, Figure 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from earlyspec.theorems import _base as th
from earlyspec.theorems import _hypotheses as hypotheses
from earlyspec.theorems.hu2020 import _setting as setting
from earlyspec.theorems.hu2020._linear_models import PAIRED, linear_model, trained

NAIVE = "naive"


class NormTarget(th.Theorem):
    """A target that depends on the norm of the inputs needs the norm-dependent feature."""

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The paired linear model, and the naive one."""
        yield th.Reference(PAIRED, linear_model(c))
        yield th.Reference(NAIVE, linear_model(c, theta_1=0.0, theta_2=0.0))

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """Such a target, a network that has the feature, and the setting of Theorem D.1."""
        phi = c.network.activation
        yield th.Structural(
            "layers", "train.layers", "the second layer trains: eta_2 > 0", c.eta_2 > 0, trained(c)
        )
        yield from setting.network(c)
        yield th.Structural(
            "norm-feature",
            "architecture.activation",
            "theta_1 or theta_2 is not 0",
            phi is not None and bool(phi.kappa or phi.theta_2),
            "none" if phi is None else f"theta_1 = {phi.kappa:.4g}, theta_2 = {phi.theta_2:.4g}",
        )
        yield th.Structural(
            "target",
            "data.labels",
            "the labels depend on |x|",
            depends_on_norm(c),
            c.label_facts.kind,
        )
        yield hypotheses.descent(c)
        yield from setting.inputs(c)
        yield from setting.concentration(self.constants)
        yield setting.stability()

    def contrast(self, right: str, wrong: str) -> th.Contrast:
        """The network stays closer to one model than to another, on fresh inputs."""
        return th.Contrast(
            "gap",
            "max_t E (f_t(x) - f_lin_t(x))^2 is less than that to the naive model",
            gap(right),
            gap(wrong),
        )

    def swapped(self) -> th.Control:
        """The lie that the naive model is the right one."""
        text = "theta_1 = theta_2 = 0: no norm-dependent feature"
        return th.Control("naive/gap", text, "gap", self.contrast(NAIVE, PAIRED))


def gap(model: str) -> th.Series:
    """The largest mean squared gap to a model over the run, on fresh inputs."""
    given: dict[str, Any] = {} if model == PAIRED else {"model": model}
    return th.Series(th.measurement("prediction-gap", **given, split="test"), "max")


def depends_on_norm(c: th.Cell) -> bool | None:
    """Whether the labels are a function of |x| by their rule; None where it takes a look."""
    labels = c.labels
    if labels.kind == "norm":
        signs = any(step["kind"] == "sign" for step in labels.parameters.get("then", ()))
        return bool(labels.parameters.get("scale", 1.0)) and not signs
    return False if labels.kind in ("random", "linear") else None


def has_norm_feature(c: th.Cell) -> bool:
    """Whether the naive model is another one than the paired one."""
    phi = c.network.activation
    return bool(c.eta_2) and phi is not None and bool(phi.kappa or phi.theta_2)
