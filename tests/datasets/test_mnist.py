"""MNIST's files: what is read, what is verified, and files that are not what they should be."""

from __future__ import annotations

import gzip
import hashlib
import struct

import numpy as np
import pytest
from datasets.files import idx, mnist

from earlyspec.datasets import mnist as module
from earlyspec.datasets.base import DataSetError
from earlyspec.datasets.mnist import KIND

ALL = frozenset()


@pytest.mark.parametrize("packed", [True, False])
def test_images_and_labels_are_those_of_the_files(tmp_path, packed):
    made = mnist(tmp_path, packed=packed)
    for split, (images, labels) in made.items():
        found = KIND.read(tmp_path, split, ALL)
        np.testing.assert_array_equal(np.frombuffer(found.labels, np.uint8), labels)
        pixels = np.frombuffer(found.images, np.uint8).reshape(images.shape)
        np.testing.assert_array_equal(pixels, images)
        some = KIND.read(tmp_path, split, frozenset({3, 8}))
        kept = np.isin(labels, [3, 8])
        assert 0 < kept.sum() < len(labels)
        np.testing.assert_array_equal(np.frombuffer(some.labels, np.uint8), labels[kept])
        assert some.images == images[kept].tobytes()


@pytest.mark.parametrize("packed", [True, False])
def test_a_survey_counts_the_images_of_each_class(tmp_path, packed):
    made = mnist(tmp_path, packed=packed)
    survey = KIND.survey(tmp_path, verify=False)
    for split, (_, labels) in made.items():
        assert list(survey.counts[split]) == np.bincount(labels, minlength=10).tolist()
    assert survey.unverified == ""


def test_the_older_name_of_an_unpacked_file_will_do(tmp_path):
    made = mnist(tmp_path, packed=False)
    for file in list(tmp_path.iterdir()):
        file.rename(file.with_name(file.name.replace("-idx", ".idx")))
    assert KIND.read(tmp_path, "test", ALL).labels == made["test"][1].tobytes()


def test_a_file_that_is_not_the_published_one_is_told_by_its_checksum(tmp_path):
    mnist(tmp_path)
    with pytest.raises(DataSetError, match=r"MD5 of `train-images-idx3-ubyte\.gz` is") as caught:
        KIND.survey(tmp_path, verify=True)
    assert module.PUBLISHED["train-images-idx3-ubyte.gz"] in caught.value.reason


def test_a_published_file_is_taken_and_its_pixels_are_not_unpacked_again(tmp_path, monkeypatch):
    mnist(tmp_path)
    truth = {
        file.name: hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()
        for file in tmp_path.iterdir()
    }
    monkeypatch.setattr(module, "PUBLISHED", truth)
    read = []
    real = module.idx.read
    monkeypatch.setattr(module.idx, "read", lambda *given: read.append(given[1:]) or real(*given))
    survey = KIND.survey(tmp_path, verify=True)
    assert survey.unverified == ""
    assert sum(survey.counts["train"]) == 30
    assert read == [(1,), (3, True)] * 2


def test_unpacked_files_are_said_to_be_unverified(tmp_path):
    mnist(tmp_path, packed=False)
    assert "train-images-idx3-ubyte" in KIND.survey(tmp_path, verify=True).unverified
    assert KIND.survey(tmp_path, verify=False).unverified == ""


def test_every_missing_file_is_named(tmp_path):
    mnist(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte.gz").unlink()
    (tmp_path / "train-images-idx3-ubyte.gz").unlink()
    with pytest.raises(DataSetError) as caught:
        KIND.survey(tmp_path, verify=True)
    assert caught.value.absent
    assert caught.value.reason == "lacks `train-images-idx3-ubyte`, `t10k-labels-idx1-ubyte`"
    assert caught.value.looked == (".",)
    with pytest.raises(DataSetError) as caught:
        KIND.survey(tmp_path / "nowhere", verify=True)
    assert caught.value.looked == ()


IMAGES = idx(np.zeros((30, 28, 28)))
DAMAGE = {
    "cut short": (IMAGES[:-1], "cut short"),
    "too long": (IMAGES + b"\0", "goes on after"),
    "empty": (b"", "begins with nothing"),
    "half a header": (IMAGES[:10], "magic"),
    "a magic number of floats": (
        b"\0\0\x0d\x03" + IMAGES[4:],
        "not with the magic number 00000803",
    ),
    "labels in the place of images": (idx(np.zeros(30)), "magic"),
    "a size that lies": (IMAGES[:4] + struct.pack(">3I", 31, 28, 28) + IMAGES[16:], "cut short"),
    "a size beyond sense": (IMAGES[:4] + b"\xff" * 12 + IMAGES[16:], "claims"),
    "images of another size": (idx(np.zeros((30, 27, 28))), "27 x 28, not 28 x 28"),
    "fewer images than labels": (idx(np.zeros((29, 28, 28))), "29 images, but 30 labels"),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("packed", [True, False])
def test_damaged_images_are_refused(tmp_path, damage, packed):
    mnist(tmp_path, packed=packed)
    data, reason = DAMAGE[damage]
    name = tmp_path / "train-images-idx3-ubyte"
    if packed:
        name.with_name(f"{name.name}.gz").write_bytes(gzip.compress(data))
    else:
        name.write_bytes(data)
    for call in (lambda: KIND.survey(tmp_path, False), lambda: KIND.read(tmp_path, "train", ALL)):
        with pytest.raises(DataSetError, match=reason) as caught:
            call()
        assert not caught.value.absent


def test_a_label_that_there_is_not_is_refused(tmp_path):
    mnist(tmp_path, packed=False)
    (tmp_path / "t10k-labels-idx1-ubyte").write_bytes(idx(np.full(30, 11)))
    with pytest.raises(DataSetError, match="the label 11"):
        KIND.survey(tmp_path, verify=False)


def test_a_packed_file_cut_or_changed_anywhere_is_read_or_refused(tmp_path):
    mnist(tmp_path, rows=3)
    path = tmp_path / "t10k-labels-idx1-ubyte.gz"
    whole = path.read_bytes()
    refused = 0
    for data in (
        *(whole[:length] for length in range(len(whole))),
        *(whole[:k] + bytes([whole[k] ^ 0xFF]) + whole[k + 1 :] for k in range(len(whole))),
    ):
        path.write_bytes(data)
        try:
            KIND.read(tmp_path, "test", ALL)
        except DataSetError:
            refused += 1
    assert refused > 1.5 * len(whole)


def test_a_small_file_that_unpacks_into_a_huge_one_costs_nothing(tmp_path):
    mnist(tmp_path)
    bomb = gzip.compress(IMAGES + b"\0" * 2**26, 9)
    assert len(bomb) < 2**17
    (tmp_path / "train-images-idx3-ubyte.gz").write_bytes(bomb)
    with pytest.raises(DataSetError, match="goes on after"):
        KIND.read(tmp_path, "train", ALL)


def test_a_folder_in_the_place_of_a_file_counts_as_missing(tmp_path):
    mnist(tmp_path)
    (tmp_path / "train-images-idx3-ubyte.gz").unlink()
    (tmp_path / "train-images-idx3-ubyte.gz").mkdir()
    with pytest.raises(DataSetError) as caught:
        KIND.survey(tmp_path, verify=True)
    assert caught.value.absent
