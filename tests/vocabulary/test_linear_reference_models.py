"""The paired linear model: golden kernels of the theory sheet, and identities between them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from earlyspec.vocabulary import _moments


def data(seed, n, d, nt):
    """DATA of the theory sheet, section 9."""
    g = np.random.Generator(np.random.PCG64(seed))
    x = g.standard_normal((n + nt, d))
    z = g.standard_normal(n + nt)
    y = np.where(x[:, 0] + 0.5 * x[:, 1] * x[:, 2] + 0.1 * z >= 0, 1.0, -1.0)
    return x[:n], y[:n]


X, Y = data(101, 120, 12, 50)
N, D = X.shape


@pytest.fixture
def linear(word):
    def make(activation, first, second, **changes):
        phi = word("activations", activation).facts()
        numbers = {
            "zeta": phi.zeta,
            "kappa": phi.kappa,
            "theta_0": phi.theta_0,
            "theta_1": phi.kappa,
            "theta_2": phi.theta_2,
            "first": first,
            "second": second,
            "eta": 1.0,
        }
        return word("reference_models", "linear", **numbers | changes)

    return make


def kernel(model, ops, x=X, trace_square=1.0):
    psi = model.features(ops, x, np.float64(trace_square))
    return psi @ psi.T


def golden(expected):
    return pytest.approx(expected, rel=1e-9)


def test_golden_data(ops):
    """Rows 01 to 03."""
    assert X.sum() == golden(-53.9651256544)
    assert Y.sum() == -14
    assert np.linalg.norm(X @ X.T, 2) / N == golden(1.68474058015)
    assert _moments.trace_square(ops, X) == golden(1.12221934435)


def test_golden_kernels(linear, ops):
    """Rows 04 to 06."""
    assert np.linalg.norm(kernel(linear("erf", 1, 0), ops), 2) == golden(7.15026109756)
    assert np.linalg.norm(kernel(linear("relu", 0, 1), ops), 2) == golden(21.311456089)
    assert np.linalg.norm(kernel(linear("relu", 1, 1), ops), 2) == golden(23.3198961729)


def descend(psi, y, eta, steps):
    """Gradient descent from 0, by its closed form (theory sheet, section 3)."""
    values, vectors = np.linalg.eigh(psi.T @ psi / len(y))
    values = values.clip(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.where(values > 1e-13, (1 - (1 - eta * values) ** steps) / values, eta * steps)
    return vectors @ (gain * (vectors.T @ (psi.T @ y / len(y))))


@pytest.mark.parametrize(
    ("activation", "first", "second", "eta", "expected"),
    [
        ("erf", 1, 0, 5.0, (0.17060257652, 0.164934999803, 3.419482595, 0)),
        ("relu", 0, 1, 1.5, (0.319656952296, 0.163900658264, 1.55012808211, -0.133643584668)),
        ("softplus", 1, 1, 0.8, (0.311620512829, 0.164873215162, 1.14846605824, -0.0976952112828)),
    ],
)
def test_golden_descents(linear, ops, activation, first, second, eta, expected):
    """Rows 14 to 16: losses after 10 and 1000 steps, first and last parameter after 10."""
    psi = linear(activation, first, second).features(ops, X, np.float64(1.0))
    early, late = (descend(psi, Y, eta, steps) for steps in (10, 1000))
    losses = [((psi @ beta - Y) ** 2).mean() / 2 for beta in (early, late)]
    assert [*losses, early[0], early[-1]] == pytest.approx(expected, rel=1e-9, abs=1e-14)


@pytest.mark.parametrize("activation", ["erf", "relu", "softplus", "gelu"])
def test_the_kernel_of_both_layers_is_the_sum_of_theirs(linear, ops, activation):
    one, two, both = (
        kernel(linear(activation, *w), ops, trace_square=1.3) for w in ((1, 0), (0, 1), (1, 1))
    )
    np.testing.assert_allclose(both, one + two, atol=1e-13)


def test_unequal_rates_weigh_the_kernels(linear, ops):
    one, two = (kernel(linear("relu", *w), ops) for w in ((1, 0), (0, 1)))
    eta_1, eta_2 = 3.0, 0.7
    weighted = kernel(linear("relu", eta_1 / 3, eta_2 / 3), ops)
    np.testing.assert_allclose(3 * weighted, eta_1 * one + eta_2 * two, atol=1e-12)


def test_kernels_by_hand(linear, word, ops):
    """Theta_lin1 and Theta_lin2 entry by entry, with Tr[Sigma^2]/d = 1.7."""
    phi = word("activations", "softplus").facts()
    nu = phi.kappa * math.sqrt(1.7)
    rho = np.linalg.norm(X, axis=1) / math.sqrt(D) - 1
    q = phi.theta_0 + phi.kappa * rho + phi.theta_2 * rho**2
    first = (phi.zeta**2 * X @ X.T + nu**2) / D
    second = (phi.zeta**2 * X @ X.T + nu**2 / 2) / D + np.outer(q, q)
    np.testing.assert_allclose(
        kernel(linear("softplus", 1, 0), ops, trace_square=1.7), first, atol=1e-14
    )
    np.testing.assert_allclose(
        kernel(linear("softplus", 0, 1), ops, trace_square=1.7), second, atol=1e-14
    )


def test_features_come_in_the_order_inputs_bias_norm(linear, ops):
    both = linear("relu", 1, 1).features(ops, X, np.float64(1.0))
    assert both.shape == (N, D + 2)
    np.testing.assert_allclose(both[:, :D], math.sqrt(2 / D) * 0.5 * X)
    assert np.ptp(both[:, D]) == 0
    # Relu is homogeneous, so q is theta_0 |x| / sqrt(d) exactly.
    norms = np.linalg.norm(X, axis=1) / math.sqrt(D)
    np.testing.assert_allclose(both[:, -1], norms / math.sqrt(2 * math.pi))
    assert linear("relu", 1, 0).features(ops, X, np.float64(1.0)).shape == (N, D + 1)


def test_the_naive_model_keeps_the_constant_alone(linear, ops):
    naive = linear("relu", 1, 1, theta_1=0.0, theta_2=0.0).features(ops, X, np.float64(1.0))
    np.testing.assert_allclose(naive[:, -1], 1 / math.sqrt(2 * math.pi))


def test_steps(linear, word):
    assert linear("erf", 1, 0, eta=4.5).step() == 4.5
    assert word("reference_models", "zero").step() == 1.0


def test_the_zero_model_has_a_feature_that_is_zero(word, ops):
    psi = word("reference_models", "zero", eta=2.0).features(ops, X, np.float64(1.0))
    np.testing.assert_array_equal(psi, np.zeros((N, 1)))


def test_trace_square_is_a_mean_over_pairs(ops):
    for n, d in ((9, 4), (4, 9), (2, 3)):  # more rows than columns, and fewer
        x = np.random.default_rng(n).standard_normal((n, d))
        gram = x @ x.T
        pairs = [gram[i, j] ** 2 for i in range(n) for j in range(n) if i != j]
        assert _moments.trace_square(ops, x) == pytest.approx(np.mean(pairs) / d, rel=1e-12)
    with pytest.raises(ValueError, match="single"):
        _moments.trace_square(ops, X[:1])


def test_trace_square_is_unbiased(ops):
    spread = np.linspace(0.2, 1.8, 10)
    rng = np.random.default_rng(0)
    values = [
        _moments.trace_square(ops, rng.standard_normal((20, 10)) * np.sqrt(spread))
        for _ in range(2000)
    ]
    error = np.std(values) / math.sqrt(len(values))
    assert abs(np.mean(values) - (spread**2).mean()) < 5 * error
    assert error < 0.02  # the plug-in estimate would be off by about d / n = 0.5
