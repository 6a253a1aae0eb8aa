"""The linearised network: closed form against explicit steps, and against what must be so."""

from dataclasses import replace

import pytest
from conformance.cells import build, deep, quantity, two_layer, word
from conformance.test_flows import flowing, untrained

MODEL = {"linearised": word("reference_models", "linearised")}
STEPS = (0, 1, 2, 5, 12, 40)
LOOKS = (
    quantity("prediction-gap", model="linearised"),
    quantity("prediction-gap", model="linearised", split="test"),
    quantity("reference-loss", model="linearised"),
    quantity("reference-loss", model="linearised", split="test"),
    quantity("weight-gap"),
    quantity("weight-gap", of="linearised"),
    quantity("weight-gap", of="network"),
    quantity("weight-movement"),
)
GAP, _, _, _, WEIGHTS, LINEAR, NETWORK, FIRST = (each.id for each in LOOKS)


def lazy(**changes):
    return build(references=MODEL, quantities=LOOKS, recorded=STEPS, **changes)


@pytest.mark.parametrize(
    ("mode", "loss"), [("first", "half-mse"), ("second", "mse"), ("unequal", "half-mse")]
)
def test_two_layers_agree(assert_agreement, mode, loss):
    """The second layer alone has 8 weights: a kernel of rank 8 on 24 inputs."""
    run = assert_agreement(lazy(mode=mode, loss=loss, activation="tanh"))
    assert run.series[GAP][0] == (0.0,)
    if mode == "second":  # linear in its weights, it is its own linearisation
        assert max(gap for (gap,) in run.series[GAP]) < 1e-24
        assert max(gap for (gap,) in run.series[WEIGHTS]) < 1e-10
    else:
        assert run.series[GAP][-1][0] > 1e-8
        assert run.series[WEIGHTS][-1][0] > 1e-5


@pytest.mark.parametrize(
    ("parametrisation", "init"), [("standard", "subtract"), ("mean-field", "gaussian")]
)
def test_parametrisations_agree(assert_agreement, parametrisation, init):
    run = assert_agreement(lazy(parametrisation=parametrisation, init=init, rows=10))
    (start,) = run.series[GAP][0]
    assert start < 1e-28


@pytest.mark.parametrize(
    "network",
    [
        {"kind": "fully-connected", "depth": 2, "width": 6, "activation": "erf"},
        {"kind": "convolutional", "depth": 2, "channels": 4, "filter": 2, "activation": "tanh"},
    ],
)
def test_other_architectures_agree(assert_agreement, network):
    kind = network.pop("kind")
    if kind == "convolutional":
        network |= {"image": [5]}
    made = deep(5, kind, init="subtract", **network)
    assert_agreement(lazy(network=made, rows=10))


def test_relative_rates_agree(assert_agreement):
    cell = lazy(mode="first")
    rates = replace(cell.dynamics, rates=(0.5, 0.0), relative=True)
    assert_agreement(replace(cell, dynamics=rates))


def test_a_network_that_is_lazy_is_its_linearisation(reference, tmp_path):
    """Wider by 64, the gap of the outputs falls by 64 or more: it is of order 1/m or smaller."""
    gaps = []
    for width in (16, 1024):
        made = two_layer(5, activation="tanh", init="symmetric", width=width)
        cell = replace(lazy(mode="first"), network=made)
        gaps.append(reference.compile(cell, tmp_path).run(0).series[GAP][-1][0])
    assert gaps[1] < gaps[0] / 64


def test_what_moved_is_what_the_network_moved(reference, tmp_path):
    run = reference.compile(lazy(mode="first"), tmp_path).run(0)
    for (mine,), (other,) in zip(run.series[NETWORK], run.series[FIRST], strict=True):
        assert mine == pytest.approx(other)
    assert run.series[LINEAR][-1][0] == pytest.approx(run.series[NETWORK][-1][0], rel=0.3)


@pytest.mark.parametrize("mode", ["first", "second"])
def test_flows_agree(assert_agreement, mode):
    """The exponential of a matrix against its eigenvectors; what is linear is followed exactly."""
    rates = {"first": (0.05, 0.0), "second": (0.0, 0.05)}[mode]
    made = flowing(
        activation="tanh", loss="half-sum", rates=rates, references=MODEL, quantities=LOOKS
    )
    run = assert_agreement(made, relative=1e-8, absolute=1e-10)
    assert run.series[LINEAR][-1][0] > 0.1
    if mode == "second":
        assert max(gap for (gap,) in run.series[GAP]) < 1e-18
    else:
        assert run.series[GAP][-1][0] > 1e-8


@pytest.mark.parametrize("loss", ["half-sum", "sum"])
def test_summed_losses_agree(assert_agreement, loss):
    assert_agreement(lazy(loss=loss, rates=(0.02, 0.005), activation="tanh"))


def test_where_nothing_trains_it_stays(backend, tmp_path):
    cell = replace(untrained(), references=build(references=MODEL).references, quantities=LOOKS)
    run = backend.compile(cell, tmp_path).run(0)
    gap, moved, linear = (run.series[key][0][0] for key in (GAP, WEIGHTS, LINEAR))
    assert (moved, linear) == (0.0, 0.0)
    assert gap < 1e-60  # two ways to sum the same outputs may round differently
