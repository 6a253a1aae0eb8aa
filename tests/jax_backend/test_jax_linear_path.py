"""The closed-form path of gradient descent on a linear model, against its steps one by one."""

import math

import jax.numpy as jnp
import numpy as np
import pytest

pytest.importorskip("earlyspec_jax")
from conformance.cells import word
from earlyspec_jax.ops import FLOAT64
from earlyspec_jax.reference_models import Moments, modes, paths
from earlyspec_jax.settings import exact

from earlyspec import registry

STEPS = (0, 1, 2, 3, 17, 100, 499)


def follow(psi, y, eta, steps=STEPS):
    with exact():
        found = modes(Moments(psi.T @ psi / len(y), psi.T @ y / len(y)))
        at = paths({"m": found}, {"m": jnp.asarray(eta)}, jnp.asarray(steps))["m"]
        return np.asarray(at.betas), float(at.stiffness)


def step_by_step(psi, y, eta, steps=STEPS):
    """beta <- beta - (eta / n) Psi^T (Psi beta - y), recorded."""
    beta, found = np.zeros(psi.shape[1]), []
    for t in range(steps[-1] + 1):
        if t in steps:
            found.append(beta)
        beta = beta - eta / len(y) * psi.T @ (psi @ beta - y)
    return np.array(found)


def problem(n, p, stiffness, twin=False):
    generator = np.random.default_rng(n + p)
    psi, y = generator.normal(size=(n, p)), generator.normal(size=n)
    if twin:
        psi[:, -1] = psi[:, -2]  # two columns that coincide: an exact null direction
    eta = stiffness / np.linalg.eigvalsh(psi.T @ psi / n)[-1]
    return psi, y, eta


@pytest.mark.parametrize("stiffness", [0.05, 0.9, 1.0, 1.6])
@pytest.mark.parametrize(("n", "p"), [(40, 7), (7, 12)])
@pytest.mark.parametrize("twin", [False, True])
def test_closed_form_is_gradient_descent(n, p, stiffness, twin):
    psi, y, eta = problem(n, p, stiffness, twin)
    betas, found = follow(psi, y, eta)
    np.testing.assert_allclose(betas, step_by_step(psi, y, eta), rtol=1e-12, atol=1e-12)
    assert found == pytest.approx(stiffness, rel=1e-12)
    assert not betas[0].any()


def test_the_end_of_the_path_is_least_squares_of_least_norm():
    psi, y, eta = problem(6, 10, 0.9)
    betas, _ = follow(psi, y, eta, (10**9,))
    np.testing.assert_allclose(betas[0], np.linalg.pinv(psi) @ y, rtol=1e-10)


def test_many_steps_at_once_are_each_step_by_itself():
    psi, y, eta = problem(30, 5, 1.6)
    together, _ = follow(psi, y, eta)
    alone = [follow(psi, y, eta, (t,))[0][0] for t in STEPS]
    np.testing.assert_allclose(together, alone, rtol=1e-13, atol=1e-15)


def test_a_model_without_features_stays_at_zero():
    betas, stiffness = follow(np.zeros((5, 1)), np.ones(5), 1.0)
    assert not betas.any()
    assert stiffness == 0.0


def test_features_that_overflow_give_nan_and_no_exception():
    psi = np.full((3, 2), 1e200)
    with np.errstate(over="ignore"):
        betas, stiffness = follow(psi, np.ones(3), 1.0)
    assert np.isnan(betas).all()
    assert math.isnan(stiffness)


def golden_data():
    """DATA(101, 120, 12, 50) of the theory sheet, its training half."""
    generator = np.random.Generator(np.random.PCG64(101))
    x, z = generator.standard_normal((170, 12)), generator.standard_normal(170)
    y = np.where(x[:, 0] + 0.5 * x[:, 1] * x[:, 2] + 0.1 * z >= 0, 1.0, -1.0)
    return x[:120], y[:120]


@pytest.mark.parametrize(
    ("activation", "first", "second", "eta", "golden"),
    [  # losses at 10 and 1000 steps; first and last entry of beta(10), the last of the q feature
        ("erf", 1.0, 0.0, 5.0, (0.17060257652, 0.164934999803, 3.419482595, None)),
        ("relu", 0.0, 1.0, 1.5, (0.319656952296, 0.163900658264, 1.55012808211, -0.133643584668)),
        (
            "softplus", 1.0, 1.0, 0.8,
            (0.311620512829, 0.164873215162, 1.14846605824, -0.0976952112828),
        ),
    ],
)  # fmt: skip
def test_goldens_14_to_16_of_hu2020(activation, first, second, eta, golden):
    x, y = golden_data()
    phi = registry.load("activations", activation).model_validate({}).facts()
    model = registry.revive(
        word(
            "reference_models", "linear", zeta=phi.zeta, kappa=phi.kappa, theta_0=phi.theta_0,
            theta_1=phi.kappa, theta_2=phi.theta_2, first=first, second=second, eta=eta,
        )
    )  # fmt: skip
    with exact():
        psi = np.asarray(model.features(FLOAT64, jnp.asarray(x), jnp.asarray(1.0)))
    betas, _ = follow(psi, y, model.step(), (10, 1000))
    losses = ((psi @ betas.T - y[:, None]) ** 2).mean(axis=0) / 2
    found = (*losses, betas[0][0], betas[0][-1])
    for value, expected in zip(found, golden, strict=True):
        if expected is not None:
            assert value == pytest.approx(expected, rel=1e-9)
