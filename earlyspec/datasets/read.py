"""Arrays of data sets as bytes with a shape: what a backend turns into arrays of its own."""

from __future__ import annotations

import importlib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

from earlyspec.datasets.base import DataSet, Labelled, Part

_KEPT = 4  # splits with their classes: those of two experiments


class Bytes(NamedTuple):
    """Unsigned bytes in row-major order."""

    shape: tuple[int, ...]
    data: bytes


def find(name: str) -> DataSet:
    """The data set of a name."""
    module = importlib.import_module(f"earlyspec.datasets.{name.replace('-', '_')}")
    return cast(DataSet, module.KIND)


def read(root: Path, part: Part) -> Bytes:
    """An array, decoded; once for all seeds of a run.

    Args:
      root: the folder that the part's path is relative to.
      part: the array.
    Raises: DataSetError.
    """
    path = root / part.path
    found = _read(part.data_set, path, part.split, frozenset(part.classes), _state(path))
    rows = len(found.labels)
    if part.what == "labels":
        return Bytes((rows,), found.labels)
    return Bytes((rows, find(part.data_set).pixels), found.images)


@lru_cache(maxsize=_KEPT)
def _read(
    data_set: str, path: Path, split: str, classes: frozenset[int], _: tuple[object, ...]
) -> Labelled:
    return find(data_set).read(path, split, classes)


def _state(path: Path) -> tuple[object, ...]:
    """What changes when a file does: sizes and times of the path and of what lies in it."""
    files = (path, *sorted(path.glob("*")), *sorted(path.glob("*/*.bin"))) if path.is_dir() else ()
    states = [each.stat() for each in files or (path,) if each.exists()]
    return tuple((state.st_size, state.st_mtime_ns) for state in states)
