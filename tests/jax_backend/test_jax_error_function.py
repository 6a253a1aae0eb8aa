"""Our float64 erf against the C library's, to the last bits."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest

pytest.importorskip("earlyspec_jax")
from earlyspec_jax.error_function import erf
from earlyspec_jax.settings import exact

POINTS = np.concatenate([np.linspace(-8, 8, 40001), 10.0 ** np.arange(-300, 1), [1.0, -1.0]])


def test_erf_is_that_of_the_c_library():
    with exact():
        found = np.asarray(jax.jit(erf)(jnp.asarray(POINTS)))
    expected = np.array([math.erf(x) for x in POINTS])
    np.testing.assert_allclose(found, expected, rtol=5e-16, atol=0)


@pytest.mark.parametrize(("x", "expected"), [(math.inf, 1.0), (-math.inf, -1.0), (0.0, 0.0)])
def test_erf_at_its_ends(x, expected):
    with exact():
        assert float(erf(jnp.asarray(x, jnp.float64))) == expected


def test_erf_does_not_hide_nan():
    with exact():
        assert math.isnan(float(erf(jnp.asarray(math.nan, jnp.float64))))


def test_slope_is_the_gaussian():
    x = np.linspace(-6, 6, 1001)
    with exact():
        found = np.asarray(jax.vmap(jax.grad(erf))(jnp.asarray(x)))
    np.testing.assert_allclose(found, 2 / math.sqrt(math.pi) * np.exp(-x * x), rtol=1e-13)


def test_other_types_are_left_to_xla():
    x = jnp.linspace(-3, 3, 101, dtype=jnp.float32)
    assert erf(x).dtype == jnp.float32
    np.testing.assert_array_equal(erf(x), jax.lax.erf(x))
