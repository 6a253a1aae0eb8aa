"""A neuron, kernel ridge regression, and what lecture 11 measures: both backends, and by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest
from conformance.cells import build, deep, quantity, word
from earlyspec_reference.backend import BACKEND as REFERENCE

from earlyspec.plans.nodes import Dynamics

NEURON = (
    quantity("loss"),
    quantity("loss", split="test"),
    quantity("weight-movement"),
    quantity("neuron-distance"),
    quantity("neuron-rate"),
    quantity("neuron-rate", gives="misfit"),
    quantity("neuron-rate", gives="over-edge"),
    quantity("ntk-norm"),
)
RIDGE = {"kernel": {"kind": "infinite-width", "activation": "relu", "bias": 0.5}, "ridge": 1e-3}


def normal(seed, *shape):
    return np.random.Generator(np.random.PCG64(seed)).standard_normal(shape)


def neuron(**changes):
    given = {
        "inputs": word("distributions", "gaussian", dim=4),
        "labels": word("labels", "single-neuron"),
        "network": deep(4, "single-neuron", activation="relu", start=0.7),
        "rates": (4.0,),  # over 2 d: 0.5 on the loss (1/n) sum r^2
        "loss": "mse",
        "n": 40,
        "rows": 16,
        "recorded": (0, 1, 5, 40, 120),
        "references": {},
        "quantities": NEURON,
    }
    return build(**{**given, **changes})


@pytest.mark.parametrize("activation", ["relu", "erf", "softplus"])
@pytest.mark.parametrize("loss", ["mse", "half-mse"])
def test_a_single_neuron_agrees(assert_agreement, activation, loss):
    network = deep(4, "single-neuron", activation=activation)
    plain = [each for each in NEURON if each.word.kind != "neuron-rate"]
    quantities = plain[:4] if activation != "relu" else plain
    run = assert_agreement(neuron(network=network, loss=loss, quantities=quantities))
    assert run.series["weight-movement"][-1][0] > 0.1


def test_the_rate_of_a_neuron_agrees(assert_agreement):
    """Read off residuals down to 1e-9, of which rounding leaves seven digits in each backend."""
    rates = [each for each in NEURON if each.word.kind == "neuron-rate"]
    assert_agreement(neuron(quantities=rates), relative=1e-7)


def test_a_neuron_finds_the_neuron_at_the_rate_of_the_data(reference, tmp_path):
    """d - 1 directions die out, and the slowest is left: the slope over its own rate is 1."""
    run = reference.compile(neuron(), tmp_path).run(0)
    assert run.series["neuron-distance"][-1][0] < 1e-8
    assert run.series["loss"][-1][0] < 1e-16
    assert run.series["neuron-rate(gives=misfit)"][-1][0] < 0.02
    assert 0.95 < run.series["neuron-rate(gives=over-edge)"][-1][0] < 1.35


def test_a_neuron_by_hand(tmp_path):
    """Ten steps of descent on (1/n) sum r^2, written out."""
    cell = neuron(recorded=(0, 10), quantities=NEURON[:4])
    program = REFERENCE.compile(cell, tmp_path)
    drawn = program.draw(3)
    x = drawn["inputs/train/z"]
    u, w = (drawn[name] for name in ("labels/single-neuron/u", "init/w"))
    u, w = u / np.linalg.norm(u), 0.7 * w / np.linalg.norm(w)
    y, first = np.maximum(x @ u, 0), w
    for _ in range(10):
        z = x @ w
        w = w - 0.5 * 2 / len(y) * (x.T @ ((np.maximum(z, 0) - y) * (z >= 0)))
    run = program.run(3)
    assert run.series["weight-movement"][-1][0] == pytest.approx(np.linalg.norm(w - first))
    assert run.series["neuron-distance"][-1][0] == pytest.approx(np.linalg.norm(w - u))
    assert run.series["neuron-distance"][0][0] == pytest.approx(np.linalg.norm(first - u))


@pytest.mark.parametrize("changes", [{}, {"kernel": "exponential"}])
def test_kernel_ridge_regression_agrees(assert_agreement, changes):
    """As the network itself, which nothing trains, and beside another one."""
    quantities = (
        quantity("loss"),
        quantity("relative-error"),
        quantity("relative-error", split="train"),
        quantity("explained"),
        quantity("sample-outputs"),
    )
    fields = {**RIDGE, **changes}
    cell = build(network=deep(5, "kernel-ridge", **fields), rates=(), references={})
    still = Dynamics("none", "none", {}, (), "half-mse", None, 0, (0,))
    alone = assert_agreement(replace(cell, dynamics=still, quantities=quantities))
    assert alone.series["relative-error(split=train)"][0][0] < 0.05
    left = alone.series["relative-error"][0][0]
    assert left == pytest.approx(1 - alone.series["explained"][0][0], rel=1e-12)
    beside = build(
        references={"ridge": word("reference_models", "kernel-ridge", **fields)},
        quantities=(quantity("relative-error", model="ridge"),),
        recorded=(0, 2),
    )
    run = assert_agreement(beside)
    assert run.series["relative-error(model=ridge)"] == ((pytest.approx(left),),) * 2


def test_a_finite_kernel_in_units_of_its_mean(backend, tmp_path):
    """Golden: four inputs in d = 5, 40 relu neurons."""
    cell = build(
        inputs=word("distributions", "sphere", dim=5),
        activation="relu",
        init="subtract",
        width=40,
        n=4,
        rows=4,
        references={},
        recorded=(0, 1),
        quantities=(
            quantity("kernel-concentration"),
            quantity("kernel-concentration", gives="condition"),
            quantity("kernel-concentration", limit="other"),
        ),
    )
    given = {"inputs/train/z": normal(1101, 4, 5), "init/W": normal(1102, 40, 5)}
    once = backend.compile(cell, tmp_path).run(0, draws=given).once
    assert once["kernel-concentration"][0] == pytest.approx(0.285036780135, rel=1e-9)
    floor = once["kernel-concentration(gives=condition)"][0] / 2  # the mean eigenvalue is 1/2
    assert floor == pytest.approx(0.218412808386, rel=1e-9)
    assert once["kernel-concentration(limit=other)"][0] > 0.5


def test_features_of_a_finite_network_carry_its_output_weights():
    """Golden: tanh, Gaussian output weights; the tangent kernel has their squares."""
    from earlyspec_reference.network import TwoLayer

    from earlyspec import registry

    x = normal(1101, 4, 5)
    x *= math.sqrt(5) / np.linalg.norm(x, axis=1, keepdims=True)
    phi = registry.load("activations", "tanh")()
    model = TwoLayer(("first", "second"), phi, 40**-0.5, 5**-0.5)
    j = model.jacobian({"first": normal(1102, 40, 5), "second": normal(1103, 40)}, x)
    features, tangent = j["second"] @ j["second"].T, j["first"] @ j["first"].T
    found = (features[0, 1], features[2, 2], tangent[0, 1], tangent[2, 2])
    golden = (0.371284983298, 0.474804087896, 0.15502456706, 0.273923335802)
    assert found == pytest.approx(golden, rel=1e-9)


def test_lazy_gap_by_hand(assert_agreement):
    run = assert_agreement(
        build(
            recorded=(0, 1, 5),
            references={"linearised": word("reference_models", "linearised")},
            quantities=(
                quantity("lazy-gap"),
                quantity("prediction-gap", model="linearised"),
                quantity("residual", model="network", split="train"),
            ),
        )
    )
    # f = 0 at step 0, so that the residual there is the labels
    size = run.series["residual(model=network, split=train)"][0][0]
    for gap, square in zip(
        run.series["lazy-gap"], run.series["prediction-gap(model=linearised)"], strict=True
    ):
        assert gap[0] == pytest.approx(math.sqrt(square[0] / size), abs=1e-15)
