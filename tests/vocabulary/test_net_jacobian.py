"""Bounds on the Jacobian of a network with several outputs: golden values, and random pairs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from earlyspec.vocabulary import _net_jacobian as net

CURVATURE = 4 / (3 * math.sqrt(3))  # sup|tanh''|


def draws(seed):
    return np.random.Generator(np.random.PCG64(seed))


def rows(a):
    return a / np.linalg.norm(a, axis=1, keepdims=True)


def jacobian(v, w, x):
    """Sample-major, (n K, k d)."""
    slopes = 1 - np.tanh(x @ w.T) ** 2  # (n, k)
    return np.einsum("ar,ir,ij->iarj", v, slopes, x).reshape(len(x) * len(v), -1)


X = rows(draws(1201).standard_normal((5, 4)))
_G = draws(1202)
W = _G.standard_normal((6, 4))
V = np.where(_G.random((3, 6)) < 0.5, -1, 1) / math.sqrt(18)
INPUTS, WEIGHT = np.linalg.norm(X, 2), np.abs(V).max()


def test_golden_singular_values():
    """jl01."""
    found = np.linalg.svd(jacobian(V, W, X), compute_uv=False)[[0, 1, 2, 14]]
    expected = [0.803253974634, 0.615884214736, 0.552328600034, 0.0139594259122]
    np.testing.assert_allclose(found, expected, rtol=1e-8)


def test_golden_bounds():
    """jl02."""
    assert net.largest_norm(1.0, 3, 6, WEIGHT, INPUTS) == pytest.approx(1.47274001793, rel=1e-9)
    one = net.lipschitz(1.0, 3, WEIGHT, INPUTS)
    two = net.lipschitz(CURVATURE, 3, WEIGHT, INPUTS)
    assert one == pytest.approx(0.601243594619, rel=1e-9)
    assert two == pytest.approx(0.462837534936, rel=1e-9)


@pytest.mark.parametrize("scale", [0.01, 0.3, 3.0])
def test_random_pairs_obey_both(scale):
    g, bound = draws(7), net.lipschitz(CURVATURE, 3, WEIGHT, INPUTS)
    worst = 0.0
    for _ in range(200):
        other = W + scale * g.standard_normal(W.shape)
        moved = np.linalg.norm(jacobian(V, other, X) - jacobian(V, W, X), 2)
        worst = max(worst, moved / (bound * np.linalg.norm(other - W)))
        assert np.linalg.norm(jacobian(V, other, X), 2) <= net.largest_norm(
            1.0, 3, 6, WEIGHT, INPUTS
        )
    assert 0.01 < worst <= 1


def test_one_neuron_and_one_input_reach_the_constant():
    """At the steepest point of tanh'; a smaller constant would be false."""
    z = math.atanh(1 / math.sqrt(3))
    a, b = (np.array([[z + s]]) for s in (-1e-4, 1e-4))
    one = np.ones((1, 1))
    moved = abs(jacobian(one, a, one) - jacobian(one, b, one)).item()
    assert moved / 2e-4 == pytest.approx(net.lipschitz(CURVATURE, 1, 1.0, 1.0), rel=1e-6)


def test_without_the_distance_the_second_is_false_for_far_pairs():
    """G10, as printed: two networks that saturate at different inputs."""
    x, w = np.ones((1, 1)), 0.02
    printed = net.lipschitz(CURVATURE, 1, w, 1.0)  # no ||W - W'||_F
    v = np.full((1, 1), w)
    moved = abs(jacobian(v, np.zeros((1, 1)), x) - jacobian(v, np.full((1, 1), 9.0), x)).item()
    assert moved > printed
    assert moved <= printed * 9.0


def test_longer_inputs_need_their_length():
    x, v = np.full((1, 1), 3.0), np.ones((1, 1))
    z = math.atanh(1 / math.sqrt(3)) / 3
    a, b = (np.array([[z + s]]) for s in (-1e-4, 1e-4))
    moved = abs(jacobian(v, a, x) - jacobian(v, b, x)).item() / 2e-4
    assert moved == pytest.approx(net.lipschitz(CURVATURE, 1, 1.0, 3.0, 3.0), rel=1e-5)
