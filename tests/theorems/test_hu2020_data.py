"""Claims about data, activations, movements and Jacobians, against the sheet's formulas."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from by_hand import ERF, RELU, cell
from made_up_runs import conditions, controls, outcomes

from earlyspec import registry
from earlyspec.judge import conditions as judge
from earlyspec.plans import nodes
from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020 import _linear_models as models
from earlyspec.theorems.hu2020 import _setting as setting

PROPOSITION, COROLLARY = "hu2020/proposition-d.7", "hu2020/corollary-3.3"
FIRST = (5.0, 0.0)


def _law(**changes: object) -> nodes.InputFacts:
    facts = nodes.InputFacts("gaussian", 50, True, True, "subgaussian", 1.0, 1.0, 1.0)
    return replace(facts, **changes)


def test_bounded_is_the_judges_word() -> None:
    assert setting.BOUNDED == judge.BOUNDED


# Assumptions and Claim 3.1.


@pytest.mark.parametrize(
    ("law", "form", "covariance"),
    [
        (_law(), True, True),
        (_law(kind="sphere", independent=False), False, True),
        (_law(kind="student-t", tail="heavy"), False, True),
        (_law(covariance_norm=9.0), True, False),
        (_law(kind="file", independent=None, centred=None, tail="unknown"), None, True),
        (_law(covariance_norm=None), True, None),
    ],
)
def test_assumption_3_1_is_a_fact_of_the_law(law, form, covariance) -> None:
    found = outcomes("hu2020/assumption-3.1", cell(input_facts=law))
    assert found["form"].holds is form
    assert found["covariance"].holds is covariance
    assert not conditions("hu2020/assumption-3.1", cell(input_facts=law))


def test_the_proxies_of_assumption_3_1() -> None:
    found = outcomes("hu2020/assumption-3.1", cell(d=50, n=2000))
    assert (found["trace"].target, found["trace"].tolerance) == (1.0, 0.1)
    assert found["trace"].series.word.kind == "mean-square-norm"
    # n |mean|^2 / d is chi-squared over d: variance 2 / d.
    assert found["mean"].target == 1.0
    assert found["mean"].tolerance == pytest.approx(5 * math.sqrt(2 / 50))
    lie = controls("hu2020/assumption-3.1", cell(d=50, n=2000))["shift/mean"].outcome
    assert lie.target - lie.tolerance > 1 + found["mean"].tolerance


@pytest.mark.parametrize(
    ("smooth", "piecewise_linear", "holds"),
    [(True, False, True), (False, True, True), (False, False, False)],
)
def test_assumption_3_2_is_a_fact_of_phi(smooth, piecewise_linear, holds) -> None:
    phi = replace(ERF, smooth=smooth, piecewise_linear=piecewise_linear)
    assert outcomes("hu2020/assumption-3.2", cell(activation=phi))["class"].holds is holds


def test_claim_3_1_is_of_three_numbers_that_must_not_grow() -> None:
    found = outcomes("hu2020/claim-3.1", cell())
    assert {name: each.series.word.kind for name, each in found.items()} == {
        "norms": "norm-deviation",
        "inner-products": "inner-product",
        "gram": "gram-norm",
        "gram-floor": "gram-norm",
    }
    assert {name: (each.relation, each.exponent) for name, each in found.items()} == {
        "norms": ("<", 0.15),
        "inner-products": ("<", 0.15),
        "gram": ("<", 0.15),
        "gram-floor": (">", -0.15),
    }
    assert conditions("hu2020/claim-3.1", cell(d=50, n=2000))["samples"].relation == "<<"
    # Claim 3.1's lies are 1/2 away from the truth.
    for lie in controls("hu2020/claim-3.1", cell()).values():
        assert abs(lie.outcome.exponent - found[lie.of].exponent) == pytest.approx(0.5)


def test_on_a_sphere_the_norms_are_a_fact() -> None:
    sphere = cell(input_facts=_law(kind="sphere", independent=False))
    assert outcomes("hu2020/claim-3.1", sphere)["norms"].holds is True
    cube = cell(input_facts=_law(kind="rademacher"))
    assert outcomes("hu2020/claim-3.1", cube)["norms"].holds is True
    stretched = cell(input_facts=_law(kind="rademacher", covariance_norm=2.0))
    assert isinstance(outcomes("hu2020/claim-3.1", stretched)["norms"], th.Rate)
    assert "half-power/norms" not in controls("hu2020/claim-3.1", cube)


# Proposition D.7 and Corollary 3.3.


def test_proposition_d_7_has_three_outcomes() -> None:
    made = cell(d=40, rates=FIRST, alpha=0.2)
    found = outcomes(PROPOSITION, made)
    assert list(found) == ["gap", "weights", "linear-weights"]
    assert found["gap"].exponent == pytest.approx(-0.05)
    for name in ("weights", "linear-weights"):
        assert found[name].series.scale == pytest.approx(1 / math.sqrt(40 * math.log(40)))
        assert found[name].exponent == 0.15
    assert found["weights"].series.word.kind == "weight-movement"
    assert found["linear-weights"].series.word.kind == "reference-norm"
    own = conditions("hu2020/theorem-3.2", made)
    assert conditions(PROPOSITION, made) == own


def test_a_declared_gap_leaves_no_exponent_to_lie_about() -> None:
    made = cell(rates=FIRST)
    assert "exponent/gap" in controls(PROPOSITION, made)
    assert "exponent/gap" not in controls(PROPOSITION, made, within=0.1)


def test_the_corollary_has_the_gap_and_its_two_parts_at_the_end() -> None:
    found = outcomes(COROLLARY, cell(rates=FIRST))
    assert {name: each.series.word.label for name, each in found.items()} == {
        "train": "prediction-gap(model=optimum)",
        "test": "clipped-gap(model=optimum, split=test)",
        "to-linear": "prediction-gap(split=test)",
        "linear-to-optimum": "reference-gap(split=test)",
    }
    assert {each.series.reduce for each in found.values()} == {"last"}
    early = outcomes(COROLLARY, cell(rates=FIRST), horizon=0.5)
    assert early["train"].series.until == round(0.5 * 50 * math.log(50) / 5.0)


@pytest.mark.parametrize(("kappa", "holds"), [(0.0, True), (0.4, True), (0.01, False)])
def test_the_corollary_needs_nu_zero_or_of_order_one(kappa, holds) -> None:
    found = conditions(COROLLARY, cell(rates=FIRST, activation=replace(RELU, kappa=kappa)))
    assert found["bias"].holds is holds
    assert found["floor"].relation == ">~"
    assert found["floor"].lhs.word.kind == "reference-floor"


def test_the_floor_is_what_the_end_leaves_of_the_slowest_direction() -> None:
    """(1 - eta lambda)^(2T) = d^(-alpha) at the bound, for a small step."""
    made = cell(d=50, rates=(0.01, 0.0), steps=58680, alpha=0.2)  # c = 3
    found = conditions(COROLLARY, made)["floor-at-T"]
    assert (found.relation, found.series.word.kind) == (">=", "reference-floor")
    left = (1 - 0.01 * found.bound / 50) ** (2 * made.steps)
    assert left == pytest.approx(50**-0.2, rel=1e-4)
    half = conditions(COROLLARY, made, horizon=made.horizon / 2)["floor-at-T"]
    assert half.bound == pytest.approx(2 * found.bound)
    assert "floor-at-T" not in conditions(COROLLARY, replace(made, alpha=None))


def test_the_corollary_lies_of_what_differs_at_the_end() -> None:
    made = cell(rates=FIRST, d=50, steps=117)
    told = controls(COROLLARY, made)
    assert {lie.of for lie in told.values()} == set(outcomes(COROLLARY, made))
    assert {name for name in told if name.endswith("to-linear")} == {
        "half-step/to-linear",
        "nothing-learned/to-linear",
    }
    named = {each.name: each.word for each in registry.theorem(COROLLARY)().references(made)}
    assert set(named) == {"paired", "optimum", "half-step", "nothing-learned"}
    right, half = named["paired"].parameters, named["half-step"].parameters
    assert (half["first"], half["second"]) == (right["first"] / 2, right["second"] / 2)
    # c d / eta steps, the logarithm left out.
    early = told["no-log/train"].outcome.series
    assert early.until == pytest.approx(117 / math.log(50), abs=0.5)
    assert early.word == outcomes(COROLLARY, made)["train"].series.word


def test_the_corollary_leaves_out_the_bias_where_labels_ask_for_one() -> None:
    offset = nodes.Word(
        "labels", "polynomial", {"coefficients": [0.5, 1.0], "cross": 0.0, "then": []}
    )
    made = cell(rates=FIRST, activation=RELU, labels=offset)
    told = controls(COROLLARY, made)
    assert {name for name in told if name.startswith("no-bias")} == {
        "no-bias/train", "no-bias/test", "no-bias/to-linear",
    }  # fmt: skip
    named = {each.name: each.word for each in registry.theorem(COROLLARY)().references(made)}
    assert told["no-bias/train"].outcome.series.word.parameters["model"] == "optimum-no-bias"
    assert named["optimum-no-bias"].kind == "optimum"
    assert named["optimum-no-bias"].parameters["kappa"] == 0.0
    assert named["optimum"].parameters["kappa"] != 0.0


# Lemmas on Jacobians.


def test_the_explicit_bounds_hold_at_every_step() -> None:
    found = outcomes("hu2020/lemma-d.12", cell(m=400))
    assert list(found) == ["explicit-first", "explicit-second"]
    for name, label in (("first", ""), ("second", "(layer=second)")):
        outcome = found[f"explicit-{name}"]
        assert outcome.series.word.label == "jacobian-perturbation" + label
        assert outcome.limit.word.label == "jacobian-bound" + label
        assert {outcome.series.reduce, outcome.limit.reduce} == {"path"}
    assert list(outcomes("hu2020/lemma-d.5", cell(rates=FIRST))) == ["explicit-first"]
    lie = controls("hu2020/lemma-d.12", cell(m=400))["narrower/explicit-first"].outcome
    assert lie.limit.scale == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("phi", "layer", "power", "lie"),
    [
        (ERF, "first", -1 / 2, -1),
        (ERF, "second", -1 / 2, -1),
        (RELU, "first", -1 / 6, -1 / 2),
        (RELU, "second", -1 / 2, -1),
    ],
)
def test_the_exponent_of_m(phi, layer, power, lie) -> None:
    made = cell(activation=phi)
    slope = outcomes("hu2020/lemma-d.12", made, slope=True)[f"slope-{layer}"]
    assert slope.over == "m"
    assert slope.exponent == pytest.approx(0.7 * power)
    told = controls("hu2020/lemma-d.12", made, slope=True)[f"exponent/slope-{layer}"].outcome
    assert told.exponent == pytest.approx(lie)


def test_lemma_d_5_is_of_a_second_layer_at_its_start() -> None:
    assert conditions("hu2020/lemma-d.5", cell(rates=FIRST))["layers"].holds
    assert not conditions("hu2020/lemma-d.5", cell())["layers"].holds
    assert "layers" not in conditions("hu2020/lemma-d.12", cell())


# The bias in the dynamics: visible in the first layer, on labels with an offset.


@pytest.mark.parametrize(
    ("kind", "given", "offset"),
    [
        ("norm", {"scale": 1.0, "offset": 0.0}, True),
        ("norm", {"scale": 1.0, "offset": -1.0}, False),
        ("polynomial", {"coefficients": [0.5, 1.0], "cross": 0.0}, True),
        ("polynomial", {"coefficients": [0.0, 1.0], "cross": 0.0}, False),
        ("polynomial", {"coefficients": [0.01, 1.0], "cross": 0.0}, False),
        ("single-neuron", {"activation": {"kind": "relu"}}, True),
        ("single-neuron", {"activation": {"kind": "erf"}}, False),
        ("teacher", {"network": {"width": 5, "activation": {"kind": "relu"}}}, False),
        ("random", {}, False),
    ],
)
def test_labels_with_an_offset(kind, given, offset) -> None:
    labels = nodes.Word("labels", kind, given)
    assert models.has_offset(labels) is offset
    for activation, rates, visible in (
        (RELU, FIRST, offset),
        (ERF, FIRST, False),  # nu = 0
        (RELU, (1.0, 1.0), False),  # the norm feature supplies a constant
        (RELU, (0.0, 1.0), False),
    ):
        made = cell(activation=activation, rates=rates, labels=labels)
        assert ("no-bias" in models.lies(made)) is visible
        name = {FIRST: "3.2", (1.0, 1.0): "d.1", (0.0, 1.0): "3.5"}[rates]
        told = controls(f"hu2020/theorem-{name}", made)
        assert ("no-bias/train" in told) is visible


def test_unequal_rates_weigh_the_kernels() -> None:
    made = cell(activation=RELU, rates=(2.0, 0.5))
    name = "hu2020/remark-eta1-neq-eta2"
    assert conditions(name, made)["layers"].holds
    assert not conditions(name, cell())["layers"].holds
    identity = outcomes(name, made)["identity"]
    assert identity.series.word.label == "kernel-identity(of_second=0.25)"
    assert (identity.target, identity.tolerance) == (0.0, 1e-12)
    lies = controls(name, made)
    assert lies["equal-rates/identity"].outcome.series.word.parameters["model"] == "equal-rates"
    assert {"equal-rates/train", "equal-rates/test"} <= lies.keys()
