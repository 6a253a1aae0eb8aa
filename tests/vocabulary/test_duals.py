"""Closed forms of E phi(u) phi(v) and E phi'(u) phi'(v), against quadrature of phi and phi'."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

DUALS = [
    ("erf", {}),
    ("identity", {}),
    ("relu", {}),
    ("leaky-relu", {"negative_slope": 0.2}),
    ("leaky-relu", {"negative_slope": -1.0}),  # the absolute value
]
COVARIANCES = [
    (1.0, 1.0, 0.3),
    (0.7, 1.6, -0.9),
    (1.2, 0.9, 0.0),
    (2.0, 0.5, 0.99),
    (1.0, 1.0, -1.0),
]


def plane(a, b, c):
    """Points (u, v) and weights of the Gaussian plane: panels of the angle that end at kinks."""
    root = np.array([[math.sqrt(a), 0.0], [c / math.sqrt(a), math.sqrt(max(b - c * c / a, 0))]])
    kinks = [math.atan2(-root[k, 0], root[k, 1]) % math.pi for k in (0, 1)]
    ends = np.unique([0.0, 2 * math.pi, *kinks, *(k + math.pi for k in kinks)])
    pieces = [np.linspace(low, high, 9)[:-1] for low, high in itertools.pairwise(ends)]
    edges = np.append(np.concatenate(pieces), 2 * math.pi)
    node, weight = np.polynomial.legendre.leggauss(24)
    half = np.diff(edges)[:, None] / 2
    angle = (edges[:-1, None] + half * (1 + node)).ravel()
    share = (half * weight).ravel() / (2 * math.pi)
    # radius: density r exp(-r^2 / 2), in panels of width 1/2 up to 12
    ends = np.linspace(0, 12, 25)
    radius = (ends[:-1, None] + 0.25 * (1 + node)).ravel()
    mass = np.tile(0.25 * weight, 24) * radius * np.exp(-(radius**2) / 2)
    points = root @ np.stack([np.cos(angle), np.sin(angle)])
    return points[:, :, None] * radius, share[:, None] * mass


@pytest.mark.parametrize(("name", "given"), DUALS)
@pytest.mark.parametrize("covariance", COVARIANCES)
def test_duals_are_the_means_they_stand_for(word, ops, name, given, covariance):
    phi = word("activations", name, **given)
    assert phi.has_dual()
    assert phi.facts().has_dual
    (u, v), mass = plane(*covariance)
    a, b, c = (np.array(each) for each in covariance)
    value = (mass * phi.value(ops, u) * phi.value(ops, v)).sum()
    slope = (mass * phi.slope(ops, u) * phi.slope(ops, v)).sum()
    assert float(phi.dual(ops, a, b, c)) == pytest.approx(value, rel=1e-11, abs=1e-12)
    assert float(phi.dual_slope(ops, a, b, c)) == pytest.approx(slope, rel=1e-11, abs=1e-12)


@pytest.mark.parametrize(("name", "given"), DUALS)
def test_the_diagonal_is_exact(word, ops, name, given):
    """The angle of an input with itself is 0, not the arccos of 1 - rounding."""
    phi = word("activations", name, **given)
    a = np.linspace(0.3, 3, 1001)
    if phi.piecewise_linear:
        square = (1 + given.get("negative_slope", 1.0 if name == "identity" else 0.0) ** 2) / 2
        np.testing.assert_allclose(phi.dual(ops, a, a, a), square * a, rtol=4e-16)
        np.testing.assert_allclose(phi.dual_slope(ops, a, a, a), square, rtol=4e-16)
    one = np.ones(1)
    facts = phi.facts()
    assert phi.dual(ops, one, one, one)[0] == pytest.approx(facts.value_square, rel=1e-14)
    assert phi.dual_slope(ops, one, one, one)[0] == pytest.approx(facts.slope_square, rel=1e-14)


def test_an_input_at_the_origin_has_finite_kernels(word, ops):
    for name, given in DUALS:
        phi = word("activations", name, **given)
        zero, one = np.zeros(1), np.ones(1)
        for b in (zero, one):
            assert phi.dual(ops, zero, b, zero)[0] == 0
            assert np.isfinite(phi.dual_slope(ops, zero, b, zero)).all()


@pytest.mark.parametrize("name", ["tanh", "gelu", "softplus", "silu", "sigmoid"])
def test_others_have_none(word, ops, name):
    phi = word("activations", name)
    assert not phi.has_dual()
    assert not phi.facts().has_dual
    with pytest.raises(NotImplementedError, match=name):
        phi.dual(ops, 1.0, 1.0, 0.5)
