"""What the claims of this paper share: the model, the flow, the data, and quantities by name.

Source: lecture12, setting of Theorem 1; Du et al. 2018, Section 3.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Any

from earlyspec.fields import Quantity
from earlyspec.theorems import _base as th
from earlyspec.theorems._hypotheses import in_float64, two_layer

Probability = Annotated[float, Quantity(above=0.0, below=1.0)]
Rate = Annotated[float, Quantity(above=0.0)]
UNIT = ("sphere", "orthonormal")
"""Laws whose inputs have norm sqrt(d) by construction."""
NORM_TOLERANCE = 1e-9


def network(c: th.Cell) -> Iterator[th.Condition]:
    """The network, and inputs of norm 1 in its units."""
    phi = c.network.activation
    yield two_layer(c, "two layers, f(x) = m^(-1/2) a . phi(W x / sqrt(d))")
    yield th.Structural(
        "activation",
        "architecture.activation",
        "phi = relu",
        phi is not None and phi.kind == "relu",
        phi.kind if phi is not None else "none",
    )
    yield inputs(c)


def initialisation(c: th.Cell) -> th.Structural:
    """w_r ~ N(0, I) and a_r = +-1; in mirrored pairs, too."""
    return th.Structural(
        "initialisation",
        "architecture.init",
        "w_r(0) ~ N(0, I), a_r = +-1 with probability 1/2",
        c.network.follows_law,
        c.network.init,
        remark=_pairs(c),
    )


def _pairs(c: th.Cell) -> str:
    if not c.network.follows_law or independent(c) == c.m:
        return ""
    return f"neurons come in pairs: {independent(c)} are independent"


def independent(c: th.Cell) -> int:
    """How many neurons are independent; half of those that come in mirrored pairs."""
    return c.m // 2 if c.network.init == "symmetric" else c.m


def inputs(c: th.Cell) -> th.Condition:
    """||x_i|| = 1 in the paper's units, by the law of the inputs or as they are found."""
    text = "||x_i|| = sqrt(d), which is 1 in the units of the paper"
    lengths = c.inputs.parameters.get("lengths", (1.0,))
    if c.input_facts.kind in UNIT and set(lengths) == {1.0}:
        return th.Structural("inputs", "data.inputs", text, True, c.input_facts.kind)
    scale = math.sqrt(math.log(max(c.n, 2)) / c.d)  # `norm-deviation` is in the unit of hu2020
    strays = th.Series(th.measurement("norm-deviation"), "once", scale=scale)
    return th.Measured("inputs", "data.inputs", text, strays, "<=", NORM_TOLERANCE)


def flow(c: th.Cell) -> Iterator[th.Structural]:
    """Gradient flow in the first layer alone, in float64."""
    rates = zip(c.network.layers, c.dynamics.rates, strict=False)
    trained = [layer for layer, rate in rates if rate]
    yield th.Structural(
        "layers",
        "train.layers",
        "the first layer trains, and no other",
        c.eta_1 > 0 and c.eta_2 == 0,
        " and ".join(trained) or "none",
    )
    yield th.Structural(
        "flow",
        "train.optimizer",
        "gradient flow, dW/dt = -grad L",
        c.dynamics.kind == "gradient-flow",
        c.dynamics.optimizer,
        remark="L is (1/2) sum r^2 in the paper: time is converted from any other loss and rate",
    )
    yield in_float64(c, "what is left of the residual is compared to 1e-6")


def has_floor() -> th.Measured:
    """lambda_0 > 0."""
    return th.Measured(
        "floor",
        "data.inputs",
        "lambda_0 = lambda_min(H_inf) > 0",
        th.Series(th.measurement("kernel-floor"), "once"),
        ">",
        0.0,
    )


def kept_floor() -> th.Measured:
    """lambda_min(H(t)) >= lambda_0 / 2 at all recorded times."""
    return th.Measured(
        "kept-floor",
        "architecture.width",
        "lambda_min(H(t)) >= lambda_0 / 2, as 1 - lambda_min(H(t)) / lambda_0 <= 1/2",
        th.Series(th.measurement("floor-loss"), "max"),
        "<=",
        0.5,
    )


def decay(**parameters: Any) -> th.Series:
    """exp(-c lambda t) at the recorded times; without parameters exp(-lambda_0 t / 2)."""
    return th.Series(th.measurement("decay-bound", **parameters), "path")


def left() -> th.Series:
    """||u(t) - y|| / ||u(0) - y|| at the recorded times."""
    return th.Series(th.measurement("residual-decay"), "path")


def moved() -> th.Series:
    """max_r ||w_r(t) - w_r(0)|| at the recorded times."""
    return th.Series(th.measurement("row-movement"), "path")


def differ(c: th.Cell) -> bool:
    """Whether the eigenvalues of H_inf differ, so that one is no other's name."""
    return c.input_facts.kind != "orthonormal" and c.n > 1
