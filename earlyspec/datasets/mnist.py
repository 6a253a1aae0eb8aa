"""MNIST, from its IDX files."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from earlyspec.datasets import idx
from earlyspec.datasets.base import DataSet, DataSetError, Labelled, Survey, tally
from earlyspec.datasets.checksum import verify as verify_file

Digit = Literal["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
DIGITS: tuple[Digit, ...] = get_args(Digit)
_STEMS = {"train": "train", "test": "t10k"}
PUBLISHED = {
    "train-images-idx3-ubyte.gz": "f68b3c2dcbeaaa9fbdd348bbdeb94873",
    "train-labels-idx1-ubyte.gz": "d53e105ee54ea40749a09fcbcd1e9432",
    "t10k-images-idx3-ubyte.gz": "9fb629c4189551a2d022fa330f9573f3",
    "t10k-labels-idx1-ubyte.gz": "ec29112dd5afa0611ce80d1b7f02629c",
}
"""MD5 of the four files."""
_ADVICE = (
    "get the four files of MNIST (LeCun, Cortes, Burges: The MNIST database of handwritten "
    "digits) into this folder; `distribution: digits` comes with earlyspec and needs none"
)


class Mnist(DataSet):
    """60000 training and 10000 test images of handwritten digits, 28 x 28, grey."""

    name = "mnist"
    classes = DIGITS
    side = 28
    colours = 1

    def survey(self, path: Path, verify: bool) -> Survey:
        files = {split: _pair(path, split) for split in self.splits}
        loose = []
        for file in (file for pair in files.values() for file in pair):
            if not verify or file.name not in PUBLISHED:
                loose.append(file.name)
            else:
                verify_file(file, PUBLISHED[file.name])
        counts = {}
        for split, (images, labels) in files.items():
            # A checksum vouches for the pixels; unpacking them again would only take time.
            trusted = images.name not in loose
            found = labelled(images, labels, self.side, header_only=trusted)
            counts[split] = tally(found.labels, len(self.classes))
        why = f"there is no published checksum of {_quoted(loose)}, only of the .gz files"
        return Survey(counts, why if loose and verify else "")

    def read(self, path: Path, split: str, classes: frozenset[int]) -> Labelled:
        return chosen(labelled(*_pair(path, split), self.side), classes, self.pixels)


def labelled(images: Path, labels: Path, side: int, header_only: bool = False) -> Labelled:
    """A pair of IDX files; without pixels if only their header is wanted.

    Raises: DataSetError, too if the two disagree or are not what they should be.
    """
    marks = idx.read(labels, 1)
    pictures = idx.read(images, 3, header_only)
    if pictures.shape[1:] != (side, side):
        height, width = pictures.shape[1:]
        problem = f"`{images.name}` holds images of {height} x {width}, not {side} x {side}"
        raise DataSetError(f"is damaged: {problem}")
    if pictures.shape[0] != marks.shape[0]:
        problem = f"there are {pictures.shape[0]} images, but {marks.shape[0]} labels"
        raise DataSetError(f"is damaged: {problem}")
    strange = max(marks.data, default=0)
    if strange > 9:
        raise DataSetError(f"is damaged: `{labels.name}` holds the label {strange}")
    return Labelled(marks.data, pictures.data)


def chosen(found: Labelled, classes: frozenset[int], pixels: int) -> Labelled:
    """The images of some classes; all if there are none."""
    if not classes:
        return found
    rows = [row for row, label in enumerate(found.labels) if label in classes]
    images = b"".join(found.images[row * pixels : (row + 1) * pixels] for row in rows)
    return Labelled(bytes(found.labels[row] for row in rows), images)


def _pair(folder: Path, split: str) -> tuple[Path, Path]:
    """The files of images and labels of a split.

    Raises: DataSetError, naming every file of the set that is missing.
    """
    found = {stem: _find(folder, stem) for stem in _stems()}
    missing = [stem for stem, file in found.items() if file is None]
    if missing:
        raise DataSetError(
            f"lacks {_quoted(missing)}",
            _ADVICE,
            absent=True,
            looked=(".",) if folder.is_dir() else (),
        )
    images, labels = (found[f"{_STEMS[split]}-{each}"] for each in _KINDS)
    assert images is not None
    assert labels is not None
    return images, labels


_KINDS = ("images-idx3-ubyte", "labels-idx1-ubyte")


def _stems() -> list[str]:
    return [f"{start}-{kind}" for start in _STEMS.values() for kind in _KINDS]


def _find(folder: Path, stem: str) -> Path | None:
    """The published file first; then it unpacked, under either of the names that it goes by."""
    names = (f"{stem}.gz", stem, stem.replace("-idx", ".idx"))
    return next((folder / name for name in names if (folder / name).is_file()), None)


def _quoted(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


KIND = Mnist()
