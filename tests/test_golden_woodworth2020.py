"""Golden values of Woodworth et al. 2020 on instance A, through the solvers that the runs use."""

import math

import numpy as np
import pytest
from conformance.cells import deep, flowing, quantity, word
from earlyspec_jax.solver import SOLVER as JAX_SOLVER
from earlyspec_reference.diagonal import Diagonal
from earlyspec_reference.ops import OPS
from earlyspec_reference.solver import SOLVER as REFERENCE_SOLVER

from earlyspec.backend import find
from earlyspec.plans.nodes import Integrator
from earlyspec.vocabulary import _potentials

SOLVERS = pytest.mark.parametrize("solver", [JAX_SOLVER, REFERENCE_SOLVER], ids=["jax", "numpy"])
LIMITS = {  # depth, alpha: the L1 norm and the first coefficient
    (2, 0.001): (1.87914799812, 0.462798367525),
    (2, 0.1): (2.50406894832, 0.162923157463),
    (2, 1.0): (3.0713446842, 0.113858956407),
    (3, 0.1): (1.92206771375, 0.447584337155),
    (4, 0.3): (2.13666959713, 0.332461429851),
}


def instance(seed=0, n=20, d=50, k=3, s=0.1):
    """X, y and the sparse coefficients of A(seed, n, d, k, s)."""
    g = np.random.Generator(np.random.PCG64(seed))
    x, noise = g.standard_normal((n, d)), g.standard_normal(n)
    beta = np.zeros(d)
    beta[:k] = 1 / math.sqrt(k)
    return x, x @ beta + s * noise, beta


X, Y, BETA = instance()


def test_the_instance():
    assert X[0, 0] == pytest.approx(0.125730221093, rel=1e-11)
    assert Y[0] == pytest.approx(0.484457979411, rel=1e-11)


@SOLVERS
def test_least_norms(solver):
    b1, u = solver.least_absolute(X, Y)
    b2 = solver.least_norm(X, Y)
    assert np.sum(np.abs(b1)) == pytest.approx(1.86714200882, rel=1e-11)
    assert np.max(np.abs(u)) <= 1.0
    assert u @ b1 == pytest.approx(np.sum(np.abs(b1)), rel=1e-12)
    assert np.linalg.norm(b2) == pytest.approx(0.583297481665, rel=1e-11)
    assert np.sum(np.abs(b2)) == pytest.approx(3.07265017973, rel=1e-11)


@SOLVERS
@pytest.mark.parametrize(("depth", "alpha"), LIMITS)
def test_limits_of_the_flow(solver, depth, alpha):
    b, u = solver.least_potential(X, Y, depth, math.log(alpha))
    assert (np.sum(np.abs(b)), b[0]) == pytest.approx(LIMITS[depth, alpha], rel=1e-11)
    np.testing.assert_allclose(X @ b, Y, atol=1e-13)
    slopes = _potentials.multipliers(OPS, b, depth, math.log(alpha))
    np.testing.assert_allclose(u, slopes, rtol=1e-8, atol=1e-10)


@SOLVERS
def test_the_value_of_the_potential(solver):
    b, _ = solver.least_potential(X, Y, 2, math.log(0.1))
    found = float(_potentials.potential(OPS, b, 2, math.log(0.1)))
    assert found == pytest.approx(3.89758171258, rel=1e-11)


def test_a_scale_of_exp_minus_100():
    b, _ = JAX_SOLVER.least_potential(X, Y, 2, -100.0)
    b1, _ = JAX_SOLVER.least_absolute(X, Y)
    excess = np.sum(np.abs(b)) - np.sum(np.abs(b1))
    assert excess == pytest.approx(5.50617429695e-06, rel=1e-6)
    # Digits that the primal method would need are gone, and it says so.
    assert np.isnan(REFERENCE_SOLVER.least_potential(X, Y, 2, -100.0)[0]).all()


@pytest.mark.parametrize(("log_scale", "excess"), [(-20, 8.5e-4), (-400, 5.4e-10)])
def test_smaller_and_smaller_scales(log_scale, excess):
    b, _ = JAX_SOLVER.least_potential(X, Y, 2, float(log_scale))
    assert np.linalg.norm(X @ b - Y) < 1e-11
    assert np.sum(np.abs(b)) - 1.86714200882 == pytest.approx(excess, rel=0.05)


