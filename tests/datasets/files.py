"""Small sets of images in the formats of the published ones, with known pixels."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile

import numpy as np

from earlyspec.datasets.cifar_10 import BATCHES, RECORD
from earlyspec.datasets.mnist import PUBLISHED


def idx(array):
    """An array of bytes in the IDX format."""
    head = struct.pack(f">4B{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    return head + array.astype(np.uint8).tobytes()


def mnist(folder, rows=30, seed=0, packed=True):
    """The four files; split -> (images, (rows, 28, 28), labels, (rows,))."""
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    made = {}
    for split, start in (("train", "train"), ("test", "t10k")):
        images = rng.integers(0, 256, (rows, 28, 28), dtype=np.uint8)
        labels = (np.arange(rows) * 3 % 10).astype(np.uint8)
        made[split] = images, labels
        for kind, array in (("images-idx3-ubyte", images), ("labels-idx1-ubyte", labels)):
            name = f"{start}-{kind}"
            data = idx(array)
            if packed:
                assert f"{name}.gz" in PUBLISHED
                (folder / f"{name}.gz").write_bytes(gzip.compress(data, 1))
            else:
                (folder / name).write_bytes(data)
    return made


def cifar_batches(rows=20, seed=0):
    """File name -> bytes; split -> (images, (rows, 32, 32, 3), labels, (rows,))."""
    rng = np.random.default_rng(seed)
    files, made = {}, {}
    for split, names in BATCHES.items():
        images, labels = [], []
        for name in names:
            pixels = rng.integers(0, 256, (rows, 32, 32, 3), dtype=np.uint8)
            marks = rng.permutation(np.arange(rows) % 10).astype(np.uint8)
            planes = pixels.transpose(0, 3, 1, 2).reshape(rows, -1)  # as in the records
            records = np.concatenate([marks[:, None], planes], axis=1)
            assert records.shape[1] == RECORD
            files[name] = records.tobytes()
            images.append(pixels)
            labels.append(marks)
        made[split] = np.concatenate(images), np.concatenate(labels)
    return files, made


def cifar(folder, rows=20, seed=0):
    """The six extracted batches."""
    files, made = cifar_batches(rows, seed)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return made


def archive(path, files, prefix="cifar-10-batches-bin/"):
    """A .tar.gz of files by name."""
    with tarfile.open(path, "w:gz", compresslevel=1) as tar:
        for name, data in {"readme.html": b"<p>", **files}.items():
            member = tarfile.TarInfo(prefix + name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return path
