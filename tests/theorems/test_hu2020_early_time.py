"""Theorems 3.2, 3.5 and D.1: their conditions and linear models against the paper's formulas."""

from __future__ import annotations

import math

import pytest
from by_hand import RELU, cell

from earlyspec import registry
from earlyspec.plans import nodes
from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._two_layer import linear_model

THEOREMS = {
    "first": "hu2020/theorem-3.2",
    "second": "hu2020/theorem-3.5",
    "both": "hu2020/theorem-d.1",
}
RATES = {"first": (5.0, 0.0), "second": (0.0, 5.0), "both": (5.0, 5.0)}


def _conditions(mode: str, **changes) -> dict[str, th.Condition]:
    made = cell(**({"rates": RATES[mode]} | changes))
    return {c.id: c for c in registry.theorem(THEOREMS[mode])().conditions(made)}


@pytest.mark.parametrize("mode", THEOREMS)
def test_each_theorem_asks_for_its_own_layers(mode: str) -> None:
    for trained, rates in RATES.items():
        condition = _conditions(mode, rates=rates)["layers"]
        assert isinstance(condition, th.Structural)
        assert condition.holds is (trained == mode)


@pytest.mark.parametrize(
    ("mode", "activation", "exponent"),
    [
        ("first", None, 1.2),
        ("first", RELU, 1.2),  # 3.2 has one case only
        ("second", None, 1.2),
        ("second", RELU, 2.2),
        ("both", None, 1.2),
        ("both", RELU, 2.2),
    ],
)
def test_how_wide(mode: str, activation, exponent: float) -> None:
    changes = {} if activation is None else {"activation": activation}
    width = _conditions(mode, **changes)["width"]
    assert isinstance(width, th.Scaling)
    assert width.rhs == pytest.approx(50**exponent)
    samples = _conditions(mode, **changes)["samples"]
    assert isinstance(samples, th.Scaling)
    assert samples.rhs == pytest.approx(50**1.2)


@pytest.mark.parametrize(
    ("mode", "activation", "limit"),
    [
        ("first", None, 50.0),
        ("first", RELU, 50.0),
        ("second", None, 50 / math.log(2000)),
        ("second", RELU, 1.0),
        ("both", None, 50 / math.log(2000)),
        ("both", RELU, 1.0),
    ],
)
def test_how_small_a_step(mode: str, activation, limit: float) -> None:
    changes = {} if activation is None else {"activation": activation}
    step = _conditions(mode, **changes)["step"]
    assert isinstance(step, th.Scaling)
    assert step.relation == "<<"
    assert step.rhs == pytest.approx(limit)


@pytest.mark.parametrize(
    ("alpha", "holds"), [(0.2, True), (0.249, True), (0.25, False), (0.5, False), (None, None)]
)
def test_alpha_lies_below_a_quarter(alpha, holds) -> None:
    condition = _conditions("both", alpha=alpha)["alpha"]
    assert isinstance(condition, th.Structural)
    assert condition.holds is holds


@pytest.mark.parametrize(
    ("tail", "independent", "holds"),
    [
        ("subgaussian", True, True),
        ("bounded", True, True),
        ("subexponential", True, False),
        ("heavy", True, False),
        ("bounded", False, False),
        ("unknown", None, None),
        ("unknown", False, False),
    ],
)
def test_assumption_on_the_inputs(tail, independent, holds) -> None:
    facts = nodes.InputFacts("x", 50, True, independent, tail, 1.0, 1.0, 1.0)
    condition = _conditions("both", input_facts=facts)["inputs"]
    assert isinstance(condition, th.Structural)
    assert condition.holds is holds


def test_labels_without_a_known_bound_are_measured() -> None:
    condition = _conditions("both", label_facts=nodes.LabelFacts("norm", None))["labels"]
    assert isinstance(condition, th.Measured)
    assert condition.series.word.kind == "label-bound"


def test_inputs_of_unknown_scale_are_measured() -> None:
    facts = nodes.InputFacts("file", 50, None, None, "unknown", None, None, None)
    conditions = _conditions("both", input_facts=facts)
    assert {"scale-floor", "scale-ceiling"} <= conditions.keys()
    assert "covariance" not in conditions


def test_mse_and_other_parametrisations_are_converted_before_they_are_judged() -> None:
    """Gradient descent on the mean square is that on half of it with twice the rate."""
    from dataclasses import replace

    half = cell()
    whole = replace(half, dynamics=replace(half.dynamics, loss="mse", rates=(2.5, 2.5)))
    assert whole.effective_rates() == half.effective_rates()
    standard = replace(
        half,
        network=replace(half.network, parametrisation="standard", kernel_scale=(50.0, 1000.0)),
    )
    assert standard.effective_rates() == (250.0, 5000.0)


@pytest.mark.parametrize(
    ("mode", "weights"), [("first", (1, 0)), ("second", (0, 1)), ("both", (1, 1))]
)
def test_the_linear_model_has_the_rates_of_its_layers(mode: str, weights) -> None:
    word = linear_model(cell(rates=RATES[mode]))
    assert (word.parameters["first"], word.parameters["second"]) == weights
    assert word.parameters["eta"] == 5.0
    unequal = linear_model(cell(rates=(2.0, 0.5)))
    assert (unequal.parameters["first"], unequal.parameters["second"]) == (1.0, 0.25)


@pytest.mark.parametrize("mode", THEOREMS)
def test_every_lie_is_another_model_and_every_outcome_has_one(mode: str) -> None:
    for activation in (None, RELU):
        changes = {} if activation is None else {"activation": activation}
        made = cell(**({"rates": RATES[mode]} | changes))
        theorem = registry.theorem(THEOREMS[mode])()
        references = {r.name: r.word for r in theorem.references(made)}
        truth = references.pop("paired")
        assert all(word != truth for word in references.values())
        lied_about = {control.of for control in theorem.controls(made)}
        assert lied_about == {outcome.id for outcome in theorem.outcomes(made)}


def test_the_naive_model_is_a_lie_only_where_phi_has_a_norm_feature() -> None:
    theorem = registry.theorem("hu2020/theorem-d.1")()
    assert "naive" not in {r.name for r in theorem.references(cell())}
    assert "naive" in {r.name for r in theorem.references(cell(activation=RELU))}


def test_a_claim_up_to_c_counts_steps_up_to_c_d_log_d_over_eta() -> None:
    theorem = registry.theorem("hu2020/theorem-d.1").model_validate({"horizon": 0.5})
    outcome = next(iter(theorem.outcomes(cell())))
    assert outcome.series.until == round(0.5 * 50 * math.log(50) / 5.0)
