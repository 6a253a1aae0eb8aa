"""Activations: the golden table, other quadratures, finite differences, the ends of float range."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, optimize, special, stats

from earlyspec import registry
from earlyspec.vocabulary._ops import ScalarOps


def ELU(alpha):
    """By completing the square: E exp(k g) 1(g < 0) = exp(k^2/2) Phi(-k), which is `below(k)`."""

    def below(k):
        return math.exp(k * k / 2) * stats.norm.cdf(-k)

    density = 1 / math.sqrt(2 * math.pi)
    first = below(1) - density  # E g exp(g) 1(g < 0)
    third = 4 * below(1) - 3 * density  # E g^3 exp(g) 1(g < 0)
    yield 1 / 2 + alpha * below(1)
    yield density + alpha * (below(1) - 1 / 2)
    yield density + alpha * first
    yield 0.0 * density + alpha * (third / 2 - first)
    yield 1 / 2 + alpha**2 * below(2)
    yield 1 / 2 + alpha**2 * (below(2) - 2 * below(1) + 1 / 2)


# kind, parameters: zeta, theta_0, kappa, theta_2, E phi'^2, E phi^2 (theory sheet, section 2).
GOLDEN = {
    "identity": (1, 0, 0, 0, 1, 1),
    "relu": (0.5, 0.398942280401433, 0.398942280401433, 0, 0.5, 0.5),
    "leaky 0.01": (0.505, 0.394952857597418, 0.394952857597418, 0, 0.50005, 0.50005),
    "leaky 0.2": (0.6, 0.319153824321146, 0.319153824321146, 0, 0.52, 0.52),
    "erf": (0.65147001587056, 0, 0, 0, 0.569410034733742, 0.46455905439754),
    "tanh": (0.605705509602159, 0, 0, 0, 0.464402902448268, 0.394294490397841),
    "sigmoid": (0.206620964141907, 0.5, 0, 0, 0.044836241350194, 0.293379035858093),
    "softplus": (
        0.5,
        0.80605918334744,
        0.206620964141907,
        0.072112240091324,
        0.293379035858093,
        0.9212459088593,
    ),
    "gelu": (
        0.5,
        0.282094791773878,
        0.423142187660817,
        0.035261848971735,
        0.455850865649287,
        0.425221482570299,
    ),
    "silu": (
        0.5,
        0.206620964141907,
        0.350845444324555,
        0.082819740868281,
        0.379482351632829,
        0.355775519817352,
    ),
    "elu 1": tuple(ELU(1.0)),
    "elu 0.5": tuple(ELU(0.5)),
}
FIELDS = ("zeta", "theta_0", "kappa", "theta_2", "slope_square", "value_square")

# phi and phi' by other routes than the words'.
OTHERWISE = {
    "identity": (lambda z: z, np.ones_like),
    "relu": (lambda z: np.maximum(z, 0), lambda z: np.heaviside(z, 1)),
    "leaky 0.01": (lambda z: np.maximum(z, 0.01 * z), lambda z: 0.01 + 0.99 * np.heaviside(z, 1)),
    "leaky 0.2": (lambda z: np.maximum(z, 0.2 * z), lambda z: 0.2 + 0.8 * np.heaviside(z, 1)),
    "erf": (
        lambda z: 2 * stats.norm.cdf(z * math.sqrt(2)) - 1,
        lambda z: 2 * math.sqrt(2) * stats.norm.pdf(z * math.sqrt(2)),
    ),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "sigmoid": (lambda z: (1 + np.tanh(z / 2)) / 2, lambda z: 1 / (4 * np.cosh(z / 2) ** 2)),
    "softplus": (lambda z: np.logaddexp(0, z), special.expit),
    "gelu": (
        lambda z: z * stats.norm.cdf(z),
        lambda z: stats.norm.cdf(z) + z * stats.norm.pdf(z),
    ),
    "silu": (
        lambda z: z * (1 + np.tanh(z / 2)) / 2,
        lambda z: (1 + np.tanh(z / 2)) / 2 + z / (4 * np.cosh(z / 2) ** 2),
    ),
    "elu 1": (
        lambda z: np.where(z < 0, np.expm1(np.minimum(z, 0)), z),
        lambda z: np.exp(np.minimum(z, 0)),
    ),
    "elu 0.5": (
        lambda z: np.where(z < 0, 0.5 * np.expm1(np.minimum(z, 0)), z),
        lambda z: np.where(z < 0, 0.5 * np.exp(np.minimum(z, 0)), 1.0),
    ),
}
SUPREMA = {  # sup |phi'|, sup |phi''| (theory sheet, section 2)
    "erf": (1.128379167096, 0.967882898077),
    "tanh": (1.0, 0.769800358920),
    "sigmoid": (0.25, 0.096225044865),
    "softplus": (1.0, 0.25),
    "gelu": (1.128904145, 0.797884560803),
}


@pytest.fixture(params=list(GOLDEN))
def name(request):
    return request.param


@pytest.fixture
def phi(name, word):
    if name.startswith("elu"):
        return word("activations", "elu", alpha=float(name.split()[1]))
    if name.startswith("leaky"):
        return word("activations", "leaky-relu", negative_slope=float(name.split()[1]))
    return word("activations", name)


def test_every_activation_is_in_the_table():
    covered = {"leaky-relu" if each.startswith("leaky") else each.split()[0] for each in GOLDEN}
    assert covered == set(registry.names("activations"))


def test_facts_are_the_golden_table(phi, name):
    facts = phi.facts()
    for field, expected in zip(FIELDS, GOLDEN[name], strict=True):
        # The table has 15 decimals.
        assert getattr(facts, field) == pytest.approx(expected, rel=1e-14, abs=2e-15), field
        if expected == 0:
            assert getattr(facts, field) == 0.0


def test_facts_agree_with_an_adaptive_quadrature(phi, name):
    value, slope = OTHERWISE[name]
    integrands = (
        slope,
        value,
        lambda g: g * slope(g),
        lambda g: (g**3 / 2 - g) * slope(g),
        lambda g: slope(g) ** 2,
        lambda g: value(g) ** 2,
    )
    for field, integrand in zip(FIELDS, integrands, strict=True):
        halves = [
            integrate.quad(
                lambda g, f=integrand: float(f(g)) * math.exp(-g * g / 2),
                *ends,
                epsabs=1e-12,
                epsrel=1e-12,
                limit=200,
            )[0]
            for ends in ((-12, 0), (0, 12))
        ]
        assert getattr(phi.facts(), field) == pytest.approx(
            sum(halves) / math.sqrt(2 * math.pi), rel=1e-12, abs=1e-12
        ), field


def test_values_and_slopes_by_another_route(phi, name, ops):
    z = np.linspace(-20, 20, 4001)
    value, slope = OTHERWISE[name]
    np.testing.assert_allclose(phi.value(ops, z), value(z), rtol=1e-13, atol=1e-14)
    np.testing.assert_allclose(phi.slope(ops, z), slope(z), rtol=1e-13, atol=1e-14)


def test_slope_is_the_derivative_of_value(phi, ops):
    z, h = np.linspace(-6.003, 6.003, 400), 1e-5  # off the kink
    central = (phi.value(ops, z + h) - phi.value(ops, z - h)) / (2 * h)
    np.testing.assert_allclose(phi.slope(ops, z), central, atol=1e-9)


def test_slope_at_zero_is_that_from_above(phi, ops):
    at, above = phi.slope(ops, np.array([0.0, 1e-12]))
    assert at == pytest.approx(above, abs=1e-9)


def test_scalars_and_arrays_go_through_the_same_formula(phi, ops):
    for z in (-30.0, -2.5, -1e-3, 0.0, 1e-3, 0.7, 30.0):
        assert phi.value(ScalarOps, z) == pytest.approx(float(phi.value(ops, z)), rel=1e-14)
        assert phi.slope(ScalarOps, z) == pytest.approx(float(phi.slope(ops, z)), rel=1e-14)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_large_arguments_neither_overflow_nor_lose_the_number(phi, name, ops, dtype):
    value, slope = OTHERWISE[name]
    z = np.array([-1e4, -800, -90, 90, 800, 1e4], dtype)
    tiny = np.finfo(dtype).eps
    with np.errstate(under="ignore"):
        found, steep = phi.value(ops, z), phi.slope(ops, z)
    with np.errstate(all="ignore"):
        expected, steepness = value(z.astype(float)), slope(z.astype(float))
    np.testing.assert_allclose(found, expected, rtol=4 * tiny, atol=4 * tiny)
    np.testing.assert_allclose(steep, steepness, rtol=4 * tiny, atol=4 * tiny)


def test_not_a_number_stays_so(phi, name, ops):
    assert np.isnan(phi.value(ops, np.array([math.nan]))).all()


def test_suprema_bound_and_are_reached(phi, name, ops):
    facts = phi.facts()
    z = np.linspace(-8, 8, 160_001)
    slopes = phi.slope(ops, z)
    assert np.abs(slopes).max() <= facts.slope_bound * (1 + 1e-12)
    tail = abs(float(phi.slope(ops, 40.0)))  # some are reached at infinity
    assert max(np.abs(slopes).max(), tail) == pytest.approx(facts.slope_bound, rel=1e-7)
    if facts.curvature_bound is None:
        assert not phi.smooth
        return
    curvatures = np.abs(np.gradient(slopes, z))
    jumps = name.startswith("elu")  # its curvature is largest on one side of 0: half a step off
    close = 2e-4 if jumps else 1e-6
    assert curvatures.max() == pytest.approx(facts.curvature_bound, rel=close, abs=1e-12)


@pytest.mark.parametrize("name", list(SUPREMA), indirect=True)
def test_suprema_are_the_golden_ones(phi, name):
    facts = phi.facts()
    assert (facts.slope_bound, facts.curvature_bound) == pytest.approx(SUPREMA[name], abs=6e-10)


def test_silu_is_steepest_where_its_curvature_vanishes(word):
    root = optimize.brentq(lambda z: z * math.tanh(z / 2) - 2, 2, 3, xtol=1e-14)
    slope = float(OTHERWISE["silu"][1](root))
    assert word("activations", "silu").facts().slope_bound == pytest.approx(slope, rel=1e-14)


def test_classes_and_symmetry_are_those_of_the_function(phi, name, ops):
    z = np.linspace(0.01, 9, 500)
    up, down = phi.value(ops, z), phi.value(ops, -z)
    facts = phi.facts()
    odd = bool(np.allclose(up, -down, rtol=0, atol=1e-15))
    assert phi.odd == odd
    assert facts.mean_is_zero == odd
    linear = np.allclose(up, z, atol=1e-15) and np.allclose(np.diff(down, 2), 0, atol=1e-14)
    assert phi.piecewise_linear == facts.piecewise_linear == linear
    jump = abs(float(phi.slope(ops, 0.0)) - float(phi.slope(ops, -1e-9)))
    assert facts.smooth == (jump < 1e-6)
    assert facts.smooth or not phi.smooth  # an elu is smooth at one alpha
    assert facts.kind == phi.kind()
    if phi.value_bound is None:
        assert max(abs(up).max(), abs(down).max()) > 1.5
    else:
        assert max(abs(up).max(), abs(down).max()) == pytest.approx(phi.value_bound, abs=2e-4)


def test_a_leaky_relu_of_slope_one_has_mean_zero(word):
    facts = word("activations", "leaky-relu", negative_slope=1.0).facts()
    assert facts.mean_is_zero
    assert (facts.theta_0, facts.kappa, facts.zeta) == (0.0, 0.0, 1.0)


def test_a_steep_leaky_relu_is_bounded_by_its_own_slope(word):
    assert word("activations", "leaky-relu", negative_slope=-3.0).facts().slope_bound == 3.0
