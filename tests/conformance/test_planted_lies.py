"""Wrong mathematics must show: in the agreement of backends, and in the gap to linear models."""

import math

import pytest
from conformance.agreement import disagreements
from conformance.cells import build, quantity, word


@pytest.mark.parametrize("lie", ["half", "slope", "standard"])
def test_a_wrong_gradient_breaks_conformance(monkeypatch, reference, challenger, tmp_path, lie):
    from earlyspec_reference.network import TwoLayer

    cell = build(recorded=(0, 1, 5, 20))
    program = reference.compile(cell, tmp_path)
    draws = program.draw(0)
    other = challenger.compile(cell, tmp_path).run(0, draws=draws)
    assert disagreements(program.run(0), other) == {}

    true = TwoLayer.pullback

    def wrong(self, weights, x, r):
        if lie == "slope":  # phi(z) where phi'(z) belongs
            monkeypatch.setattr(self, "_slope", self._value)
        found = true(self, weights, x, r)
        if lie == "half":  # the 1/2 of the loss forgotten
            found = {layer: 2 * gradient for layer, gradient in found.items()}
        if lie == "standard":  # one layer in another parametrisation
            found["second"] = found["second"] * math.sqrt(cell.m)
        return found

    monkeypatch.setattr(TwoLayer, "pullback", wrong)
    found = disagreements(program.run(0), other)
    assert found["loss"] > 1e6
    assert found["weight-movement(layer=second)"] > 1e6
    # What was measured before the first step does not depend on gradients.
    assert "stiffness" not in found


D, N, M = 64, 1000, 1000


def largest_gaps(backend, tmp_path, activation, labels, rates, models):
    """Model -> largest mean squared gap on the training inputs up to T = d log(d) / eta."""
    eta = max(rates)
    steps = round(D * math.log(D) / eta)
    cell = build(
        inputs=word("distributions", "gaussian", dim=D),
        labels=labels,
        activation=activation,
        rates=rates,
        width=M,
        n=N,
        n_test=10,
        recorded=tuple(range(steps + 1)),
        references=models,
        quantities=[quantity("prediction-gap", model=name) for name in models],
        rows=N,
    )
    run = backend.compile(cell, tmp_path).run(0)
    return {
        name: max(value[0] for value in run.series[f"prediction-gap(model={name})"])
        for name in models
    }


@pytest.mark.slow
def test_lies_about_first_layer_training_show(challenger, tmp_path):
    """Sheet: .0023 for the truth, .0079 for E phi'^2 in place of zeta^2, .0426 for both layers."""
    slope_square = 4 / (math.pi * math.sqrt(5))
    labels = word("labels", "teacher", network={"width": 5, "activation": "erf"}, then=["sign"])
    gaps = largest_gaps(
        challenger,
        tmp_path,
        "erf",
        labels,
        (D / 4, 0.0),
        {
            "paired": {},
            "second-moment": {"zeta": math.sqrt(slope_square)},
            "both-layers": {"second": 1.0},
        },
    )
    assert 0.0023 / 2 < gaps["paired"] < 0.0023 * 2
    assert 0.0079 / 2 < gaps["second-moment"] < 0.0079 * 2
    assert 0.0426 / 2 < gaps["both-layers"] < 0.0426 * 2
    assert gaps["paired"] < gaps["second-moment"] / 2 < gaps["both-layers"] / 4


@pytest.mark.slow
def test_lies_about_training_both_layers_show(challenger, tmp_path):
    """Sheet: first-layer features cost a factor 130, the naive model 2.5; here on norm labels."""
    labels = word("labels", "norm", then=[{"kind": "noise", "scale": 0.1}])
    gaps = largest_gaps(
        challenger,
        tmp_path,
        "relu",
        labels,
        (2.0, 2.0),
        {
            "paired": {},
            "naive": {"theta_1": 0.0, "theta_2": 0.0},
            "first-layer": {"second": 0.0},
        },
    )
    assert 1.5 < gaps["naive"] / gaps["paired"] < 10
    assert 50 < gaps["first-layer"] / gaps["paired"] < 1000
