"""The digits that come along are those of the UCI test set, and reading arrays is done once."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import numpy as np
import pytest
from datasets.files import mnist

from earlyspec.datasets import digits, read
from earlyspec.datasets.base import Part
from earlyspec.datasets.digits import KIND

FOLDER = Path(digits.__file__).parent / "digits_files"
ALL = frozenset()


def test_the_files_are_those_that_their_readme_vouches_for():
    said = dict(re.findall(r"`([a-z0-9-]+)`: ([0-9a-f]{64})", (FOLDER / "README.md").read_text()))
    assert set(said) == {"images-idx3-ubyte", "labels-idx1-ubyte"}
    for name, checksum in said.items():
        data = gzip.decompress((FOLDER / f"{name}.gz").read_bytes())
        assert hashlib.sha256(data).hexdigest() == checksum


def test_the_first_digit_is_the_zero_that_scikit_learn_prints():
    """`load_digits().images[0]`, from its documentation."""
    found = KIND.read(Path(), "all", ALL)
    first = np.frombuffer(found.images, np.uint8)[:64].reshape(8, 8)
    assert found.labels[0] == 0
    assert first[0].tolist() == [0, 0, 5, 13, 9, 1, 0, 0]
    assert first[1].tolist() == [0, 0, 13, 15, 10, 15, 5, 0]
    assert first[7].tolist() == [0, 0, 6, 13, 10, 0, 0, 0]


def test_counts_sizes_and_values_are_those_of_the_set():
    found = KIND.read(Path(), "all", ALL)
    labels = np.frombuffer(found.labels, np.uint8)
    pixels = np.frombuffer(found.images, np.uint8).reshape(1797, 64)
    survey = KIND.survey(Path(), verify=True)
    assert list(survey.counts["all"]) == np.bincount(labels).tolist()
    assert (pixels.min(), pixels.max()) == (0, 16)
    assert len(np.unique(pixels, axis=0)) == 1797


def test_the_nearest_mean_digit_is_right_nine_times_in_ten():
    """Labels belong to their images: 89.8 % of all, measured on its own means."""
    found = KIND.read(Path(), "all", ALL)
    labels = np.frombuffer(found.labels, np.uint8)
    pixels = np.frombuffer(found.images, np.uint8).reshape(1797, 64).astype(float)
    means = np.stack([pixels[labels == k].mean(0) for k in range(10)])
    distances = ((pixels[:, None] - means) ** 2).sum(2)
    assert 0.89 < (distances.argmin(1) == labels).mean() < 0.92


def test_parts_have_shapes_and_are_decoded_once(monkeypatch, tmp_path):
    made = mnist(tmp_path / "data")
    calls = []
    kind = read.find("mnist")
    real = type(kind).read
    monkeypatch.setattr(
        type(kind), "read", lambda self, *given: calls.append(given) or real(self, *given)
    )
    images = Part("mnist", "data", "train", (8, 3), "images")
    labels = images._replace(what="labels", classes=(3, 8))
    for _ in range(3):
        kept = np.isin(made["train"][1], [3, 8])
        assert read.read(tmp_path, images).shape == (kept.sum(), 784)
        assert read.read(tmp_path, labels).data == made["train"][1][kept].tobytes()
    assert len(calls) == 1


def test_a_file_that_changed_is_read_again(tmp_path):
    part = Part("mnist", "data", "train", (), "labels")
    mnist(tmp_path / "data", rows=30)
    assert read.read(tmp_path, part).shape == (30,)
    mnist(tmp_path / "data", rows=40)
    assert read.read(tmp_path, part).shape == (40,)


@pytest.mark.parametrize("name", ["cifar-10", "mnist", "digits"])
def test_a_data_set_is_found_by_name(name):
    found = read.find(name)
    assert found.name == name
    assert len(found.classes) == 10
    assert found.pixels == found.side**2 * found.colours
