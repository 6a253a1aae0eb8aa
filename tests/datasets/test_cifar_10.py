"""CIFAR-10's files: folder and archive, what is verified, and what is refused."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import pickle
import tarfile

import numpy as np
import pytest
from datasets.files import archive, cifar, cifar_batches

from earlyspec.datasets import cifar_10
from earlyspec.datasets.base import DataSetError
from earlyspec.datasets.cifar_10 import ARCHIVE, FOLDER, KIND

ALL = frozenset()


def _check(path, made):
    for split, (images, labels) in made.items():
        found = KIND.read(path, split, ALL)
        assert found.labels == labels.tobytes()
        assert found.images == images.tobytes()  # height x width x colour
        some = KIND.read(path, split, frozenset({3, 7}))
        kept = np.isin(labels, [3, 7])
        assert some.labels == labels[kept].tobytes()
        assert some.images == images[kept].tobytes()
        survey = KIND.survey(path, verify=False)
        assert list(survey.counts[split]) == np.bincount(labels, minlength=10).tolist()


def test_a_folder_of_batches(tmp_path):
    _check(tmp_path, cifar(tmp_path))


def test_the_folder_that_holds_the_folder(tmp_path):
    _check(tmp_path, cifar(tmp_path / FOLDER))


def test_the_archive_and_the_folder_that_holds_it(tmp_path):
    files, made = cifar_batches()
    path = archive(tmp_path / ARCHIVE, files)
    _check(path, made)
    _check(tmp_path, made)
    assert [each.name for each in tmp_path.iterdir()] == [ARCHIVE]  # nothing was unpacked


def test_the_archive_is_verified_and_then_counted_on(tmp_path, monkeypatch):
    path = archive(tmp_path / ARCHIVE, cifar_batches()[0])
    with pytest.raises(DataSetError, match=f"the MD5 of `{ARCHIVE}` is") as caught:
        KIND.survey(path, verify=True)
    assert cifar_10.PUBLISHED in caught.value.reason
    truth = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
    monkeypatch.setattr(cifar_10, "PUBLISHED", truth)
    survey = KIND.survey(path, verify=True)
    assert survey.counts == {"train": (5000,) * 10, "test": (1000,) * 10}
    assert survey.unverified == ""


def test_a_folder_is_said_to_be_unverified(tmp_path):
    cifar(tmp_path)
    assert "extracted" in KIND.survey(tmp_path, verify=True).unverified
    assert KIND.survey(tmp_path, verify=False).unverified == ""


@pytest.mark.parametrize("inside", [".", FOLDER])
def test_every_missing_batch_is_named(tmp_path, inside):
    cifar(tmp_path / inside)
    for name in ("data_batch_2.bin", "test_batch.bin"):
        (tmp_path / inside / name).unlink()
    with pytest.raises(DataSetError) as caught:
        KIND.survey(tmp_path, verify=False)
    assert caught.value.absent
    assert caught.value.reason == "lacks `data_batch_2.bin`, `test_batch.bin`"
    assert caught.value.looked == (inside,)


def test_nothing_there_is_told_with_the_places_that_were_looked_at(tmp_path):
    with pytest.raises(DataSetError) as caught:
        KIND.survey(tmp_path, verify=True)
    assert caught.value.looked == (".", FOLDER, ARCHIVE)
    assert "digits" in caught.value.advice
    with pytest.raises(DataSetError) as caught:
        KIND.survey(tmp_path / "nowhere", verify=True)
    assert (caught.value.absent, caught.value.looked) == (True, ())


def test_the_python_version_is_recognised_and_never_unpickled(tmp_path):
    class Trap:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "sprung"),)

    (tmp_path / "data_batch_1").write_bytes(pickle.dumps(Trap()))
    with pytest.raises(DataSetError, match="pickled and never opened") as caught:
        KIND.survey(tmp_path, verify=True)
    assert "binary version" in caught.value.advice
    assert not (tmp_path / "sprung").exists()
    folder = tmp_path / "other"
    (folder / "cifar-10-batches-py").mkdir(parents=True)
    with pytest.raises(DataSetError, match="python version"):
        KIND.survey(folder, verify=True)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: data[:-1], "no multiple of the 3073"),
        (lambda data: data + b"\0", "no multiple of the 3073"),
        (lambda data: b"", "has 0 bytes"),
        (lambda data: b"\x0a" + data[1:], "the label 10"),
    ],
)
def test_damaged_batches_are_refused(tmp_path, change, reason):
    files, _ = cifar_batches()
    files["data_batch_3.bin"] = change(files["data_batch_3.bin"])
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    packed = archive(tmp_path / "packed.tar.gz", files)
    for path in (folder, packed):
        with pytest.raises(DataSetError, match=reason):
            KIND.survey(path, verify=False)
        with pytest.raises(DataSetError, match=reason):
            KIND.read(path, "train", ALL)


def test_an_archive_cut_short_is_refused(tmp_path):
    whole = archive(tmp_path / "whole.tar.gz", cifar_batches(rows=2)[0]).read_bytes()
    path = tmp_path / "part.tar.gz"
    for length in range(0, len(whole) - 3000, len(whole) // 60):
        path.write_bytes(whole[:length])
        with pytest.raises(DataSetError):
            KIND.survey(path, verify=False)


def test_another_archive_lacks_the_batches(tmp_path):
    path = archive(tmp_path / "other.tar.gz", {"batches.meta.txt": b"airplane"})
    with pytest.raises(DataSetError, match=r"holds no `data_batch_1.bin`") as caught:
        KIND.survey(path, verify=False)
    assert caught.value.absent
    (tmp_path / "text").write_text("no archive")
    with pytest.raises(DataSetError, match=r"no whole .tar.gz"):
        KIND.survey(tmp_path / "text", verify=False)


def test_a_link_in_an_archive_is_no_batch(tmp_path):
    path = tmp_path / "links.tar.gz"
    (tmp_path / "secret").write_bytes(b"\1" * 3073)
    with tarfile.open(path, "w:gz") as tar:
        for name in (*cifar_10.BATCHES["train"], *cifar_10.BATCHES["test"]):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, str(tmp_path / "secret")
            tar.addfile(member)
    with pytest.raises(DataSetError, match="holds no"):
        KIND.survey(path, verify=False)


def test_an_archive_that_unpacks_without_end_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(cifar_10, "_UNPACKED", 2**21)
    member = tarfile.TarInfo("huge")
    member.size = 2**23
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        tar.addfile(member, io.BytesIO(b"\0" * member.size))
    path = tmp_path / "bomb.tar.gz"
    path.write_bytes(gzip.compress(raw.getvalue(), 1))
    with pytest.raises(DataSetError, match="unpacks to more than"):
        KIND.survey(path, verify=False)
