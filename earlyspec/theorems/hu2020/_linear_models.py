"""The linear models that networks of this paper follow, and small lies about them.

Source: hu2020, eqs 5, 9, 11, and its remark on unequal learning rates.
"""

from __future__ import annotations

import math
from typing import Literal, TypeAlias

from earlyspec import registry
from earlyspec.plans.nodes import Json
from earlyspec.theorems import _base as th

PAIRED = "paired"
OPTIMUM = "optimum"

Layers: TypeAlias = Literal["first", "second", "both"]
Lies: TypeAlias = dict[str, tuple[str, th.Word]]
"""Name of a model -> (the lie in words, the model)."""

WEIGHTS: dict[Layers, tuple[float, float]] = {
    "first": (1.0, 0.0),
    "second": (0.0, 1.0),
    "both": (1.0, 1.0),
}


def linear_model(c: th.Cell, **changes: float) -> th.Word:
    """The paired linear model of a cell, eqs 5, 9, 11, for any two rates; `changes` make it a lie.

    Its kernel is eta_1 Theta_lin1 + eta_2 Theta_lin2, written eta Psi Psi^T with the larger rate.
    """
    phi = c.network.activation
    assert phi is not None, "a two-layer network has an activation"
    first, second = rates(c)
    numbers = {
        "zeta": phi.zeta,
        "kappa": phi.kappa,
        "theta_0": phi.theta_0,
        "theta_1": phi.kappa,
        "theta_2": phi.theta_2,
        "first": first,
        "second": second,
        "eta": c.eta,
    }
    return th.Word("reference_models", "linear", numbers | changes)


def optimum(c: th.Cell, name: str = OPTIMUM, **changes: float) -> th.Reference:
    """The limit of the paired linear model's gradient descent: minimum-norm least squares."""
    parameters = dict(linear_model(c, **changes).parameters)
    return th.Reference(name, th.Word("reference_models", "optimum", parameters))


def kernel_model(c: th.Cell, layers: Layers) -> th.Reference:
    """The linear model whose kernel is Theta_lin of those layers, whichever of them train."""
    first, second = WEIGHTS[layers]
    word = linear_model(c, first=first, second=second)
    return th.Reference(PAIRED + _ending(c, layers), word)


def rates(c: th.Cell) -> tuple[float, float]:
    """(eta_1 / eta, eta_2 / eta), eta the larger of the two."""
    return c.eta_1 / c.eta, c.eta_2 / c.eta


def trained(c: th.Cell) -> str:
    """Which layers train, in words."""
    names = zip(c.network.layers, c.effective_rates(), strict=True)
    return "trains: " + (", ".join(name for name, rate in names if rate) or "none")


# Lies. A model's name is the same wherever it is used, because a plan holds it once.


def lies(c: th.Cell) -> Lies:
    """Wrong models in the place of the paired one, and none at all; only such as can be told.

    In the dynamics the bias is told only by first-layer training on labels with an offset: where
    the second layer trains, the norm-dependent feature supplies a constant.
    """
    first, second = rates(c)
    found = _other_layers(c, first, second) | _other_constants(c, first, second)
    if second == 0 and has_offset(c.labels):
        found |= _other_bias(c, first, second)
    zero = th.Word("reference_models", "zero", {"eta": c.eta})
    return found | {"nothing-learned": ("the network stays at zero", zero)}


def half_step(c: th.Cell) -> th.Word:
    """The paired linear model with half the step; it ends at the same optimum, and later."""
    first, second = rates(c)
    return linear_model(c, first=first / 2, second=second / 2)


def kernel_lies(c: th.Cell, layers: Layers) -> Lies:
    """Wrong kernels in the place of Theta_lin of those layers."""
    first, second = WEIGHTS[layers]
    own = _other_constants(c, first, second) | _other_bias(c, first, second)
    ending = _ending(c, layers)
    return _other_layers(c, first, second) | {name + ending: lie for name, lie in own.items()}


def expansion_lies(c: th.Cell, layers: Layers) -> Lies:
    """Wrong kernels in the place of the linear part of Theta* of those layers.

    A second layer of finite width has fluctuations larger than nu^2 1 1^T / d and than what the
    norm-dependent feature adds to the constant one, so lies about these are of the first alone.
    """
    hidden = () if layers == "first" else ("naive", "no-bias", "whole-bias")
    return {
        name: (f"{text}, in Theta*", word)
        for name, (text, word) in kernel_lies(c, layers).items()
        if name.removesuffix(_ending(c, layers)) not in hidden
    }


def _ending(c: th.Cell, layers: Layers) -> str:
    return "" if rates(c) == WEIGHTS[layers] else f"-{layers}"


def _other_layers(c: th.Cell, first: float, second: float) -> Lies:
    if first and second:
        text = "the features of first-layer training"
        return {"first-layer-only": (text, linear_model(c, first=1.0, second=0.0))}
    text = "the features of training both layers"
    return {"both-layers": (text, linear_model(c, first=1.0, second=1.0))}


def _other_constants(c: th.Cell, first: float, second: float) -> Lies:
    phi = c.network.activation
    assert phi is not None
    weights = {"first": first, "second": second}
    found: Lies = {}
    if phi.slope_square > phi.zeta**2 * (1 + 1e-9):
        found["second-moment"] = (
            "E phi'(g)^2 in place of zeta^2",
            linear_model(c, zeta=math.sqrt(phi.slope_square), **weights),
        )
    if second and (phi.kappa or phi.theta_2):
        found["naive"] = (
            "theta_1 = theta_2 = 0: no norm-dependent feature",
            linear_model(c, theta_1=0.0, theta_2=0.0, **weights),
        )
    return found


def _other_bias(c: th.Cell, first: float, second: float) -> Lies:
    phi = c.network.activation
    assert phi is not None
    if not phi.kappa:
        return {}
    weights = {"first": first, "second": second}
    found: Lies = {"no-bias": ("nu = 0: no bias feature", linear_model(c, kappa=0.0, **weights))}
    if second:
        # The second layer contributes half of what it would if its expansion stopped one earlier.
        right, wrong = first + second / 2, first + second
        found["whole-bias"] = (
            f"{wrong:g} nu^2 / d in place of {right:g} nu^2 / d",
            linear_model(c, kappa=phi.kappa * math.sqrt(wrong / right), **weights),
        )
    return found


def has_offset(labels: th.Word) -> bool:
    """Whether labels have a mean that is no accident of a draw, and not small beside their size.

    Known for rules whose constant part is written in the spec; a random teacher's varies by seed.
    """
    given = labels.parameters
    if labels.kind == "norm":
        return _outweighs(given["offset"] + given["scale"], given["scale"])
    if labels.kind == "polynomial":
        return _outweighs(given["coefficients"][0], *given["coefficients"][1:], given["cross"])
    return labels.kind == "single-neuron" and not _odd(given["activation"])


def _outweighs(constant: float, *others: float) -> bool:
    return abs(constant) >= 0.2 * max(map(abs, others), default=0.0) and constant != 0


def _odd(activation: Json) -> bool:
    return bool(registry.load("activations", activation["kind"]).odd)
