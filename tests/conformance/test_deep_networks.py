"""Hand-written chains against the backends: depths, images, colours, layers that train."""

import numpy as np
import pytest
from conformance.agreement import disagreements
from conformance.cells import RECORDED, build, deep, quantity, word

from earlyspec import registry

SHORT = (0, 1, 2, 5, 10, 20)
NETWORKS = {
    "fully connected, 1": (5, {"depth": 1, "width": 8}),
    "fully connected, 2": (5, {"depth": 2, "width": 7}),
    "fully connected, 3": (5, {"depth": 3, "width": 6}),
    "a line": (7, {"image": [7], "filter": 3, "channels": 4, "depth": 1}),
    "a line, deep": (7, {"image": 7, "filter": [4], "channels": 3, "depth": 3}),
    "a line of three colours": (
        12,
        {"image": [4], "filter": 4, "channels": 3, "depth": 2, "colours": 3},
    ),
    "a plane": (12, {"image": [3, 4], "filter": [2, 3], "channels": 3, "depth": 2}),
    "a plane of three colours": (
        18,
        {"image": [2, 3], "filter": 2, "channels": 3, "depth": 2, "colours": 3},
    ),
}
MEASURED = (
    quantity("loss"),
    quantity("output-power"),
    quantity("weight-movement"),
    quantity("weight-movement", layer="layer-2"),
    quantity("weight-movement", layer="second"),
    quantity("sample-outputs", split="train", count=24),
    quantity("sample-outputs", count=7),
)


def cell(name, activation="erf", init="subtract", **changes):
    dim, given = NETWORKS[name]
    kind = "convolutional" if "image" in given else "fully-connected"
    return build(
        **{
            "inputs": word("distributions", "gaussian", dim=dim),
            "network": deep(dim, kind, activation=activation, init=init, **given),
            "references": {},
            "quantities": MEASURED,
        }
        | changes
    )


@pytest.mark.parametrize(
    ("name", "activation"),
    [
        *((name, "erf") for name in NETWORKS),
        *(("fully connected, 2", phi) for phi in registry.names("activations") if phi != "erf"),
        ("a plane of three colours", "relu"),
        ("a line, deep", "softplus"),
    ],
)
def test_200_steps_agree(assert_agreement, name, activation):
    run = assert_agreement(cell(name, activation))
    assert run.steps == RECORDED
    assert run.series["output-power"][0][0] == 0.0  # the initial output is subtracted
    assert run.series["output-power"][-1][0] > 0.1
    assert run.series["weight-movement"][-1][0] > 0.05
    assert run.series["weight-movement(layer=layer-2)"][-1][0] > 0.05


@pytest.mark.parametrize("name", ["fully connected, 3", "a plane of three colours"])
@pytest.mark.parametrize("moving", [(1, 0), (0, 1), (1, 1), "middle"])
def test_layers_that_are_left_out_stay(assert_agreement, name, moving):
    layers = cell(name).network.layers
    inner = (0.0,) * (len(layers) - 2)
    rates = (0.0, 0.7, *inner) if moving == "middle" else (0.6 * moving[0], *inner, moving[1])
    taken = tuple(quantity("weight-movement", layer=layer) for layer in layers)
    run = assert_agreement(cell(name, rates=rates, quantities=taken, recorded=SHORT))
    for each, rate in zip(taken, rates, strict=True):
        moved = run.series[each.id][-1][0]
        assert (moved > 0.01) if rate else (moved == 0.0)


@pytest.mark.parametrize("rows", [1, 7, 1000])
def test_row_chunks_of_any_size_agree(assert_agreement, rows):
    assert_agreement(cell("a plane of three colours", rows=rows, recorded=SHORT))


def test_a_plain_start_and_minibatches_agree(assert_agreement):
    run = assert_agreement(
        cell("a line", init="gaussian", optimizer="sgd", batch=9, recorded=SHORT)
    )
    assert run.series["output-power"][0][0] > 1e-3


@pytest.mark.parametrize("name", ["fully connected, 3", "a plane of three colours"])
def test_float32_agrees_to_its_own_precision(assert_agreement, name):
    # Losses are read off in float64, of weights that are not.
    assert_agreement(cell(name, precision="float32", recorded=SHORT), relative=2e-4, absolute=2e-6)


