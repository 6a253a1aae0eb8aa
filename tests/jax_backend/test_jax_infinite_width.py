"""Infinite-width kernels: closed forms against finite widths, quadrature, and each other."""

from __future__ import annotations

import math

import jax.numpy as jnp
import numpy as np
import pytest
from earlyspec_jax.infinite_width import tangent_kernel
from earlyspec_jax.settings import exact
from earlyspec_reference.chain import Chain
from earlyspec_reference.infinite_width import _DUALS
from earlyspec_reference.infinite_width import tangent_kernel as by_hand
from earlyspec_reference.ops import OPS

from earlyspec import registry
from earlyspec.backend import Unsupported
from earlyspec.vocabulary._images import Image

X = np.random.default_rng(6).standard_normal((8, 10))
GRAM = X @ X.T / 10
A, B = np.diag(GRAM)[:, None], np.diag(GRAM)[None, :]


class Phi:
    """An activation with the duals of the reference, in jax.numpy."""

    def __init__(self, kind):
        self.value, self.slope = _DUALS[kind]

    def dual(self, ops, *moments):
        return jnp.asarray(self.value(*map(np.asarray, moments)))

    def dual_slope(self, ops, *moments):
        return jnp.asarray(self.slope(*map(np.asarray, moments)))


@pytest.mark.parametrize("kind", ["erf", "relu"])
def test_both_backends_agree(kind):
    """With the word's own duals where it has them."""
    word = registry.load("activations", kind)()
    phi = word if word.has_dual() else Phi(kind)
    weights = (1.0, 0.5, 0.0, 2.0)
    with exact():
        found = tangent_kernel(phi, weights, *map(jnp.asarray, (A, B, GRAM)))
    expected = by_hand(kind, weights, A, B, GRAM)
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-12)


def finite(kind, depth, width, seed, x=X):
    """The kernel of all layers of a network of that width at initialisation."""
    layers = tuple(f"layer-{k}" for k in range(1, depth + 2))
    shapes = [(width, x.shape[1]), *[(width, width)] * (depth - 1), (width,)]
    g = np.random.Generator(np.random.PCG64([seed, width]))
    weights = {k: g.standard_normal(s) for k, s in zip(layers, shapes, strict=True)}
    chain = Chain(layers, registry.load("activations", kind)(), Image((1,), (1,), x.shape[1]))
    return sum(j @ j.T for j in chain.jacobian(weights, x).values())


@pytest.mark.parametrize(("kind", "depth"), [("erf", 1), ("erf", 3), ("relu", 2)])
def test_finite_widths_approach_it_like_the_root_of_the_width(kind, depth):
    """log error over log width: -1/2 to +-0.15, which -1/4 or -1 would miss."""
    limit = by_hand(kind, (1.0,) * (depth + 1), A, B, GRAM)
    widths = np.array([16, 48, 144, 432])
    errors = [
        math.sqrt(np.mean([np.mean((finite(kind, depth, m, s) - limit) ** 2) for s in range(40)]))
        for m in widths
    ]
    slope = np.polyfit(np.log(widths), np.log(errors), 1)[0]
    assert slope == pytest.approx(-0.5, abs=0.15)
    mean = np.mean([finite(kind, depth, 432, s) for s in range(40)], axis=0)
    assert np.abs(mean - limit).max() < 6 * errors[-1] / math.sqrt(40)


def test_two_hidden_layers_by_quadrature():
    """E f(u) f(v) over the Gaussian plane by a product of Gauss-Hermite rules, layer by layer."""
    erf = registry.load("activations", "erf")()
    node, weight = np.polynomial.hermite_e.hermegauss(80)
    plane = np.outer(weight, weight) / (2 * math.pi)
    g, h = np.meshgrid(node, node, indexing="ij")

    def mean(f, a, b, c):
        u = math.sqrt(a) * g
        v = c / math.sqrt(a) * g + math.sqrt(b - c * c / a) * h
        return (plane * f(OPS, u) * f(OPS, v)).sum()

    a, b, c = GRAM[0, 0], GRAM[1, 1], GRAM[0, 1]
    theta = c
    for _ in range(2):
        slope = mean(erf.slope, a, b, c)
        a, b, c = (
            mean(erf.value, a, a, a * (1 - 1e-15)),
            mean(erf.value, b, b, b * (1 - 1e-15)),
            mean(erf.value, a, b, c),
        )
        theta = theta * slope + c
    assert by_hand("erf", (1.0, 1.0, 1.0), A, B, GRAM)[0, 1] == pytest.approx(theta, rel=1e-9)


