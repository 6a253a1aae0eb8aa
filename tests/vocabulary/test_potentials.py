"""The potentials against golden values, quadrature, and their own duality."""

import numpy as np
import pytest
from earlyspec_reference.ops import OPS
from scipy import integrate

from earlyspec.vocabulary import _potentials

GOLDEN = {
    (2, 0.5): 0.0621804179648,
    (2, 10.0): 14.9263443855,
    (2, 1e6): 12815512.558,
    (3, 1.0): 0.079943497824,
    (4, 1.0): 0.118351085723,
    (4, 100.0): 81.4737033646,
    (6, 10.0): 6.04077661755,
}
SIZES = (1e-9, 1e-5, 1e-3, 0.009, 0.011, 0.02, 0.1, 1.0, 10.0, 1e3)
DEPTHS = (2, 3, 4, 6, 10)


def potential(z, depth, log_scale=0.0):
    return float(_potentials.potential(OPS, np.atleast_1d(float(z)), depth, log_scale))


@pytest.mark.parametrize(("depth", "z"), GOLDEN)
def test_golden_values(depth, z):
    assert potential(z, depth) == pytest.approx(GOLDEN[depth, z], rel=1e-11)


def test_golden_inverses():
    one, other = (
        _potentials.multipliers(OPS, np.array([z]), depth, 0.0)[0]
        for z, depth in ((2.0, 3), (7.0, 5))
    )
    assert one == pytest.approx(0.262852149327, rel=1e-11)
    assert other == pytest.approx(0.699395108583, rel=1e-11)


@pytest.mark.parametrize(
    ("depth", "unit", "ratio"),
    [(2, 0.1, 0.608881052252), (3, 0.1, 0.478615898857), (3, 0.001, 0.124165345474)],
)
def test_golden_ratios(depth, unit, ratio):
    """Q(e_1) / Q((1, ..., 1) / sqrt(d)), d = 100: 1 in the kernel regime, 1/10 in the rich one."""
    log_scale = np.log(unit) / depth
    one, spread = np.eye(100)[0], np.full(100, 0.1)
    found = [float(_potentials.potential(OPS, b, depth, log_scale)) for b in (one, spread)]
    assert found[0] / found[1] == pytest.approx(ratio, rel=1e-11)


@pytest.mark.parametrize("depth", DEPTHS)
def test_the_potential_is_the_integral_of_its_multiplier(depth):
    for z in SIZES:
        expected, _ = integrate.quad(
            lambda t: float(_potentials.multipliers(OPS, np.array([t]), depth, 0.0)[0]),
            0.0,
            z,
            epsabs=0.0,
            epsrel=1e-13,
            limit=400,
        )
        assert potential(z, depth) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("depth", DEPTHS[1:])
def test_the_spread_undoes_its_inverse(depth):
    z = np.geomspace(1e-12, 1e4, 40)
    s = _potentials.multipliers(OPS, z, depth, 0.0)
    np.testing.assert_allclose(_potentials.spread(OPS, s, depth), z, rtol=1e-10)


def test_at_depth_2_the_multiplier_is_an_arcsinh():
    b, log_scale = np.array([-3.0, -1e-7, 0.0, 1e-300, 0.2]), -2.0
    expected = np.arcsinh(b / (2 * np.exp(2 * log_scale)))
    found = _potentials.multipliers(OPS, b, 2, log_scale)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("log_scale", [-3.0, 0.0, 1.0])
def test_a_potential_and_its_conjugate_meet_at_the_multiplier(depth, log_scale):
    b = np.array([1e-9, -1e-4, 0.01, 0.3, -2.0, 5.0])
    u = _potentials.multipliers(OPS, b, depth, log_scale)
    both = _potentials.potential(OPS, b, depth, log_scale) + _potentials.conjugate(
        OPS, u, depth, log_scale
    )
    # 1 - |u| is rounded where alpha^D is far below b, and Q* feels it.
    assert float(both) == pytest.approx(float(u @ b), rel=1e-9)
    other = _potentials.potential(OPS, 1.1 * b, depth, log_scale)
    elsewhere = _potentials.conjugate(OPS, u, depth, log_scale)
    assert float(other + elsewhere) > float(u @ (1.1 * b))


@pytest.mark.parametrize("depth", [2, 3])
def test_a_scale_whose_power_is_no_number(depth):
    """q ~ |z| (log |z| - 1) at D = 2, and the L1 norm itself at D = 3."""
    b, log_scale = np.array([0.0, 0.3, -2.0]), -400.0
    size = np.abs(b[1:])
    expected = np.sum(size * (np.log(size) + 800.0 - 1.0)) if depth == 2 else np.sum(size)
    found = float(_potentials.potential(OPS, b, depth, log_scale))
    assert found == pytest.approx(float(expected), rel=1e-13)
    assert np.all(np.isfinite(_potentials.multipliers(OPS, b, depth, log_scale)))
