"""Harmonics of the sphere and the predicted error: golden values, closed forms, limits."""

from __future__ import annotations

import math

import pytest

from earlyspec.mathematics.harmonics import coefficients, dimension, polynomials, power
from earlyspec.mathematics.legendre import legendre_rule
from earlyspec.mathematics.ridge import Spectrum, kept, predicted_error

# ||P_{>l} relu||^2 in d = 10 and d = 30, l = 0, 1, 2.
BEYOND = {
    10: (0.33269878833, 0.0826987883299, 0.00803543766724),
    30: (0.338170745162, 0.0881707451619, 0.0100346637416),
}
STAIRCASE = {25: 0.930002493851, 100: 0.691844484771, 400: 0.448459185586, 1600: 0.18991959429}


def relu(t):
    return max(t, 0.0)


def relu_coefficient(d, k):
    """E[relu(t) P_k(t)] in closed form, k even and at least 2."""
    log_a = math.lgamma(d / 2) - math.lgamma((d - 1) / 2) - math.log(math.pi) / 2
    log_size = log_a - k * math.log(2) + math.lgamma((d - 1) / 2) + math.lgamma(k - 1)
    log_size -= math.lgamma(k / 2) + math.lgamma((k + d + 1) / 2)
    return (-1) ** (k // 2 - 1) * math.exp(log_size)


def test_how_many_harmonics_there_are():
    assert [dimension(*each) for each in ((7, 2), (7, 3), (25, 2), (25, 3))] == [27, 77, 324, 2900]
    assert [dimension(9, k) for k in (0, 1)] == [1, 9]
    assert [dimension(3, k) for k in range(6)] == [1, 3, 5, 7, 9, 11]
    assert [dimension(2, k) for k in range(4)] == [1, 2, 2, 2]


@pytest.mark.parametrize("d", [3, 7, 40, 200])
def test_the_polynomials_are_orthogonal_and_1_at_1(d):
    for j in range(7):
        found = coefficients(d, lambda t, j=j: polynomials(d, t, 6)[j], 6)
        for k, value in enumerate(found):
            expected = 1 / dimension(d, j) if j == k else 0.0
            assert value == pytest.approx(expected, abs=1e-13)
    assert polynomials(d, 1.0, 9) == pytest.approx([1.0] * 10)


def test_relu_by_degree():
    found = coefficients(7, relu, 6)
    golden = (0.15625, 0.0714285714286, 0.01953125, 0.0, -0.001953125, 0.0, 0.00048828125)
    assert found == pytest.approx(golden, rel=1e-10, abs=1e-16)
    for d in (3, 25, 100):
        measured = coefficients(d, relu, 8)
        for k in (2, 4, 6, 8):
            assert measured[k] == pytest.approx(relu_coefficient(d, k), rel=1e-9)


@pytest.mark.parametrize("d", BEYOND)
def test_what_relu_has_beyond_a_degree(d):
    def neuron(t):
        return relu(math.sqrt(d) * t)

    powers = [dimension(d, k) * c * c for k, c in enumerate(coefficients(d, neuron, 2))]
    beyond = [power(d, neuron) - math.fsum(powers[: degree + 1]) for degree in range(3)]
    assert beyond == pytest.approx(BEYOND[d], rel=1e-9)


def test_a_rule_of_legendre_is_exact_for_polynomials():
    for power_of in range(8):
        value = math.fsum(weight * x**power_of for x, weight in legendre_rule(4))
        assert value == pytest.approx(0.0 if power_of % 2 else 2 / (power_of + 1), abs=1e-13)


def exponential(d, degrees=25):
    values = coefficients(d, math.exp, degrees)
    seen = math.fsum(dimension(d, k) * mu for k, mu in enumerate(values))
    return Spectrum(d, values, max(math.e - seen, 0.0))


@pytest.mark.parametrize("n", STAIRCASE)
def test_the_predicted_error_along_the_stairs(n):
    found = predicted_error(exponential(25), n, 1e-6, (0, 0.4, 0.35, 0.25))
    assert found == pytest.approx(STAIRCASE[n], rel=1e-6)


def test_the_predicted_error_where_it_is_known():
    """One eigenvalue of multiplicity p: kap solves a quadratic; a large ridge learns nothing."""
    p, mu, n, ridge = 30, 0.2, 12, 0.7
    kernel = Spectrum(p, (0.0, mu), 0.0)
    b = (p - n) * mu + ridge
    kap = (b + math.sqrt(b * b + 4 * n * ridge * mu)) / (2 * n)
    gam = p / n * (mu / (mu + kap)) ** 2
    expected = (kap / (mu + kap)) ** 2 / (1 - gam)
    assert predicted_error(kernel, n, ridge, (0.0, 1.0)) == pytest.approx(expected, rel=1e-10)
    assert kept(kernel, n, ridge) == pytest.approx(1 - gam, rel=1e-10)
    assert predicted_error(exponential(9), 40, 1e9, (0.1, 0.5, 0.4)) == pytest.approx(1, rel=1e-6)


def test_a_degree_that_the_kernel_lacks_is_never_learned():
    kernel = Spectrum(20, (0.3, 0.03, 0.002), 1e-3)
    for n in (100, 10_000):
        assert predicted_error(kernel, n, 1e-9, (0.0, 0.75, 0.0, 0.25)) >= 0.25


def test_mass_beyond_counts_what_is_left_out():
    kernel = Spectrum(5, (0.3, 0.1, 0.02), 0.5)
    assert kernel.mass_beyond(1) == pytest.approx(0.5 + 14 * 0.02)
    assert kernel.mass_beyond(7) == pytest.approx(0.5)
