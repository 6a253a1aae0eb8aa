"""The hypotheses that claims of this paper share: the blocks TWO-LAYER and DATA, and scalings.

Source: hu2020, Section 3; Assumptions 3.1 and 3.2, Claim 3.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from earlyspec.theorems import _base as th
from earlyspec.theorems import _hypotheses as hypotheses
from earlyspec.theorems.hu2020._cases import mean_cases
from earlyspec.theorems.hu2020._linear_models import trained

Constants = Mapping[str, float]

FOUR = 4.0  # the three numbers of Claim 3.1 are about 2 for Gaussian inputs
BOUNDED = 0.15
"""An exponent this small counts as none: what is bounded may be shown to stay below it. Maxima over
a sample fluctuate; heavy tails and mixed norms give 0.25 and more."""


# TWO-LAYER.


def network(c: th.Cell) -> Iterator[th.Condition]:
    """The network and how it starts: all that a statement about step 0 needs."""
    network = c.network
    yield two_layer(c)
    yield activation(c)
    yield th.Structural(
        "initialisation",
        "architecture.init",
        "w ~ N(0, I), v = +-1, and f = 0 at step 0 (eq 3)",
        network.zero_output and network.follows_law,
        network.init,
    )


def two_layer(c: th.Cell) -> th.Structural:
    """The network of Section 3."""
    return hypotheses.two_layer(c, "two layers, f(x) = m^(-1/2) v . phi(W x / sqrt(d))")


def activation(c: th.Cell) -> th.Structural:
    """Assumption 3.2."""
    phi = c.network.activation
    return th.Structural(
        "activation",
        "architecture.activation",
        "phi' and phi'' bounded, or phi(z) = z for z >= 0 and a z below (Assumption 3.2)",
        phi is not None and (phi.smooth or phi.piecewise_linear),
        phi.kind if phi is not None else "none",
    )


# DATA.


def inputs(c: th.Cell) -> Iterator[th.Condition]:
    """Assumption 3.1, as far as it is known of the law of the inputs."""
    law = c.input_facts
    yield th.Structural(
        "inputs",
        "data.inputs",
        "x = Sigma^(1/2) xbar, entries of xbar independent, centred, subgaussian (Assumption 3.1)",
        has_form(law.independent, law.centred, law.tail),
        f"{law.kind}, entries {law.tail}",
    )
    if law.covariance_norm is not None:
        yield th.Scaling(
            "covariance",
            "data.inputs",
            "||Sigma|| = O(1)",
            law.covariance_norm,
            "<~",
            1.0,
            constant=FOUR,
        )
    else:
        for name, relation, bound in (("scale-floor", ">=", 0.9), ("scale-ceiling", "<=", 1.1)):
            yield th.Measured(
                name,
                "data.inputs",
                "mean |x|^2 = d, to 10 %",
                th.Series(th.measurement("mean-square-norm"), "once"),
                "<=" if relation == "<=" else ">=",
                bound,
            )


def has_form(independent: bool | None, centred: bool | None, tail: str) -> bool | None:
    """Whether x = Sigma^(1/2) xbar with independent, centred, subgaussian entries of xbar."""
    subgaussian = None if tail == "unknown" else tail in ("bounded", "subgaussian")
    facts = (independent, centred, subgaussian)
    return False if False in facts else None if None in facts else True


def concentration(constants: Constants) -> Iterator[th.Condition]:
    """The three numbers of Claim 3.1, on the training inputs."""
    for name, kind, text in (
        ("norms", "norm-deviation", "max_i | |x_i|^2 / d - 1 | <~ sqrt(log(n) / d)"),
        ("inner-products", "inner-product", "max_(i != j) |x_i . x_j| / d <~ sqrt(log(n) / d)"),
        ("gram", "gram-norm", "||X X^T|| <~ n"),
    ):
        yield th.Scaling(
            name,
            "data.inputs",
            text,
            th.Series(th.measurement(kind), "once"),
            "<~",
            1.0,
            constant=constants.get(name, FOUR),
            claimed=name in constants,
        )


def stability() -> th.Measured:
    """The computable face of a small step."""
    return th.Measured(
        "stability",
        "train.learning_rate",
        "eta lambda_max(K) / n <= 1, the computable face of a small step",
        th.Series(th.measurement("stiffness"), "once"),
        "<=",
        1.0,
    )


# Scalings.


def scaling(
    constants: Constants,
    name: str,
    field: str,
    text: str,
    lhs: float | th.Series,
    relation: th.Relation,
    rhs: float,
    rounding: float = 0.0,
    default: float = 1.0,
) -> th.Scaling:
    """A scaling whose constant a claim may give, by the condition's name."""
    constant = constants.get(name, default)
    claimed = name in constants
    return th.Scaling(name, field, text, lhs, relation, rhs, constant, claimed, rounding=rounding)


def exponent(alpha: float | None) -> th.Structural:
    """0 < alpha < 1/4."""
    return th.Structural(
        "alpha",
        "regime.alpha",
        "0 < alpha < 1/4",
        None if alpha is None else 0 < alpha < 0.25,
        "not given; write `regime: {alpha: ...}`" if alpha is None else f"alpha = {alpha:g}",
    )


def samples(c: th.Cell, constants: Constants, alpha: float | None) -> th.Scaling:
    """n >~ d^(1+alpha)."""
    return scaling(
        constants,
        "samples",
        "data.train",
        "n >~ d^(1+alpha)",
        c.n,
        ">~",
        c.d ** (1 + (alpha or 0.0)),
        1 / c.n,
    )


def width(c: th.Cell, constants: Constants, alpha: float | None, k: int) -> th.Scaling:
    """m >~ d^(k+alpha)."""
    return scaling(
        constants,
        "width",
        "architecture.width",
        f"m >~ d^({k}+alpha)",
        c.m,
        ">~",
        c.d ** (k + (alpha or 0.0)),
        2 / c.m,  # widths come in pairs
    )


def width_exponent(c: th.Cell, layers: str) -> int:
    """k in m >~ d^(k+alpha), for statements about those layers."""
    return 1 if layers == "first" else mean_cases(c)[0]


# Weights.


def fixed_second_layer(c: th.Cell) -> th.Structural:
    """v stays at its start: statements about J1(W) read no other v."""
    return th.Structural(
        "layers", "train.layers", "eta_2 = 0: v stays at v(0)", c.eta_2 == 0, trained(c)
    )


def movement(layer: str) -> th.Word:
    """The plan's word of how far a layer's weights are from their start."""
    return th.measurement("weight-movement", **({} if layer == "first" else {"layer": layer}))
