"""Named draws: which depend on what, and what laws they have."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest

pytest.importorskip("earlyspec_jax")
from conformance.cells import build, word
from earlyspec_jax import data, shape
from earlyspec_jax.draws import Block, NamedDraws, is_row_draw, seed_key, uniform
from earlyspec_jax.settings import exact


def draws(seed=0, block=None, given=None):
    return NamedDraws(seed_key(jnp.asarray(seed)), {}, given or {}, block)


def test_names_of_row_draws():
    assert is_row_draw("inputs/train/z")
    assert is_row_draw("labels/test/noise")
    assert not is_row_draw("inputs/centres")
    assert not is_row_draw("labels/teacher/W")
    assert not is_row_draw("split")


def test_a_draw_hangs_on_seed_and_name_alone():
    with exact():
        one, other = draws(), draws()
        other.signs("something/else", (100,))
        a, b = one.normal("inputs/z", (5, 3)), other.normal("inputs/z", (5, 3))
        np.testing.assert_array_equal(a, b)
        assert not np.any(np.asarray(a) == one.normal("inputs/y", (5, 3)))
        assert not np.any(np.asarray(a) == draws(seed=1).normal("inputs/z", (5, 3)))


@pytest.mark.parametrize("kind", ["normal", "uniform", "signs"])
def test_a_block_of_rows_is_that_part_of_the_whole_draw(kind):
    with exact():
        whole = np.asarray(getattr(draws(), kind)("inputs/train/z", (50, 3)))
        part = getattr(draws(block=Block(17, 20)), kind)("inputs/train/z", (20, 3))
        np.testing.assert_array_equal(part, whole[17:37])
        shared = getattr(draws(block=Block(17, 20)), kind)("labels/teacher/W", (20, 3))
        np.testing.assert_array_equal(shared, getattr(draws(), kind)("labels/teacher/W", (20, 3)))


def test_counters_pass_32_bits():
    with exact():
        key = seed_key(jnp.asarray(0))
        long = uniform(key, 2**32 - 5, 10)
        np.testing.assert_array_equal(long[5:], uniform(key, 2**32, 5))
        assert not np.any(np.asarray(long[5:]) == uniform(key, 0, 5))


def test_the_laws():
    """Moments within five standard errors; symmetric; never infinite."""
    n = 200_000
    with exact():
        u = np.asarray(draws().uniform("u", (n,)))
        z = np.asarray(draws().normal("z", (n,)))
        s = np.asarray(draws().signs("s", (n,)))
        g = np.asarray(draws().gamma("g", 2.5, (n,)))
    assert u.min() >= 0
    assert u.max() < 1
    within = 5 / math.sqrt(n)
    assert abs(u.mean() - 1 / 2) < within * math.sqrt(1 / 12)
    assert abs((u**2).mean() - 1 / 3) < within * math.sqrt(4 / 45)
    assert abs(z.mean()) < within
    assert abs((z**2).mean() - 1) < within * math.sqrt(2)
    assert abs((z**4).mean() - 3) < within * math.sqrt(96)
    assert abs((np.abs(z) < 1).mean() - math.erf(1 / math.sqrt(2))) < within
    assert np.isfinite(z).all()
    assert set(np.unique(s)) == {-1.0, 1.0}
    assert abs(s.mean()) < within
    assert abs(g.mean() - 2.5) < within * math.sqrt(2.5)
    assert abs((z * s).mean()) < within  # draws of two names are independent


def test_extreme_bits_give_finite_gaussians():
    """Uniform draws of 0 and of 1 - 2^-52 stand for the ends of the normal law."""
    for u in (0.0, 1 - 2.0**-52):
        with exact():
            centred = 2.0 * jnp.asarray(u) - (1.0 - 2.0**-52)
            assert abs(float(math.sqrt(2) * jax.lax.erf_inv(centred))) == pytest.approx(
                8.2, abs=0.1
            )


def test_the_caller_s_generator_does_not_matter():
    with exact():
        here = np.asarray(draws().normal("z", (10,)))
        with jax.default_prng_impl("rbg"), jax.threefry_partitionable(False), exact():
            np.testing.assert_array_equal(draws().normal("z", (10,)), here)


def test_given_arrays_replace_draws():
    given = {"inputs/train/z": jnp.arange(10.0), "w": jnp.ones(3)}
    with exact():
        found = draws(given=given)
        np.testing.assert_array_equal(found.normal("w", (3,)), np.ones(3))
        rows = draws(given=given, block=Block(4, 3)).normal("inputs/train/z", (3,))
        np.testing.assert_array_equal(rows, [4.0, 5.0, 6.0])
        with pytest.raises(ValueError, match=r"draw w has shape \(3,\), not \(2,\)"):
            found.normal("w", (2,))


def test_data_do_not_hang_on_the_blocks_they_are_drawn_in(monkeypatch):
    cell = build(
        inputs=word("distributions", "mixture", dim=4, separation=2.0),
        labels=word("labels", "random", then=[{"kind": "noise", "scale": 0.5}]),
        n=50,
    )
    with exact():
        of, _ = shape.split(cell, "cpu")
        seed = jnp.asarray(3)
        whole = data.draw_split(of, "train", seed, {}, {})
        names = data.named_draws(of, seed, {})
        monkeypatch.setattr(data, "BLOCK", 16)
        blocks = data.draw_split(of, "train", seed, {}, {})
        again = data.named_draws(of, seed, {})
    # Up to rounding: XLA arranges the same arithmetic in other ways.
    np.testing.assert_allclose(blocks.x, whole.x, rtol=1e-14, atol=1e-14)
    np.testing.assert_allclose(blocks.y, whole.y, rtol=1e-14, atol=1e-14)
    assert names.keys() == again.keys()
    for name, array in names.items():
        np.testing.assert_allclose(again[name], array, rtol=1e-14)
