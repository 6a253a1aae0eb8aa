"""Networks of any depth: their outputs by hand, how images lie, what shifts do, their slopes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pydantic_core import ValidationError
from scipy import integrate, special, stats

from earlyspec.plans.nodes import Word
from earlyspec.vocabulary._images import Image, image_of, patches, shifts
from earlyspec.vocabulary._quadrature import layer_slopes

RNG = np.random.default_rng(4)


def weights_of(model, dim):
    rng = np.random.default_rng(8)
    return {layer: rng.standard_normal(shape) for layer, shape in model.shapes(dim).items()}


def test_a_fully_connected_network_by_hand(word, ops):
    model = word("architectures", "fully-connected", depth=2, width=3, activation="erf")
    weights, x = weights_of(model, 4), RNG.standard_normal((6, 4))
    assert model.shapes(4) == {"layer-1": (3, 4), "layer-2": (3, 3), "layer-3": (3,)}
    w, u, v = weights.values()
    for row, output in zip(x, model.forward(ops, weights, x), strict=True):
        h = special.erf(w @ row / 2)
        h = special.erf(u @ h / math.sqrt(3))
        assert output == pytest.approx(v @ h / math.sqrt(3), rel=1e-13)


def test_equation_12_by_hand(word, ops):
    """f = (m d)^(-1/2) sum_r v_r . phi(w_r * x / sqrt(q)), [w * x]_k = sum_j w_j x_(k+j-1)."""
    d, q, m = 7, 3, 4
    model = word(
        "architectures",
        "convolutional",
        image=[d], filter=q, channels=m, depth=1, activation="erf",
    )  # fmt: skip
    weights, x = weights_of(model, d), RNG.standard_normal((5, d))
    w, v = weights["layer-1"], weights["layer-2"].reshape(d, m)
    for row, output in zip(x, model.forward(ops, weights, x), strict=True):
        total = 0.0
        for r in range(m):
            for k in range(d):
                z = sum(w[r, j] * row[(k + j) % d] for j in range(q)) / math.sqrt(q)
                total += v[k, r] * special.erf(z)
        assert output == pytest.approx(total / math.sqrt(m * d), rel=1e-12)


def test_coordinates_are_those_of_a_file_of_images(ops):
    """Height x width x colour in memory order; patches in that order too, round both edges."""
    picture = RNG.standard_normal((3, 4, 2))
    image = Image((3, 4), (2, 3), 2)
    found = patches(ops, picture.reshape(1, 12, 2), image)
    assert found.shape == (1, 12, image.patch)
    for i in range(3):
        for j in range(4):
            seen = [picture[(i + a) % 3, (j + b) % 4] for a in range(2) for b in range(3)]
            np.testing.assert_array_equal(found[0, 4 * i + j], np.concatenate(seen))


@pytest.mark.parametrize(
    "image", [Image((5,), (5,), 2), Image((5,), (1,), 1), Image((3, 4), (2, 3), 2)]
)
def test_shifts_are_patches_a_position_at_a_time(ops, image):
    h = RNG.standard_normal((2, image.positions, image.colours))
    together = np.stack(shifts(ops, h, image), axis=2).reshape(2, image.positions, -1)
    np.testing.assert_array_equal(together, patches(ops, h, image))


@pytest.mark.parametrize("shift", [(0, 1), (2, 0), (1, 3)])
def test_shifted_images_have_shifted_features(word, ops, shift):
    """Shifting the input does what shifting the readout back does, at any depth."""
    model = word(
        "architectures",
        "convolutional",
        image=[3, 5], filter=[2, 3], colours=3, channels=4, depth=3, activation="tanh",
    )  # fmt: skip
    weights, x = weights_of(model, 45), RNG.standard_normal((6, 3, 5, 3))
    moved = np.roll(x, shift, axis=(1, 2)).reshape(6, 45)
    v = weights["layer-4"].reshape(3, 5, 4)
    back = weights | {"layer-4": np.roll(v, tuple(-s for s in shift), axis=(0, 1)).ravel()}
    outputs = model.forward(ops, weights, moved)
    np.testing.assert_allclose(outputs, model.forward(ops, back, x.reshape(6, 45)), rtol=1e-12)
    assert not np.allclose(outputs, model.forward(ops, weights, x.reshape(6, 45)))


def test_initial_weights_are_standard_gaussian(word, ops, draws):
    model = word("architectures", "fully-connected", depth=2, width=60, activation="erf")
    taken = draws()
    weights = model.initial(ops, taken, 50)
    assert taken.taken == ["init/layer-1", "init/layer-2", "init/layer-3"]
    for w in weights.values():
        assert stats.ks_1samp(w.ravel(), stats.norm.cdf).statistic < 1.95 / math.sqrt(w.size)


def test_what_the_plan_is_told(word):
    given = {"image": [4, 5], "filter": 2, "colours": 3, "channels": 6, "depth": 2}
    model = word("architectures", "convolutional", activation="erf", **given)
    own = Word("architectures", "convolutional", model.parameters())
    told = model.describe(60, own)
    assert told.layers == ("layer-1", "layer-2", "layer-3")
    assert (told.width, told.parametrisation, told.kernel_scale) == (6, "ntk", (1.0, 1.0, 1.0))
    assert (told.init, told.zero_output, told.follows_law) == ("subtract", True, False)
    assert told.positions == 20
    assert told.parameters == 6 * 12 + 6 * 24 + 20 * 6
    assert told.products == 20 * (6 * 12 + 6 * 24) + 20 * 6
    assert told.slopes == layer_slopes(model.activation, 2)
    assert image_of(own, 60) == Image((4, 5), (2, 2), 3)
    assert model.made_for() == 60


def test_the_image_of_a_network_without_one_is_a_single_position(word):
    model = word("architectures", "two-layer", width=2, activation="erf")
    own = Word("architectures", "two-layer", model.parameters())
    assert image_of(own, 9) == Image((1,), (1,), 9)
    assert model.made_for() is None


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"filter": 6}, "6 wide, but the image only 5"),
        ({"image": [5, 3], "filter": [2, 4]}, "4 wide, but the image only 3"),
        ({"image": [5, 3], "filter": [2]}, "1 sides, the image 2"),
        ({"image": [2, 2, 2], "filter": 1}, "one side or two, not 3"),
        ({"init": "symmetric"}, "two-layer"),
        ({"init": {"kind": "file", "path": "w.npz"}}, "two-layer"),
    ],
)
def test_sizes_that_do_not_go_together(word, given, match):
    fine = {"image": [5], "filter": 2, "channels": 3, "depth": 1, "activation": "erf"}
    with pytest.raises(ValidationError, match=match):
        word("architectures", "convolutional", **(fine | given))


@pytest.mark.parametrize("kind", ["erf", "tanh", "relu", "softplus"])
def test_slopes_are_means_at_each_layers_own_variance(word, ops, kind):
    """Against adaptive quadrature with the density of N(0, q) itself."""
    phi = word("activations", kind)

    def mean(f, q):
        density = lambda z: math.exp(-z * z / (2 * q)) / math.sqrt(2 * math.pi * q)  # noqa: E731
        return sum(
            integrate.quad(lambda z: float(f(z)) * density(z), *ends, epsabs=1e-13)[0]
            for ends in ((-math.inf, 0), (0, math.inf))
        )

    q = 1.0
    for slope in layer_slopes(phi, 4):
        assert slope == pytest.approx(mean(lambda z: phi.slope(ops, np.float64(z)), q), abs=1e-10)
        q = mean(lambda z: phi.value(ops, np.float64(z)) ** 2, q)


def test_the_deep_linear_feature(word, ops):
    x = RNG.standard_normal((5, 4))
    model = word("reference_models", "deep-linear", coefficient=0.9, eta=2.0)
    psi = model.features(ops, x, np.float64(1.0))
    np.testing.assert_allclose(psi @ psi.T, 0.9 * x @ x.T / 4, rtol=1e-13)
    assert model.step() == 2.0


def test_the_kernel_of_a_deep_network_has_the_coefficient(word, ops):
    """At infinite width, d = 96; finite d leaves 1.5 %, a layer less would be 20 % off or more."""
    from types import SimpleNamespace

    from earlyspec_reference.infinite_width import tangent_kernel

    x = np.random.default_rng(0).standard_normal((120, 96))
    gram = x @ x.T / 96
    squares = np.diag(gram)
    measurement = word("measurements", "kernel-coefficient")
    phi = word("activations", "erf")
    for depth in (1, 2, 4):
        weights = (1.0,) * (depth + 1)
        theta = tangent_kernel("erf", weights, squares[:, None], squares[None, :], gram)
        at = SimpleNamespace(
            cell=SimpleNamespace(network=SimpleNamespace(layers=weights, kernel_scale=weights)),
            inputs=lambda split: x,
            kernel_block=lambda kernel, rows, split, theta=theta: theta[:rows, :rows],
        )
        expected = (depth + 1) * math.prod(layer_slopes(phi, depth)) ** 2
        assert float(measurement.measure(ops, at)) == pytest.approx(expected, rel=0.015)
