"""The small digits that come with earlyspec: `digits_files/README.md` says whose they are."""

from __future__ import annotations

from pathlib import Path

from earlyspec.datasets.base import DataSet, Labelled, Survey
from earlyspec.datasets.mnist import DIGITS, chosen, labelled

_FOLDER = Path(__file__).parent / "digits_files"
_FILES = (_FOLDER / "images-idx3-ubyte.gz", _FOLDER / "labels-idx1-ubyte.gz")
_COUNTS = (178, 182, 177, 183, 181, 182, 181, 179, 174, 180)


class Digits(DataSet):
    """1797 images of handwritten digits, 8 x 8, 17 shades of grey; one split."""

    name = "digits"
    classes = DIGITS
    side = 8
    colours = 1
    splits = ("all",)

    def survey(self, path: Path, verify: bool) -> Survey:
        return Survey({"all": _COUNTS})

    def read(self, path: Path, split: str, classes: frozenset[int]) -> Labelled:
        return chosen(labelled(*_FILES, self.side), classes, self.pixels)


KIND = Digits()
