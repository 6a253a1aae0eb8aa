"""Label rules and steps: formulas by hand, bounds, and draws that do not collide."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pydantic_core import ValidationError
from scipy import special

N, D = 400, 6
X = np.random.default_rng(4).standard_normal((N, D))


def unit(z):
    return z / np.linalg.norm(z)


def test_the_teacher_is_a_network_that_both_splits_share(word, draws, ops):
    teacher = word("labels", "teacher", network={"width": 5, "activation": "erf"})
    again = draws(2)
    w, a = again.normal("labels/teacher/W", (5, D)), again.normal("labels/teacher/a", (5,))
    expected = special.erf(X @ w.T / math.sqrt(D)) @ a / math.sqrt(5)
    for split in ("train", "test"):
        np.testing.assert_allclose(
            teacher.values(ops, draws(2), X, split), expected, rtol=1e-12, atol=1e-14
        )
    assert teacher.bound() is None


def test_linear_labels(word, draws, ops):
    given = word("labels", "linear", beta=[1, 0, -2, 0, 0, 0.5])
    np.testing.assert_allclose(
        given.values(ops, draws(), X, "train"), X[:, 0] - 2 * X[:, 2] + 0.5 * X[:, 5]
    )
    assert given.made_for() == D
    drawn = word("labels", "linear").values(ops, draws(1), X, "train")
    beta = unit(draws(1).normal("labels/linear/beta", (D,)))
    np.testing.assert_allclose(drawn, X @ beta, rtol=1e-12, atol=1e-14)
    with pytest.raises(ValueError, match="coefficients"):
        word("labels", "linear", beta=[1, 2]).values(ops, draws(), X, "train")


def test_sparse_linear_labels(word, draws, ops):
    sparse = word("labels", "linear", nonzero=3, norm=2.0)
    expected = 2.0 / math.sqrt(3) * X[:, :3].sum(axis=1)
    np.testing.assert_allclose(sparse.values(ops, draws(), X, "train"), expected, rtol=1e-14)
    assert sparse.least_dim() == 3
    long = word("labels", "linear", norm=2.0).values(ops, draws(1), X, "train")
    short = word("labels", "linear").values(ops, draws(1), X, "train")
    np.testing.assert_allclose(long, 2 * short, rtol=1e-14)
    with pytest.raises(ValueError, match="inputs have 6"):
        word("labels", "linear", nonzero=7).values(ops, draws(), X, "train")
    for also in ({"nonzero": 2}, {"norm": 2.0}):
        with pytest.raises(ValidationError, match="drop `nonzero` and `norm`"):
            word("labels", "linear", beta=[1.0, 2.0], **also)


def test_norm_labels(word, draws, ops):
    y = word("labels", "norm", scale=2, offset=-1).values(ops, draws(), X, "train")
    np.testing.assert_allclose(y, 2 * np.linalg.norm(X, axis=1) / math.sqrt(D) - 1, rtol=1e-13)


def test_polynomial_labels(word, draws, ops):
    u = unit(draws(1).normal("labels/polynomial/u", (D,)))
    w = unit(draws(1).normal("labels/polynomial/w", (D,)))
    p, q = X @ u, X @ w
    y = word("labels", "polynomial", coefficients=[1, 0, -2, 0.5], cross=3)
    np.testing.assert_allclose(
        y.values(ops, draws(1), X, "test"), 1 - 2 * p**2 + 0.5 * p**3 + 3 * p * q, rtol=1e-11
    )
    assert y.bound() is None
    assert word("labels", "polynomial", coefficients=[-2, 0]).bound() == 2
    with pytest.raises(ValidationError):
        word("labels", "polynomial", coefficients=[])


def test_a_single_neuron(word, draws, ops):
    p = X @ unit(draws().normal("labels/single-neuron/u", (D,)))
    relu = word("labels", "single-neuron")
    np.testing.assert_allclose(relu.values(ops, draws(), X, "train"), np.maximum(p, 0), atol=1e-13)
    assert relu.bound() is None
    tanh = word("labels", "single-neuron", activation="tanh")
    np.testing.assert_allclose(tanh.values(ops, draws(), X, "train"), np.tanh(p), rtol=1e-12)
    assert tanh.bound() == 1


def test_random_labels(word, draws, ops):
    signs = word("labels", "random")
    y = signs.values(ops, draws(), X, "train")
    assert set(np.unique(y)) == {-1.0, 1.0}
    assert abs(y.sum()) < 5 * math.sqrt(N)
    assert not np.array_equal(y, signs.values(ops, draws(), X, "test"))
    assert signs.bound() == 1
    gaussian = word("labels", "random", law="gaussian")
    expected = draws().normal("labels/train/random", (N,))
    np.testing.assert_array_equal(gaussian.values(ops, draws(), X, "train"), expected)
    assert gaussian.bound() is None


def test_signs_call_zero_positive_and_hide_no_failure(word, draws, ops):
    sign = word("label_steps", "sign")
    y = sign.apply(ops, draws(), np.array([-3.0, -1e-300, 0.0, -0.0, 2.0]), "s")
    np.testing.assert_array_equal(y, [-1, -1, 1, 1, 1])
    assert np.isnan(sign.apply(ops, draws(), np.array([math.nan]), "s")).all()


def test_clipping(word, draws, ops):
    y = np.array([-3.0, -0.5, 0.0, 0.7, 9.0])
    clipped = word("label_steps", "clip", limit=0.6).apply(ops, draws(), y, "c")
    np.testing.assert_array_equal(clipped, [-0.6, -0.5, 0.0, 0.6, 0.6])


def test_noise(word, draws, ops):
    y = word("label_steps", "noise", scale=0.3).apply(ops, draws(), X[:, 0], "labels/train/noise")
    np.testing.assert_allclose(y, X[:, 0] + 0.3 * draws().normal("labels/train/noise", (N,)))


def test_flips_turn_about_their_share(word, draws, ops):
    y = np.ones(20_000)
    flip = word("label_steps", "flip", probability=0.2)
    turned = flip.apply(ops, draws(), y, "labels/train/flip") < 0
    assert abs(turned.mean() - 0.2) < 5 * math.sqrt(0.2 * 0.8 / 20_000)
    for probability, expected in ((0, 1.0), (1, -1.0)):
        flip = word("label_steps", "flip", probability=probability)
        assert (flip.apply(ops, draws(), y, "f") == expected).all()


def test_steps_apply_in_order_and_two_of_a_kind_draw_apart(word, draws, ops):
    flip = {"kind": "flip", "probability": 0.5}
    label = word("labels", "norm", then=["sign", flip, flip, {"kind": "noise", "scale": 2}, "clip"])
    used = draws(7)
    y = label.values(ops, used, X, "train")
    assert used.taken == ["labels/train/flip", "labels/train/flip-2", "labels/train/noise"]
    u, u2 = (draws(7).uniform(f"labels/train/{each}", (N,)) for each in ("flip", "flip-2"))
    signs = np.where(u < 0.5, -1, 1) * np.where(u2 < 0.5, -1, 1)
    noisy = signs + 2 * draws(7).normal("labels/train/noise", (N,))
    np.testing.assert_allclose(y, np.clip(noisy, -1, 1))


@pytest.mark.parametrize(
    ("rule", "then", "bound"),
    [
        ("norm", [], None),
        ("norm", ["sign"], 1),
        ("norm", [{"kind": "clip", "limit": 2}], 2),
        ("random", [{"kind": "clip", "limit": 2}], 1),
        ("random", [{"kind": "clip", "limit": 0.5}, {"kind": "flip", "probability": 0.1}], 0.5),
        ("random", [{"kind": "noise", "scale": 0.1}], None),
        ("random", [{"kind": "noise", "scale": 0}], 1),
        ("random", [{"kind": "noise", "scale": 0.1}, "clip"], 1),
        ("norm", [{"kind": "flip", "probability": 0.1}], None),
    ],
)
def test_bounds_follow_the_steps_and_hold(word, draws, ops, rule, then, bound):
    label = word("labels", rule, then=then)
    assert label.bound() == bound
    if bound is not None:
        assert np.abs(label.values(ops, draws(), X, "train")).max() <= bound


def test_one_step_may_stand_without_a_list(word):
    assert word("labels", "norm", then="sign") == word("labels", "norm", then=["sign"])
