"""Named randomness: NumPy's Philox generator, keyed by the seed and the name of the draw."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from earlyspec.datasets import read as data_sets
from earlyspec.datasets.base import Part

Floats = NDArray[np.float64]


class NamedDraws:
    """The draws of one seed, or arrays given in their place; it remembers all that was asked for.

    A draw depends on the seed and on its own name alone, so one more draw moves no other.
    """

    def __init__(self, seed: int, root: Path, given: Mapping[str, Any] | None = None) -> None:
        self._seed = seed
        self._root = root
        self._given = given or {}
        self.taken: dict[str, Floats] = {}

    def normal(self, name: str, shape: tuple[int, ...]) -> Floats:
        """Standard Gaussian entries."""
        return self._named(name, shape, lambda generator: generator.standard_normal(shape))

    def uniform(self, name: str, shape: tuple[int, ...]) -> Floats:
        """Entries uniform on [0, 1)."""
        return self._named(name, shape, lambda generator: generator.random(shape))

    def signs(self, name: str, shape: tuple[int, ...]) -> Floats:
        """Entries -1.0 or 1.0, each with probability 1/2."""
        return self._named(
            name, shape, lambda generator: np.where(generator.random(shape) < 0.5, -1.0, 1.0)
        )

    def gamma(self, name: str, shape_parameter: float, shape: tuple[int, ...]) -> Floats:
        """Gamma(shape_parameter, 1) entries."""
        return self._named(
            name, shape, lambda generator: generator.standard_gamma(shape_parameter, shape)
        )

    def file(self, path: str, array: str) -> Floats:
        """An array of an .npz file, relative to the folder of the spec; never unpickled."""
        with np.load(self._root / path, allow_pickle=False) as arrays:
            return np.asarray(arrays[array], dtype=np.float64)

    def data_set(self, part: Part) -> Floats:
        """An array of a published data set, decoded."""
        stored = data_sets.read(self._root, part)
        return np.frombuffer(stored.data, np.uint8).reshape(stored.shape).astype(np.float64)

    def _named(
        self, name: str, shape: tuple[int, ...], draw: Callable[[np.random.Generator], Floats]
    ) -> Floats:
        if name in self._given:
            array = np.asarray(self._given[name], dtype=np.float64)
            if array.shape != shape:
                raise ValueError(f"draw {name} has shape {array.shape}, not {shape}")
        else:
            key = (self._seed, zlib.crc32(name.encode()))
            array = draw(np.random.Generator(np.random.Philox(key=np.array(key, np.uint64))))
        self.taken[name] = array
        return array
