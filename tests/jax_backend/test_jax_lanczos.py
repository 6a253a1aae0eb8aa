"""Spectral norms by Lanczos: the bound on the error holds, whatever the spectrum."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

pytest.importorskip("earlyspec_jax")
from earlyspec_jax import lanczos
from earlyspec_jax.kernels import probed_frobenius
from earlyspec_jax.settings import exact

N = 300
MISSED = 1e-6


def spectra():
    rng = np.random.default_rng(5)
    bulk = rng.uniform(-1, 1, N)
    spikes = np.where(np.arange(N) < 5, 1.5 + 0.1 * np.arange(N), 0.01 * bulk)
    return {
        "uniform": bulk,
        "semicircle": np.linalg.eigvalsh((lambda g: g + g.T)(rng.standard_normal((N, N)))),
        "ends that nearly tie": np.concatenate([[1.0001, -1.0], 0.9 * bulk[2:]]),
        "a cluster at the top": np.where(np.arange(N) < 9, 1 - 1e-9 * np.arange(N), 0.5 * bulk),
        "a multiple top": np.where(np.arange(N) < 30, 2.0, bulk),
        "spikes": spikes,
        "a hidden end": np.concatenate([[1.001, -0.2], np.linspace(0, 1, N - 2)]),
        "rank 7": np.where(np.arange(N) < 7, -1.0 - np.arange(N), 0.0),
        "definite": np.linspace(0, 1, N) ** 4,
        "identity": np.ones(N),
        "zero": np.zeros(N),
        "tiny": 1e-120 * bulk,
        "decaying": -(0.9 ** np.arange(N)),
    }


@pytest.fixture(scope="module")
def estimate():
    """(values, most, tolerance, seed) -> (value, bound) for a matrix with that spectrum."""

    def norm(most, tolerance, values, start):
        return lanczos.largest_magnitude(lambda z: values * z, start, most, MISSED, tolerance)

    compiled = jax.jit(norm, static_argnums=(0, 1))

    def run(values, most, tolerance, seed):
        start = np.random.default_rng(seed).standard_normal(N)
        with exact():
            value, bound = compiled(most, tolerance, jnp.asarray(values), jnp.asarray(start))
        return float(value), float(bound)

    return run


@pytest.mark.parametrize("name", spectra())
@pytest.mark.parametrize("most", [1, 2, 5, 16, 192])
def test_the_bound_holds_at_any_length(estimate, name, most):
    """Also while an end of the spectrum is still hidden from the start."""
    values = spectra()[name]
    truth = np.abs(values).max()
    for seed in range(8):
        value, bound = estimate(values, most, 1e-4, seed)
        assert value <= truth * (1 + 1e-13)
        assert truth <= value + bound
        assert bound <= 1e3 * (truth + 1e-300) or most < 5


@pytest.mark.parametrize("name", spectra())
def test_the_bound_reaches_its_tolerance(estimate, name):
    values = spectra()[name]
    value, bound = estimate(values, 192, 1e-4, 0)
    assert bound <= 1e-4 * value
    assert bound > 0 or not value


def test_a_small_residual_alone_would_have_lied():
    """The 1.001 hides at first: the residual says 1e-4 while the norm is off by 1e-3."""
    values = np.concatenate([[1.0], 0.5 * np.random.default_rng(0).uniform(-1, 1, N - 2), [1.3]])
    start = np.ones(N)
    start[-1] = 1e-7  # a start that hardly sees the largest
    with exact():
        basis = lanczos.krylov(
            lambda z: jnp.asarray(values) * z, jnp.asarray(start), 12, lambda at: at.done
        )
        found = lanczos.extremes(basis, N, MISSED)
        t = np.asarray(lanczos._tridiagonal(basis))
        _, vectors = np.linalg.eigh(t)
    residual = float(basis.beside[-1]) * abs(vectors[-1, -1])
    missed = 1.3 - float(found.high)
    assert residual < missed / 10
    assert missed <= float(found.above)


def test_eigenvalues_are_found_in_order():
    values = spectra()["decaying"] * -1
    start = np.random.default_rng(1).standard_normal(N)
    with exact():
        found = lanczos.largest_eigenvalues(
            lambda z: jnp.asarray(values) * z, jnp.asarray(start), 192, 4
        )
        few = lanczos.largest_eigenvalues(
            lambda z: jnp.asarray(spectra()["rank 7"]) * -z, jnp.asarray(start), 192, 10
        )
    np.testing.assert_allclose(found, [1.0, 0.9, 0.81, 0.729], rtol=1e-12)
    np.testing.assert_allclose(few, [7, 6, 5, 4, 3, 2, 1, 0, 0, 0], atol=1e-12)


def test_probed_frobenius_norms_are_within_what_they_state():
    """Two standard errors hold 95 times in 100; of 60, at least 50 and not all by far."""
    rng = np.random.default_rng(2)
    within = []
    with exact():
        matrices = [jnp.asarray(rng.standard_normal((40, 40))) for _ in range(60)]
        probe = jax.jit(lambda a, key: probed_frobenius(lambda z: a @ z, 40, key, 64))
        for k, matrix in enumerate(matrices):
            value, error = map(float, probe(matrix, jax.random.key(k)))
            truth = float(jnp.linalg.norm(matrix))
            within.append(abs(value - truth) / error)
            assert 0 < error < 0.1 * truth
    assert sum(each <= 1 for each in within) >= 50
    assert sum(each <= 0.5 for each in within) <= 55  # twice as wide as stated would be a lie too
