"""What a set of labelled images is, whatever its files look like."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple


class DataSetError(Exception):
    """Files that cannot be used.

    Args:
      reason: completes the sentence 'the data set ... '.
      advice: what to do; may be None.
      absent: whether the files are not there, as against broken ones.
      looked: where they were looked for, relative to what was given.
    """

    def __init__(
        self,
        reason: str,
        advice: str | None = None,
        absent: bool = False,
        looked: tuple[str, ...] = (),
    ) -> None:
        super().__init__(reason)
        self.reason, self.advice, self.absent, self.looked = reason, advice, absent, looked


class Survey(NamedTuple):
    """What the files hold, found without decoding more than is needed.

    Attributes:
      counts: split -> images of each class.
      unverified: why nothing vouches for the files; empty where a published checksum does, or
        where none was asked for.
    """

    counts: Mapping[str, Sequence[int]]
    unverified: str = ""


class Labelled(NamedTuple):
    """Images in the order of their file.

    Attributes:
      labels: a byte an image, the index of its class.
      images: pixels, one image after the other, each height x width x colour, colour fastest.
    """

    labels: bytes
    images: bytes


class Part(NamedTuple):
    """An array of a data set.

    Attributes:
      data_set: its name, such as `cifar-10`.
      path: its folder or archive, relative to the spec; empty for one that comes with earlyspec.
      split: one of the set's own.
      classes: indices of the classes whose images are meant, in any order; all if empty.
      what: `images`, (rows, height * width * colours), or `labels`, (rows,), indices of classes.
    """

    data_set: str
    path: str
    split: str
    classes: tuple[int, ...]
    what: str


class DataSet(ABC):
    """A published set of square images in ten classes or so."""

    name: ClassVar[str]
    classes: ClassVar[tuple[str, ...]]
    side: ClassVar[int]
    """Pixels a side."""
    colours: ClassVar[int]
    splits: ClassVar[tuple[str, ...]] = ("train", "test")
    """Its own splits; a single one is shared by training and testing."""

    @abstractmethod
    def survey(self, path: Path, verify: bool) -> Survey:
        """Look into the files.

        Args:
          path: the folder or the archive.
          verify: hold the files against their published checksums.
        Raises: DataSetError.
        """

    @abstractmethod
    def read(self, path: Path, split: str, classes: frozenset[int]) -> Labelled:
        """The images of some classes.

        Raises: DataSetError.
        """

    @property
    def pixels(self) -> int:
        """Numbers an image."""
        return self.side * self.side * self.colours


def tally(labels: bytes, classes: int) -> tuple[int, ...]:
    """How many labels there are of each class."""
    return tuple(labels.count(each) for each in range(classes))
