"""Inputs from sets of images: order, layout, preprocessing, classes; labels that belong to them."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic_core import ValidationError

RNG = np.random.default_rng(5)
ROWS = {"train": 40, "test": 25}
CIFAR = {split: RNG.integers(0, 256, (rows, 32, 32, 3)) for split, rows in ROWS.items()}
MARKS = {split: RNG.choice([3, 7], rows) for split, rows in ROWS.items()}
POOLED = {"path": "data", "classes": ["horse", "cat"], "pool": 4}


@pytest.fixture
def cifar(word):
    return lambda **changes: word("distributions", "cifar-10", **(POOLED | changes))


@pytest.fixture
def stored(draws, cifar):
    """Draws over the images above, as the word asks for them."""
    files = {}
    for split in ROWS:
        files[cifar().part("images", split)] = CIFAR[split].reshape(ROWS[split], -1)
        files[cifar().part("labels", split)] = MARKS[split]
    return lambda seed=0: draws(seed, files)


def averaged(images):
    """4 x 4 average pooling, pixel by pixel."""
    rows = images.shape[0]
    found = np.zeros((rows, 8, 8, 3))
    for i in range(32):
        for j in range(32):
            found[:, i // 4, j // 4] += images[:, i, j] / 16
    return found.reshape(rows, 192)  # row by row, colour last


def order(stored, split, seed=0):
    return np.argsort(stored(seed).uniform(f"inputs/order-{split}", (ROWS[split],)), kind="stable")


@pytest.mark.parametrize("split", ["train", "test"])
def test_images_are_pooled_and_laid_out_by_rows_with_colours_together(cifar, stored, ops, split):
    x = cifar(standardise="none").sample(ops, stored(), 20, split)
    np.testing.assert_allclose(x, averaged(CIFAR[split])[order(stored, split)[:20]], rtol=1e-14)
    whole = cifar(standardise="none", pool=1).sample(ops, stored(), 20, split)
    rows = CIFAR[split][order(stored, split)[:20]].reshape(20, -1)
    np.testing.assert_array_equal(whole, rows)


def test_a_standardised_image_has_mean_zero_variance_one_and_squared_norm_d(cifar, stored, ops):
    x = cifar().sample(ops, stored(), 20, "train")
    raw = averaged(CIFAR["train"])[order(stored, "train")[:20]]
    expected = (raw - raw.mean(1, keepdims=True)) / raw.std(1, keepdims=True)
    np.testing.assert_allclose(x, expected, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose((x**2).sum(1), 192, rtol=1e-14)
    np.testing.assert_allclose(x.sum(1), 0, atol=1e-11)


def test_an_image_of_one_shade_becomes_zero(word, draws, ops):
    digits = word("distributions", "digits")
    pixels = np.vstack([np.full(64, 7.0), np.arange(64.0), np.zeros(64)])
    x = digits.sample(ops, draws(files={digits.part("images", "all"): pixels}), 3, "train")
    norms = np.sort((x**2).sum(1))
    assert norms[:2].tolist() == [0.0, 0.0]
    assert norms[2] == pytest.approx(64)


def test_centre_and_rescale_use_all_training_images(cifar, stored, ops):
    whole = averaged(CIFAR["train"])
    middle = whole.mean(0)
    size = np.sqrt(192 / ((whole - middle) ** 2).sum(1).mean())
    raw = averaged(CIFAR["test"])[order(stored, "test")[:9]]
    given = {"standardise": "none", "centre": True}
    x = cifar(**given).sample(ops, stored(), 9, "test")
    np.testing.assert_allclose(x, raw - middle, rtol=1e-12, atol=1e-11)
    x = cifar(**given, rescale=True).sample(ops, stored(), 9, "test")
    np.testing.assert_allclose(x, (raw - middle) * size, rtol=1e-12, atol=1e-13)
    size = np.sqrt(192 / (whole**2).sum(1).mean())
    x = cifar(standardise="none", rescale=True).sample(ops, stored(), 9, "test")
    np.testing.assert_allclose(x, raw * size, rtol=1e-12)


def test_labels_are_those_of_the_images_the_first_class_minus_one(cifar, stored, ops, word):
    for split in ROWS:
        labels = word("labels", "class").for_inputs(cifar())
        x = cifar(standardise="none").sample(ops, stored(3), 20, split)
        y = labels.values(ops, stored(3), x, split)
        chosen = order(stored, split, 3)[:20]
        expected = np.where(MARKS[split][chosen] == 3, 1.0, -1.0)  # horse first, cat second
        np.testing.assert_array_equal(y, expected)
        assert set(y) == {-1.0, 1.0}
    swapped = word("labels", "class").for_inputs(cifar(classes=["cat", "horse"]))
    np.testing.assert_array_equal(swapped.values(ops, stored(3), x, split), -expected)
    assert labels.bound() == 1.0
    assert {part.what for part in labels.data_sets()} == {"labels"}


def test_a_seed_shuffles_and_splits_of_one_set_are_disjoint(word, draws, ops):
    digits = word("distributions", "digits", standardise="none")
    pixels = np.arange(50.0)[:, None] * np.ones(64)
    files = {digits.part("images", "all"): pixels}
    seen = []
    for seed in (0, 1):
        train = digits.sample(ops, draws(seed, files), 30, "train")[:, 0]
        test = digits.sample(ops, draws(seed, files), 20, "test")[:, 0]
        assert sorted([*train, *test]) == list(range(50))
        seen.append(train.tolist())
    assert seen[0] != seen[1]
    with pytest.raises(ValueError, match="50 images for train, 51 are needed"):
        digits.sample(ops, draws(0, files), 51, "train")


def test_parts_name_the_classes_in_order_whatever_that_of_the_spec(cifar, word):
    assert cifar().part("images", "test") == ("cifar-10", "data", "test", (3, 7), "images")
    assert cifar().chosen() == (7, 3)
    digits = word("distributions", "digits", classes=["eight", 3])
    assert digits.chosen() == (8, 3)
    assert digits.part("labels", "train") == ("digits", "", "all", (3, 8), "labels")
    assert word("distributions", "mnist", path="d").data_sets()[0].classes == ()
    assert [part.split for part in digits.data_sets()] == ["all"]


@pytest.mark.parametrize(
    ("kind", "given", "dim"),
    [
        ("cifar-10", {"path": "d"}, 3072),
        ("cifar-10", {"path": "d", "pool": 4}, 192),
        ("mnist", {"path": "d"}, 784),
        ("mnist", {"path": "d", "pool": 7}, 16),
        ("digits", {}, 64),
        ("digits", {"pool": 8, "dim": 1}, 1),
    ],
)
def test_the_dimension_is_that_of_the_pooled_images(word, kind, given, dim):
    facts = word("distributions", kind, **given).facts()
    assert (facts.kind, facts.dim, facts.tail) == (kind, dim, "unknown")
    assert (facts.centred, facts.independent, facts.trace_square) == (None, None, None)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"pool": 3}, "do not tile 8 x 8"),
        ({"pool": 16}, "do not tile 8 x 8"),
        ({"dim": 63}, "64 numbers, not 63"),
        ({"classes": [3]}, "at least two"),
        ({"classes": [3, "three"]}, "each once"),
        ({"classes": [3, 10]}, "literal"),
        ({"classes": ["3", "8"]}, "literal"),
    ],
)
def test_what_does_not_fit_is_refused(word, given, reason):
    with pytest.raises(ValidationError, match=reason):
        word("distributions", "digits", **given)


def test_the_rule_refuses_other_inputs(word, draws, ops):
    gaussian = word("distributions", "gaussian", dim=2)
    many = word("distributions", "digits", classes=[1, 2, 3])
    for inputs in (gaussian, many, word("distributions", "digits")):
        rule = word("labels", "class").for_inputs(inputs)
        with pytest.raises(ValueError, match="two classes"):
            rule.values(ops, draws(), np.zeros((2, 2)), "train")
    with pytest.raises(ValueError, match="two classes"):
        word("labels", "class").values(ops, draws(), np.zeros((2, 2)), "train")
    teacher = word("labels", "norm")
    assert teacher.for_inputs(gaussian) is teacher
