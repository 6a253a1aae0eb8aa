"""The two-layer network and its initial weights: laws, parametrisations, kernels."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pydantic_core import ValidationError
from scipy import special, stats

from earlyspec.plans.nodes import Word

M, D = 8, 5
X = np.random.default_rng(1).standard_normal((30, D))


@pytest.fixture
def network(word):
    return lambda **given: word(
        "architectures", "two-layer", **({"width": M, "activation": "erf"} | given)
    )


def test_symmetric_weights_are_mirrored_and_the_output_is_zero(network, draws, ops):
    weights = network(width=600).initial(ops, draws(), D)
    w, v = weights["first"], weights["second"]
    assert (w.shape, v.shape) == ((600, D), (600,))
    np.testing.assert_array_equal(w[:300], w[300:])
    np.testing.assert_array_equal(v[:300], -v[300:])
    assert set(np.unique(v)) == {-1.0, 1.0}
    half = w[:300].ravel()
    assert stats.ks_1samp(half, stats.norm.cdf).statistic < 1.95 / math.sqrt(half.size)
    assert np.abs(network(width=600).forward(ops, weights, X)).max() < 1e-14


@pytest.mark.parametrize(
    ("init", "zero", "law", "subtracts"),
    [
        ("symmetric", True, True, False),
        ("subtract", True, True, True),
        ("signs", False, True, False),
        ("gaussian", False, False, False),
    ],
)
def test_what_initialisations_promise(word, draws, ops, init, zero, law, subtracts):
    kind = word("initialisations", init)
    assert (kind.zero_output, kind.follows_law, kind.subtracts) == (zero, law, subtracts)
    w, v = kind.weights(ops, draws(), 5000, 2)
    assert stats.ks_1samp(w[:2500].ravel(), stats.norm.cdf).statistic < 1.95 / math.sqrt(5000)
    if law:
        assert kind.mirrors == (np.all(w[:2500] == w[2500:]) and np.all(v[:2500] == -v[2500:]))
        assert set(np.unique(v)) == {-1.0, 1.0}
        assert abs(v[:2500].sum()) < 5 * math.sqrt(2500)
    else:
        assert stats.ks_1samp(v, stats.norm.cdf).statistic < 1.95 / math.sqrt(5000)


def test_initial_weights_from_a_file(word, draws, ops):
    rng = np.random.default_rng(2)
    stored = {("w.npz", "W"): rng.standard_normal((M, D)), ("w.npz", "v"): rng.random(M)}
    kind = word("initialisations", "file", path="w.npz")
    w, v = kind.weights(ops, draws(files=stored), M, D)
    np.testing.assert_array_equal(w, stored["w.npz", "W"])
    np.testing.assert_array_equal(v, stored["w.npz", "v"])
    assert kind.files() == (("w.npz", "W"), ("w.npz", "v"))
    assert (kind.zero_output, kind.follows_law) == (False, False)
    with pytest.raises(ValueError, match="not"):
        kind.weights(ops, draws(files=stored), M, D + 1)


def test_an_odd_width_has_no_symmetric_initialisation(network, word, draws, ops):
    with pytest.raises(ValidationError, match="even"):
        network(width=7)
    assert network(width=7, init="gaussian").width == 7
    with pytest.raises(ValueError, match="even"):
        word("initialisations", "symmetric").weights(ops, draws(), 7, D)


def test_outputs_by_hand(network, draws, ops):
    """hu2020, eq 1, neuron by neuron."""
    for parametrisation, factor in (
        ("ntk", 1 / math.sqrt(M)),
        ("standard", 1 / math.sqrt(M)),
        ("mean-field", 1 / M),
    ):
        model = network(init="gaussian", parametrisation=parametrisation)
        weights = model.initial(ops, draws(), D)
        w, v = draws().normal("init/W", (M, D)), draws().normal("init/v", (M,))
        expected = factor * sum(v[r] * special.erf(X @ w[r] / math.sqrt(D)) for r in range(M))
        np.testing.assert_allclose(model.forward(ops, weights, X), expected, rtol=1e-12)


@pytest.mark.parametrize("init", ["symmetric", "subtract", "gaussian"])
def test_what_the_plan_is_told(network, word, init):
    model = network(init=init, parametrisation="standard")
    own = Word("architectures", "two-layer", model.parameters())
    told = model.describe(D, own)
    kind = word("initialisations", init)
    assert (told.word, told.width, told.layers) == (own, M, ("first", "second"))
    assert told.activation == word("activations", "erf").facts()
    assert (told.parametrisation, told.kernel_scale) == ("standard", (D, M))
    assert (told.init, told.zero_output, told.follows_law) == (
        init,
        kind.zero_output,
        kind.follows_law,
    )


def layer_kernel(model, ops, weights, layer, x):
    """J J^T of one layer by central differences of `forward`."""
    rows, h = [], 1e-6
    for index in np.ndindex(weights[layer].shape):
        outputs = []
        for sign in (1, -1):
            moved = weights[layer].copy()
            moved[index] += sign * h
            outputs.append(model.forward(ops, weights | {layer: moved}, x))
        rows.append((outputs[0] - outputs[1]) / (2 * h))
    jacobian = np.array(rows).T  # (n, parameters)
    return jacobian @ jacobian.T


@pytest.mark.parametrize("parametrisation", ["standard", "mean-field"])
def test_kernel_scales_are_ratios_of_kernels_at_initialisation(
    network, draws, ops, parametrisation
):
    x = X[:4]
    plain = network(init="gaussian")
    other = network(init="gaussian", parametrisation=parametrisation)
    for layer, scale in zip(other.layers, other.kernel_scale(D), strict=True):
        kernels = [
            layer_kernel(each, ops, each.initial(ops, draws(), D), layer, x)
            for each in (plain, other)
        ]
        np.testing.assert_allclose(kernels[1], scale * kernels[0], rtol=1e-7, atol=1e-9)
    assert plain.kernel_scale(D) == (1.0, 1.0)