def test_one_hidden_layer_has_the_sheets_values():
    """Golden values 12: Theta_1* and Theta_2* of the first two inputs, erf and relu."""
    g = np.random.Generator(np.random.PCG64(101))
    x = g.standard_normal((170, 12))[:2]
    gram = x @ x.T / 12
    moments = (np.diag(gram)[:, None], np.diag(gram)[None, :], gram)
    golden = {
        "erf": (-0.0158502006218, -0.0158469267528),
        "relu": (-0.00902131561439, 0.147573905762),
    }
    for kind, (first, second) in golden.items():
        assert by_hand(kind, (1.0, 0.0), *moments)[0, 1] == pytest.approx(first, rel=1e-9)
        assert by_hand(kind, (0.0, 1.0), *moments)[0, 1] == pytest.approx(second, rel=1e-9)


def test_the_diagonal_of_relu_keeps_every_digit():
    """Homogeneity: E phi'^2 = E phi^2 = 1/2 at each layer, so Theta = (L + 1) a / 2^L."""
    for depth in (1, 3):
        theta = by_hand("relu", (1.0,) * (depth + 1), A, B, GRAM)
        np.testing.assert_allclose(
            np.diag(theta), (depth + 1) * np.diag(GRAM) / 2**depth, rtol=1e-14
        )


def test_an_activation_without_a_closed_form_says_so():
    with pytest.raises(Unsupported, match="tanh"):
        by_hand("tanh", (1.0, 1.0), A, B, GRAM)


def test_off_the_diagonal_the_rest_is_the_bias_of_the_linear_model():
    """nu^2 for the first layer, nu^2 / 2 for the second: nu has Sigma in it, and 3/2 is for both.

    The numbers are the theory sheet's, hu2020 8.2: relu, Tr[Sigma^2] / d = 1.22056, n = 3000; it
    predicts 0.1943 and 0.0971. In training the norm feature hides them.
    """
    n, d = 3000, 60
    covariance = {"kind": "diagonal", "low": 0.2, "high": 1.8}
    law = registry.load("distributions", "gaussian").model_validate(
        {"dim": d, "covariance": covariance}
    )
    spread = law.facts().trace_square
    assert spread == pytest.approx(1.22056, abs=1e-5)
    x = np.random.default_rng(0).standard_normal((n, d)) * np.sqrt(np.linspace(0.2, 1.8, d))
    gram, norms = x @ x.T / d, np.linalg.norm(x, axis=1) / math.sqrt(d)
    phi = registry.load("activations", "relu")()
    facts = phi.facts()
    off = ~np.eye(n, dtype=bool)

    def rest(weights, linear):
        own = np.diag(gram)
        with exact():
            kernel = tangent_kernel(
                phi, weights, *map(jnp.asarray, (own[:, None], own[None, :], gram))
            )
        return np.mean((np.asarray(kernel) - linear)[off]) * d

    linear = facts.zeta**2 * gram
    first = rest((1.0, 0.0), linear)
    second = rest((0.0, 1.0), linear + facts.theta_0**2 * np.outer(norms, norms))
    nu_squared = facts.kappa**2 * spread
    assert (nu_squared, nu_squared / 2) == pytest.approx((0.1943, 0.0971), abs=1e-4)
    assert (first, second) == pytest.approx((nu_squared, nu_squared / 2), rel=0.04)
    assert (first, second) == pytest.approx((0.1921, 0.0956), rel=0.04)