def test_the_kernel_of_patches_agrees(assert_agreement):
    taken = (
        quantity("cnn-kernel-gap"),
        quantity("cnn-kernel-gap", coefficient=1.25, split="test"),
        quantity("cnn-kernel-gap", rows=10),
    )
    for name in ("a line", "a plane of three colours", "fully connected, 1"):
        run = assert_agreement(cell(name, quantities=taken, recorded=(0, 1)))
        assert len(set(run.once.values())) == 3


def test_a_deep_linear_model_agrees(assert_agreement):
    model = word("reference_models", "deep-linear", coefficient=0.84, eta=0.5)
    run = assert_agreement(
        cell(
            "fully connected, 2",
            references={"paired": model},
            quantities=(quantity("prediction-gap"), quantity("stiffness")),
        )
    )
    assert run.series["prediction-gap"][0] == (0.0,)
    assert run.series["prediction-gap"][-1][0] > 1e-4


def test_one_hidden_layer_is_the_two_layer_network(backend, tmp_path):
    """The same weights, the same path, in two words."""
    layers = {"init/layer-1": "init/W", "init/layer-2": "init/v"}
    flat = cell("fully connected, 1", init="gaussian")
    flat_run = backend.compile(flat, tmp_path).run(0)
    draws = dict(backend.compile(flat, tmp_path).draw(0))
    draws = {layers.get(name, name): array for name, array in draws.items()}
    two = build(
        inputs=word("distributions", "gaussian", dim=5),
        init="gaussian",
        width=8,
        rates=(0.5, 0.5),
        references={},
        quantities=tuple(each for each in MEASURED if "layer-2" not in each.id),
    )
    two_run = backend.compile(two, tmp_path).run(0, draws=draws)
    assert disagreements(two_run, _without(flat_run, "layer-2")) == {}


def _without(run, layer):
    from dataclasses import replace

    return replace(run, series={k: v for k, v in run.series.items() if layer not in k})


def test_gradients_are_central_differences():
    """The reference, which has no other opinion to lean on; Jacobian and pullback agree."""
    from earlyspec_reference.models import model

    for name in ("fully connected, 3", "a line", "a plane of three colours"):
        made = cell(name, "softplus")
        network = model(made, registry.revive(made.network.word))
        g = np.random.Generator(np.random.PCG64(5))
        shapes = registry.revive(made.network.word).shapes(made.d)
        weights = {layer: g.standard_normal(shape) for layer, shape in shapes.items()}
        x, r = g.standard_normal((4, made.d)), g.standard_normal(4)
        jacobian, pullback = network.jacobian(weights, x), network.pullback(weights, x, r)
        assert tuple(jacobian) == made.network.layers
        for layer, w in weights.items():
            assert pullback[layer].shape == w.shape
            np.testing.assert_allclose(jacobian[layer].T @ r, pullback[layer].ravel(), rtol=1e-11)
            for flat in (0, w.size // 2, w.size - 1):
                ends = []
                for h in (1e-5, -1e-5):
                    moved = {key: array.copy() for key, array in weights.items()}
                    moved[layer].ravel()[flat] += h
                    ends.append(network.outputs(moved, x))
                difference = (ends[0] - ends[1]) / 2e-5
                np.testing.assert_allclose(jacobian[layer][:, flat], difference, atol=1e-9)


def test_the_two_layer_jacobian_is_its_pullback_row_by_row():
    from earlyspec_reference.models import model

    made = build(activation="tanh", parametrisation="standard")
    network = model(made, registry.revive(made.network.word))
    g = np.random.Generator(np.random.PCG64(5))
    weights = {"first": g.standard_normal((8, 5)), "second": g.standard_normal(8)}
    x = g.standard_normal((4, 5))
    jacobian = network.jacobian(weights, x)
    for i in range(4):
        row = network.pullback(weights, x[i : i + 1], np.ones(1))
        for layer, gradient in row.items():
            np.testing.assert_allclose(jacobian[layer][i], gradient.ravel(), rtol=1e-12)
