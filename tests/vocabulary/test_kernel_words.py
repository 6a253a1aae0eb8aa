"""Kernels as words: golden values, spectra, the degrees at which they vanish, and what they fit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from earlyspec_jax.solver import SOLVER as JAX_SOLVER
from earlyspec_reference.solver import SOLVER as REFERENCE_SOLVER

from earlyspec.mathematics.harmonics import dimension


def normal(seed, *shape):
    return np.random.Generator(np.random.PCG64(seed)).standard_normal(shape)


def rows(array, length=1.0):
    return length * array / np.linalg.norm(array, axis=1, keepdims=True)


def kernel(word, **given):
    return word("kernels", "infinite-width", **{"activation": "relu", **given})


def test_arc_cosine_kernels(word):
    """kappa_0 and kappa_1 at u = 0.3."""
    first, second = (kernel(word, layers=layers).profile(0.3) for layers in ("first", "second"))
    assert 2 * first / 0.3 == pytest.approx(0.596986684021, rel=1e-11)
    assert 2 * second == pytest.approx(0.482744283835, rel=1e-11)
    assert kernel(word).profile(0.3) == pytest.approx(first + second, rel=1e-15)


@pytest.mark.parametrize(
    ("activation", "dual", "slope"),
    [
        ("relu", 0.360175386193, 0.336363695438),
        ("erf", 0.233470153219, 0.407554046788),
        ({"kind": "leaky-relu", "negative_slope": 0.1}, 0.351742062816, 0.372454593305),
    ],
)
def test_both_layers_off_the_sphere(word, ops, activation, dual, slope):
    at = (np.array(1.5), np.array(0.9), np.array(0.6))
    found = kernel(word, activation=activation, layers="second").value(ops, *at)
    assert found == pytest.approx(dual, rel=1e-9)
    found = kernel(word, activation=activation, layers="first").value(ops, *at)
    assert found == pytest.approx(0.6 * slope, rel=1e-9)
    shifted = kernel(word, activation=activation, bias=0.5).value(ops, *(x - 0.25 for x in at))
    assert shifted == pytest.approx(dual + 0.6 * slope, rel=1e-9)


@pytest.mark.parametrize("solver", [JAX_SOLVER, REFERENCE_SOLVER], ids=["jax", "numpy"])
def test_dual_weights_of_ridge_regression(word, ops, solver):
    x = rows(normal(1101, 4, 5), math.sqrt(5))
    y = normal(1104, 4)
    fields = {"kind": "infinite-width", "activation": "relu", "layers": "first"}
    model = word("reference_models", "kernel-ridge", kernel=fields, ridge=0.1)
    golden = (-3.26086054215, 1.48753773852, 0.466914485475, 3.33910936064)
    alpha = model.fit(ops, solver, x, y)
    np.testing.assert_allclose(alpha, golden, rtol=1e-9)
    np.testing.assert_allclose(model.predict(ops, alpha, x, x), y - 0.1 * alpha, rtol=1e-9)
    other = model.predict(ops, alpha, x, x.copy())  # by the other way to the same kernel
    np.testing.assert_allclose(other, y - 0.1 * alpha, rtol=1e-6)


def test_ridge_regression_minimises_what_it_says(word, ops):
    """|y - f(X)|^2 + ridge ||f||_K^2, by its gradient in alpha."""
    x, y = normal(5, 9, 4), normal(6, 9)
    model = word("reference_models", "kernel-ridge", kernel="exponential", ridge=0.3)
    alpha = model.fit(ops, REFERENCE_SOLVER, x, y)
    k = np.exp(x @ x.T / 4)
    np.testing.assert_allclose(k @ (k @ alpha - y) + 0.3 * k @ alpha, 0.0, atol=1e-10)


def test_a_diagonal_has_no_rounding_of_an_angle(word, ops):
    x = rows(normal(3, 50, 30), math.sqrt(30))
    k = kernel(word).square(ops, x)
    np.testing.assert_allclose(np.diag(k), 1.0, rtol=1e-14)
    np.testing.assert_allclose(k, k.T, rtol=1e-15)
    apart = k - kernel(word).gram(ops, x, x)
    assert np.abs(apart - np.diag(np.diag(apart))).max() < 1e-15


KERNELS = {
    "relu": ({}, "odd degrees from 3 on"),
    "relu features": ({"layers": "second"}, "odd degrees from 3 on"),
    "relu first": ({"layers": "first"}, "odd degrees from 3 on"),
    "leaky": ({"activation": "leaky-relu"}, "odd degrees from 3 on"),
    "absolute": ({"activation": {"kind": "leaky-relu", "negative_slope": -1.0}}, "odd degrees"),
    "line": (
        {"activation": {"kind": "leaky-relu", "negative_slope": 1.0}},
        "all degrees from 2 on",
    ),
    "identity": ({"activation": "identity"}, "all degrees from 2 on"),
    "identity with bias": ({"activation": "identity", "bias": 1.0}, "all degrees from 2 on"),
    "erf": ({"activation": "erf"}, "even degrees"),
    "relu with bias": ({"bias": 0.5}, ""),
    "erf with bias": ({"activation": "erf", "bias": 0.5}, ""),
}
SEEN = {  # which of the degrees 1, ..., 6 have an eigenvalue above 0
    "": (1, 1, 1, 1, 1, 1),
    "odd degrees from 3 on": (1, 1, 0, 1, 0, 1),
    "odd degrees": (0, 1, 0, 1, 0, 1),
    "even degrees": (1, 0, 1, 0, 1, 0),
    "all degrees from 2 on": (1, 0, 0, 0, 0, 0),
}


@pytest.mark.parametrize("name", KERNELS)
def test_the_degrees_at_which_a_kernel_vanishes(word, name):
    """What its formula says, against quadrature."""
    given, vanishing = KERNELS[name]
    made = kernel(word, **given)
    assert made.vanishing() == vanishing
    for d in (3, 8, 20):
        values = made.spectrum(d).values[1:7]
        seen = tuple(int(d**k * mu > 1e-9) for k, mu in enumerate(values, 1))
        assert seen == SEEN[vanishing][: len(seen)]


def test_every_kernel_has_a_spectrum_that_adds_up(word):
    for made in (word("kernels", "exponential"), kernel(word), kernel(word, bias=0.3)):
        for d in (5, 25, 100):
            found = made.spectrum(d)
            assert all(mu > -1e-16 for mu in found.values)
            seen = math.fsum(dimension(d, k) * mu for k, mu in enumerate(found.values))
            assert seen + found.tail == pytest.approx(made.profile(1.0), rel=1e-6)
    assert word("kernels", "exponential").vanishing() == ""


def test_a_kernel_without_a_closed_form_is_refused(word):
    with pytest.raises(ValueError, match="closed form"):
        kernel(word, activation="tanh")


# The labels.


def test_the_power_of_each_degree_is_what_was_asked(word, ops, draws):
    d, powers = 6, (0.09, 0.4, 0.3, 0.2)
    rule = word("labels", "staircase", powers=powers)
    x = rows(normal(8, 200_000, d), math.sqrt(d))
    taken = draws()
    y = rule.rule(ops, taken, x, "train")
    assert np.mean(y) == pytest.approx(0.3, abs=0.01)
    assert np.mean(y**2) == pytest.approx(sum(powers), rel=0.02)
    linear = np.mean(y[:, None] * x, axis=0)  # E[y x]: its square norm is the power of degree 1
    assert np.sum(linear**2) == pytest.approx(0.4, rel=0.02)
    np.testing.assert_allclose(rule.rule(ops, taken, 3.0 * x[:5], "test"), y[:5], rtol=1e-12)
    assert rule.degree_powers(d) == powers
    assert rule.rule_bound() is None
    assert word("labels", "staircase", powers=[4.0]).rule_bound() == 2.0


def test_the_powers_of_a_neuron(word):
    found = word("labels", "single-neuron").degree_powers(10)
    assert math.fsum(found) == pytest.approx(0.5, rel=1e-12)
    beyond = [math.fsum(found[k:]) for k in (1, 2, 3)]
    assert beyond == pytest.approx((0.33269878833, 0.0826987883299, 0.00803543766724), rel=1e-9)
    assert word("labels", "linear").degree_powers(10) is None