@SOLVERS
@pytest.mark.parametrize(
    ("depth", "alpha", "error"),
    [(2, 1e-3, 0.00862383618543), (2, 0.1, 0.58509666469), (3, 0.1, 0.0240768576873)],
)
def test_sparse_regression(solver, depth, alpha, error):
    x, y, beta = instance(0, 40, 200, 3, 0.05)
    b, _ = solver.least_potential(x, y, depth, math.log(alpha))
    assert np.sum((b - beta) ** 2) == pytest.approx(error, rel=1e-9)


@SOLVERS
def test_sparse_regression_by_least_norms(solver):
    x, y, beta = instance(0, 40, 200, 3, 0.05)
    b1, b2 = solver.least_absolute(x, y)[0], solver.least_norm(x, y)
    assert np.sum((b1 - beta) ** 2) == pytest.approx(0.00285536931403, rel=1e-9)
    assert np.sum((b2 - beta) ** 2) == pytest.approx(0.833495058689, rel=1e-9)


def test_a_near_tie():
    """One input (1, 1 - delta, ...): the rich regime takes exponentially small alpha at D = 2."""
    x = np.full((1, 1000), 0.8)
    x[0, 0] = 1.0
    for depth, alpha, excess in ((2, 1e-4, 0.244284355329), (3, 1e-2, 0.0220879207601)):
        b, _ = JAX_SOLVER.least_potential(x, np.ones(1), depth, math.log(alpha))
        assert np.sum(np.abs(b)) - 1.0 == pytest.approx(excess, rel=1e-9)


def test_gradient_descent_by_hand():
    """200 steps of 0.005 on (1/2) |r|^2 from alpha = 0.05."""
    network = Diagonal(2)
    weights = {"positive": np.full(50, 0.05), "negative": np.full(50, 0.05)}
    for _ in range(200):
        slope = network.pullback(weights, X, network.outputs(weights, X) - Y)
        weights = {layer: w - 0.005 * slope[layer] for layer, w in weights.items()}
    left = 0.5 * np.sum((network.outputs(weights, X) - Y) ** 2)
    assert left == pytest.approx(0.0135348456217, rel=1e-9)
    shrunk = np.min(weights["positive"] * weights["negative"]) / 0.05**2
    assert shrunk == pytest.approx(0.718670387671, rel=1e-9)


@SOLVERS
def test_nothing_to_fit_and_nothing_that_fits(solver):
    for solve in (solver.least_absolute, lambda x, y: solver.least_potential(x, y, 2, -1.0)):
        np.testing.assert_array_equal(solve(X, np.zeros(20))[0], np.zeros(50))
    tall, y = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]), np.array([1.0, 2.0, 4.0])
    for b in (
        solver.least_absolute(tall, y)[0],
        solver.least_potential(tall, y, 2, -1.0)[0],
        solver.least_norm(tall, y),
    ):
        np.testing.assert_allclose(b, [1.5, 4.0], rtol=1e-12)


@pytest.mark.parametrize("backend", ["jax", "reference"])
def test_the_loss_along_the_flow(backend, tmp_path):
    """The raw weights at alpha = 0.01, on the loss |X beta - y|^2, at t = 0.08."""
    rows = np.vstack([X, X[:2]])
    np.savez(
        tmp_path / "a.npz", x_train=X, x_test=rows[-2:], y_train=Y, y_test=np.append(Y, Y[:2])[-2:]
    )
    cell = flowing(
        Integrator("explicit", tolerance=1e-12, absolute=1e-12),
        (0.0, 0.08),
        network=deep(50, "diagonal-linear", depth=2, scale=0.01),
        inputs=word("distributions", "file", path="a.npz", dim=50),
        labels=word("labels", "file", path="a.npz"),
        n=20,
        n_test=2,
        rows=20,
        loss="sum",
        rates=(1.0, 1.0),
        references={},
        quantities=[quantity("loss")],
    )
    run = find(backend).compile(cell, tmp_path).run(0)
    assert 2 * 20 * run.series["loss"][-1][0] == pytest.approx(5.47265570323, rel=1e-9)
