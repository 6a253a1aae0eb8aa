"""Words that read files: which rows, how scaled, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

RNG = np.random.default_rng(8)
X = RNG.standard_normal((20, 3)) * [1.0, 2.0, 3.0] + [0.5, 0.0, -1.0]
Y = X @ [1.0, -1.0, 2.0]
FILES = {
    ("d.npz", "x_train"): X[:14],
    ("d.npz", "x_test"): X[14:],
    ("d.npz", "y_train"): Y[:14],
    ("d.npz", "y_test"): Y[14:],
    ("d.npz", "x"): X,
    ("d.npz", "y"): Y,
}


@pytest.fixture
def stored(draws):
    return lambda seed=0: draws(seed, FILES)


def test_two_arrays_give_their_first_rows(word, stored, ops):
    inputs = word("distributions", "file", path="d.npz")
    labels = word("labels", "file", path="d.npz")
    for split, rows in (("train", slice(0, 9)), ("test", slice(14, 18))):
        count = rows.stop - rows.start
        x = inputs.sample(ops, stored(), count, split)
        np.testing.assert_array_equal(x, X[rows])
        np.testing.assert_array_equal(labels.values(ops, stored(), x, split), Y[rows])
    assert inputs.files() == (("d.npz", "x_train"), ("d.npz", "x_test"))
    assert labels.files() == (("d.npz", "y_train"), ("d.npz", "y_test"))


def test_one_array_is_shuffled_by_the_seed_into_disjoint_splits(word, stored, ops):
    inputs = word("distributions", "file", path="d.npz", array="x", dim=3)
    labels = word("labels", "file", path="d.npz", array="y")
    orders = []
    for seed in (0, 1):
        train = inputs.sample(ops, stored(seed), 13, "train")
        test = inputs.sample(ops, stored(seed), 7, "test")
        both = np.concatenate([train, test])
        np.testing.assert_array_equal(np.sort(both, axis=0), np.sort(X, axis=0))
        for x, split in ((train, "train"), (test, "test")):
            y = labels.values(ops, stored(seed), x, split)
            np.testing.assert_allclose(y, x @ [1.0, -1.0, 2.0], rtol=1e-14)
        orders.append(both)
    assert not np.array_equal(*orders)
    assert not np.array_equal(orders[0], X)
    assert inputs.files() == (("d.npz", "x"),)


@pytest.mark.parametrize("array", [None, "x"])
def test_inputs_are_centred_and_scaled_by_the_training_array(word, stored, ops, array):
    whole = X if array else X[:14]
    plain = word("distributions", "file", path="d.npz", array=array)
    mean = whole.mean(0)
    size = np.sqrt(3 / ((whole - mean) ** 2).sum(1).mean())
    raw_size = np.sqrt(3 / (whole**2).sum(1).mean())
    for split, count in (("train", 10), ("test", 5)):
        x = plain.sample(ops, stored(), count, split)
        for given, expected in (
            ({"centre": True}, x - mean),
            ({"rescale": True}, x * raw_size),
            ({"centre": True, "rescale": True}, (x - mean) * size),
        ):
            scaled = word("distributions", "file", path="d.npz", array=array, **given)
            np.testing.assert_allclose(
                scaled.sample(ops, stored(), count, split), expected, rtol=1e-13
            )


def test_too_few_rows_and_other_shapes_are_refused(word, stored, ops):
    with pytest.raises(ValueError, match="14 rows, 15 are needed"):
        word("distributions", "file", path="d.npz").sample(ops, stored(), 15, "train")
    with pytest.raises(ValueError, match="not"):
        word("distributions", "file", path="d.npz", dim=4).sample(ops, stored(), 2, "train")
    with pytest.raises(ValueError, match="not"):
        word("distributions", "file", path="d.npz", train="y_train").sample(
            ops, stored(), 2, "train"
        )
    with pytest.raises(ValueError, match="not"):
        word("labels", "file", path="d.npz", train="x_train").values(ops, stored(), X[:2], "train")


def test_nothing_is_known_of_the_law_but_its_dimension(word):
    facts = word("distributions", "file", path="d.npz", dim=3).facts()
    assert (facts.kind, facts.dim, facts.tail) == ("file", 3, "unknown")
    unknown = (facts.centred, facts.independent, facts.covariance_norm, facts.trace_square)
    assert unknown == (None,) * 4
    with pytest.raises(ValueError, match="filled in"):
        word("distributions", "file", path="d.npz").facts()
    assert word("labels", "file", path="d.npz").bound() is None
