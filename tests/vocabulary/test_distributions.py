"""Input laws: whole distribution functions against scipy, second moments, names of draws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from examples import examples
from scipy import stats

from earlyspec import registry

ROWS = 50_000
LAWS = {  # kind: (parameters, law of an entry, its fourth moment, tail)
    "gaussian": ({}, stats.norm(), 3, "subgaussian"),
    "rademacher": ({}, None, 1, "bounded"),
    "uniform": ({}, stats.uniform(-math.sqrt(3), 2 * math.sqrt(3)), 9 / 5, "bounded"),
    "laplace": ({}, stats.laplace(scale=1 / math.sqrt(2)), 6, "subexponential"),
    "student-t": ({"freedom": 9}, stats.t(9, scale=math.sqrt(7 / 9)), 4.2, "heavy"),
}
INVENTED = {
    "sphere": {"dim": 6},
    "mixture": {"dim": 6, "components": 3, "separation": 2.0},
    **{kind: given[0] for kind, given in examples("distributions").items()},
}


@pytest.fixture(params=list(LAWS))
def law(request, word):
    parameters, entry, fourth, tail = LAWS[request.param]
    return word("distributions", request.param, dim=4, **parameters), entry, fourth, tail


def test_every_distribution_is_tested():
    stored = {"file", "cifar-10", "mnist", "digits"}
    assert set(registry.names("distributions")) == {*LAWS, *INVENTED, *stored}


def test_entries_follow_their_law(law, draws, ops):
    distribution, entry, _, _ = law
    x = distribution.sample(ops, draws(), ROWS, "train")
    assert x.shape == (ROWS, 4)
    if entry is None:
        assert set(np.unique(x)) == {-1.0, 1.0}
    else:
        # Kolmogorov: a true law exceeds 1.95 / sqrt(N) once in a thousand seeds.
        assert stats.ks_1samp(x.ravel(), entry.cdf).statistic < 1.95 / math.sqrt(x.size)


def test_entries_have_mean_zero_and_variance_one_and_no_correlation(law, draws, ops):
    distribution, _, fourth, _ = law
    x = distribution.sample(ops, draws(), ROWS, "train")
    assert abs(x.mean()) < 5 / math.sqrt(x.size)
    assert abs((x**2).mean() - 1) <= 5 * math.sqrt((fourth - 1) / x.size)
    off = (x.T @ x / ROWS)[~np.eye(4, dtype=bool)]
    assert np.abs(off).max() < 5 / math.sqrt(ROWS)


def test_facts_of_independent_entries(law):
    distribution, _, _, tail = law
    facts = distribution.facts()
    assert (facts.kind, facts.dim, facts.tail) == (distribution.kind(), 4, tail)
    assert facts.centred is True
    assert facts.independent is True
    assert (facts.covariance_norm, facts.covariance_floor, facts.trace_square) == (1, 1, 1)


def test_inputs_have_the_covariance_that_is_asked_for(law, word, draws, ops):
    distribution, _, fourth, _ = law
    given = distribution.parameters() | {"covariance": {"kind": "ar1", "rho": 0.5}}
    coloured = word("distributions", distribution.kind(), **given)
    x = coloured.sample(ops, draws(), ROWS, "train")
    sigma = 0.5 ** np.abs(np.subtract.outer(np.arange(4), np.arange(4)))
    # Var of an entry of x x^T is below fourth moment + 3; five standard errors.
    np.testing.assert_allclose(x.T @ x / ROWS, sigma, atol=5 * math.sqrt((fourth + 3) / ROWS))
    assert coloured.facts().covariance_norm == 3.0
    assert coloured.facts().trace_square == pytest.approx((sigma**2).sum() / 4)


def test_splits_and_seeds_draw_apart_and_a_seed_draws_again(law, draws, ops):
    distribution = law[0]
    train = distribution.sample(ops, draws(1), 50, "train")
    again = distribution.sample(ops, draws(1), 50, "train")
    np.testing.assert_array_equal(train, again)
    for other in (
        distribution.sample(ops, draws(1), 50, "test"),
        distribution.sample(ops, draws(2), 50, "train"),
    ):
        assert not np.array_equal(train, other)


@pytest.mark.parametrize("kind", [*LAWS, *INVENTED])
def test_draws_are_named_by_the_split(kind, word, draws, ops):
    parameters = LAWS[kind][0] | {"dim": 6} if kind in LAWS else INVENTED[kind]
    taken = draws()
    word("distributions", kind, **parameters).sample(ops, taken, 5, "test")
    assert taken.taken
    assert all(each.startswith("inputs/test/") or each == "inputs/centres" for each in taken.taken)
    assert len(set(taken.taken)) == len(taken.taken)


@pytest.mark.parametrize(("freedom", "centred"), [(0.8, False), (1.5, True), (2.0, True)])
def test_student_t_without_variance_is_left_unscaled(word, draws, ops, freedom, centred):
    distribution = word("distributions", "student-t", dim=2, freedom=freedom)
    x = distribution.sample(ops, draws(), ROWS, "train")
    assert stats.ks_1samp(x.ravel(), stats.t(freedom).cdf).statistic < 1.95 / math.sqrt(x.size)
    facts = distribution.facts()
    assert facts.centred is centred
    assert facts.independent is False
    assert (facts.covariance_norm, facts.covariance_floor, facts.trace_square) == (None,) * 3


def test_the_sphere_is_one_and_has_covariance_identity(word, draws, ops):
    distribution = word("distributions", "sphere", dim=6)
    x = distribution.sample(ops, draws(), ROWS, "train")
    np.testing.assert_allclose((x**2).sum(1), 6, rtol=1e-14)
    np.testing.assert_allclose(x.T @ x / ROWS, np.eye(6), atol=5 * math.sqrt(2 / ROWS))
    # The first coordinate over the radius: ((1 + u) / 2) ~ Beta((d-1)/2, (d-1)/2).
    u = (1 + x[:, 0] / math.sqrt(6)) / 2
    assert stats.ks_1samp(u, stats.beta(2.5, 2.5).cdf).statistic < 1.95 / math.sqrt(ROWS)
    assert distribution.facts().independent is False


@pytest.mark.parametrize(("side", "colours"), [(4, 3), (5, 1)])
def test_pink_noise_is_white_noise_with_its_spectrum_divided_by_frequency(
    word, draws, ops, side, colours
):
    distribution = word("distributions", "pink-noise", side=side, colours=colours)
    x = distribution.sample(ops, draws(3), 20, "test")
    z = draws(3).normal("inputs/test/z", (20, side**2, colours)).reshape(20, side, side, colours)
    k = side * np.fft.fftfreq(side)
    f = np.hypot(k[:, None], k[None, :])
    f[0, 0] = np.inf  # leaves the constant out
    expected = np.fft.ifft2(np.fft.fft2(z, axes=(1, 2)) / f[None, :, :, None], axes=(1, 2)).real
    expected /= np.sqrt((expected**2).mean((1, 2, 3), keepdims=True))
    np.testing.assert_allclose(x, expected.reshape(20, -1), rtol=1e-10, atol=1e-12)


def test_pink_noise_is_standardised_and_known_for_it(word, draws, ops):
    distribution = word("distributions", "pink-noise", side=8, colours=3)
    x = distribution.sample(ops, draws(), 3000, "train")
    np.testing.assert_allclose((x**2).sum(1), 192, rtol=1e-12)
    np.testing.assert_allclose(x.reshape(-1, 64, 3).sum(1), 0, atol=1e-10)
    # Power at frequency (1, 0) over that at (0, 2): 4, if amplitudes fall like 1/f.
    power = (np.abs(np.fft.fft2(x.reshape(-1, 8, 8, 3), axes=(1, 2))) ** 2).mean((0, 3))
    assert power[1, 0] / power[0, 2] == pytest.approx(4, rel=0.1)
    facts = distribution.facts()
    assert (facts.kind, facts.dim, facts.centred, facts.independent) == (
        "pink-noise",
        192,
        True,
        False,
    )
    assert np.linalg.eigvalsh(x.T @ x)[0] == pytest.approx(facts.covariance_floor, abs=1e-8)


@pytest.mark.parametrize("count", [1, 4, 6])
def test_orthonormal_inputs_are_turned_at_random(word, draws, ops, count):
    distribution = word("distributions", "orthonormal", dim=6)
    frames = np.stack(
        [distribution.sample(ops, draws(seed), count, "train") for seed in range(2000)]
    )
    for x in frames[:50]:
        np.testing.assert_allclose(x @ x.T, 6 * np.eye(count), atol=1e-13)
    # Each row by itself is uniform on the sphere.
    for row in (0, count - 1):
        u = (1 + frames[:, row, 2] / math.sqrt(6)) / 2
        assert stats.ks_1samp(u, stats.beta(2.5, 2.5).cdf).statistic < 1.95 / math.sqrt(len(u))
    assert distribution.at_most() == 6


def test_fresh_inputs_beside_orthonormal_ones_are_on_the_sphere(word, draws, ops):
    mine, sphere = (word("distributions", kind, dim=6) for kind in ("orthonormal", "sphere"))
    x, z = (each.sample(ops, draws(), ROWS, "test") for each in (mine, sphere))
    np.testing.assert_allclose(x, z, rtol=1e-14)


def test_a_mixture_has_clusters_around_shared_centres(word, draws, ops):
    distribution = word("distributions", "mixture", dim=5, components=4, separation=3.0)
    scale = math.sqrt(5 / (5 + 9))
    seen = {}
    for split in ("train", "test"):
        used = draws(3)
        x = distribution.sample(ops, used, 4000, split)
        shifts = x / scale - draws(3).normal(f"inputs/{split}/z", (4000, 5))
        seen[split], counts = np.unique(shifts.round(9), axis=0, return_counts=True)
        np.testing.assert_allclose(np.linalg.norm(seen[split], axis=1), 3.0, rtol=1e-8)
        assert np.abs(counts - 1000).max() < 5 * math.sqrt(4000 * 3 / 16)
    assert seen["train"].shape == (4, 5)
    np.testing.assert_allclose(seen["train"], seen["test"])


def test_a_mixture_has_mean_square_norm_d_and_honest_facts(word, draws, ops):
    distribution = word("distributions", "mixture", dim=5, components=3, separation=3.0)
    x = distribution.sample(ops, draws(), ROWS, "train")
    squares = (x**2).sum(1)
    assert abs(squares.mean() - 5) < 5 * squares.std() / math.sqrt(ROWS)
    facts = distribution.facts()
    spectrum = np.linalg.eigvalsh(x.T @ x / ROWS)
    assert spectrum[-1] < facts.covariance_norm
    assert spectrum[0] > facts.covariance_floor * (1 - 5 * math.sqrt(2 / ROWS))
    assert (facts.centred, facts.independent, facts.trace_square) == (False, False, None)
    merged = word("distributions", "mixture", dim=5, separation=0.0).facts()
    assert (merged.centred, merged.independent, merged.trace_square) == (True, True, 1.0)


def test_orthonormal_inputs_are_a_random_frame_of_the_lengths_that_are_asked_for(word, draws, ops):
    distribution = word("distributions", "orthonormal", dim=5, lengths=(1.0, 0.5))
    x = distribution.sample(ops, draws(2), 5, "train")
    np.testing.assert_allclose(x @ x.T, 5 * np.diag([1, 0.25, 1, 0.25, 1]), atol=1e-14)
    few = distribution.sample(ops, draws(2), 3, "train")
    np.testing.assert_allclose(few @ few.T, 5 * np.diag([1, 0.25, 1]), atol=1e-14)
    assert distribution.at_most() == 5
    assert distribution.facts().independent is False
    # Entries of a uniform frame are exchangeable: E q_ij^2 = 1/d, and frames of two seeds differ.
    plain = word("distributions", "orthonormal", dim=5)
    test = distribution.sample(ops, draws(2), 8, "test")  # more than fit a frame
    np.testing.assert_allclose(np.sum(test**2, axis=1), 5 * np.tile([1, 0.25], 4))
    squares = np.mean([plain.sample(ops, draws(s), 2, "train") ** 2 for s in range(2000)], axis=0)
    assert np.abs(squares - 1).max() < 5 * math.sqrt(2 * 5 / 7 / 2000)
