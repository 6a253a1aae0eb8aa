"""Models that are fitted and not trained: both backends solve for them in their own way."""

import numpy as np
import pytest
from conformance.cells import build, quantity, word
from earlyspec_jax.backend import BACKEND
from earlyspec_jax.solver import SOLVER as JAX_SOLVER
from earlyspec_reference.solver import SOLVER as REFERENCE_SOLVER

from earlyspec.backend import Unsupported

SOLVERS = pytest.mark.parametrize("solver", [JAX_SOLVER, REFERENCE_SOLVER], ids=["jax", "numpy"])


def measured(model):
    return (
        quantity("reference-norm", model=model),
        quantity("reference-loss", model=model),
        quantity("reference-loss", model=model, split="test"),
        quantity("reference-power", model=model),
    )


def test_the_interpolant_of_least_norm_agrees(assert_agreement):
    """With n > d, n = d and n < d: it fits as well as can be, and at every step the same."""
    for n in (3, 5, 24):
        run = assert_agreement(
            build(
                n=n,
                rows=n,
                width=4,
                recorded=(0, 1, 3),
                references={"l2": word("reference_models", "minimum-l2")},
                quantities=measured("l2"),
            ),
            relative=1e-12,
        )
        for values in run.series.values():
            assert values[0] == values[1] == values[2]
        fits = run.series["reference-loss(model=l2)"][0][0] < 1e-24
        assert fits == (n <= 5)


def test_linear_and_fitted_models_stand_side_by_side(assert_agreement):
    """The optimum of a linear model whose features span the inputs is the interpolant."""
    run = assert_agreement(
        build(
            recorded=(0, 1, 3),
            references={"paired": {}, "l2": word("reference_models", "minimum-l2")},
            quantities=(*measured("l2"), *measured("paired"), quantity("prediction-gap")),
        )
    )
    assert (
        run.series["reference-loss(model=l2)"][0] != run.series["reference-loss(model=paired)"][0]
    )


def test_a_fitted_model_has_no_features(backend, tmp_path):
    cell = build(
        references={"l2": word("reference_models", "minimum-l2")},
        quantities=(quantity("reference-reach", model="l2"),),
        recorded=(0, 1),
    )
    with pytest.raises(Unsupported, match="features of `"):
        backend.compile(cell, tmp_path).run(0)


def test_its_program_can_be_written_down(tmp_path):
    cell = build(
        references={"l2": word("reference_models", "minimum-l2")}, quantities=measured("l2")
    )
    assert "stablehlo" in BACKEND.compile(cell, tmp_path).text("stablehlo", "cpu")


@SOLVERS
def test_ridge_against_the_normal_equations(solver):
    g = np.random.Generator(np.random.PCG64(1))
    x, y = g.standard_normal((7, 4)), g.standard_normal(7)
    alpha = solver.ridge(x @ x.T, 0.3, y)
    beta = np.linalg.solve(x.T @ x + 0.3 * np.eye(4), x.T @ y)
    np.testing.assert_allclose(x.T @ alpha, beta, rtol=1e-12)
    assert np.isnan(solver.ridge(-np.eye(3), 0.0, np.ones(3))).all()


@SOLVERS
def test_least_norm_where_the_inputs_are_of_less_than_full_rank(solver):
    x = np.outer([1.0, 2.0, 0.0], [3.0, 4.0])
    np.testing.assert_allclose(solver.least_norm(x, np.array([5.0, 10.0, 7.0])), [0.6, 0.8])
