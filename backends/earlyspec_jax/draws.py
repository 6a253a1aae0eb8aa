"""Named randomness: one key a name, so that a new draw moves no other."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import jax.numpy as jnp
from jax import lax, random

from earlyspec.datasets.base import Part
from earlyspec.vocabulary._ops import Array

SPLITS = ("train", "test")


class Block(NamedTuple):
    """Consecutive rows of a split that are drawn together, to bound the memory of drawing.

    Attributes:
      start: the first row.  rows: how many.
    """

    start: Any
    rows: int


def seed_key(seed: Array) -> Array:
    """The key of a seed, whatever generator the caller has made JAX's default."""
    return random.key(seed, impl="threefry2x32")


def named_key(key: Array, name: str) -> Array:
    """The key of a draw: the seed's, and the CRC-32 of the name."""
    return random.fold_in(key, jnp.uint32(zlib.crc32(name.encode())))


def is_row_draw(name: str) -> bool:
    """Whether a draw has one entry a row of a split: `inputs/train/z`, but not `labels/norm/u`."""
    return name.split("/")[1:2] in ([split] for split in SPLITS)


def uniform(key: Array, first: Any, size: int) -> Array:
    """Entries `first`, `first` + 1, ... of an endless draw uniform on [0, 1), (size,).

    Multiples of 2^-52, from Threefry in counter mode: any part of a draw can be had by itself.
    """
    counter = jnp.asarray(first, jnp.uint64)
    halves = jnp.stack([counter, counter >> 32]).astype(jnp.uint32)
    state = jnp.concatenate([random.key_data(key), halves])
    threefry = lax.RandomAlgorithm.RNG_THREE_FRY
    generator: Any = lax.rng_bit_generator
    _, bits = generator(state, (size,), jnp.uint64, threefry)
    one_to_two = (bits >> 12) | jnp.uint64(0x3FF0000000000000)
    return lax.bitcast_convert_type(one_to_two, jnp.float64) - 1.0


class NamedDraws:
    """The draws of one seed; those of a split's rows for one block of them.

    Attributes:
      taken: every array that was asked for, by name.
    """

    def __init__(
        self,
        key: Array,
        files: Mapping[tuple[Any, ...], Array],
        given: Mapping[str, Array],
        block: Block | None = None,
    ) -> None:
        self._key = key
        self._files = files
        self._given = given
        self._block = block
        self.taken: dict[str, Array] = {}

    def normal(self, name: str, shape: tuple[int, ...]) -> Array:
        """Standard Gaussian entries."""

        def draw(key: Array, first: Array, size: int) -> Array:
            centred = 2.0 * uniform(key, first, size) - (1.0 - 2.0**-52)  # never -1 or 1
            return math.sqrt(2) * lax.erf_inv(centred)

        return self._named(name, shape, draw)

    def uniform(self, name: str, shape: tuple[int, ...]) -> Array:
        """Entries uniform on [0, 1)."""
        return self._named(name, shape, uniform)

    def signs(self, name: str, shape: tuple[int, ...]) -> Array:
        """Entries -1.0 or 1.0, each with probability 1/2."""

        def draw(key: Array, first: Array, size: int) -> Array:
            return jnp.where(uniform(key, first, size) < 0.5, -1.0, 1.0)

        return self._named(name, shape, draw)

    def gamma(self, name: str, shape_parameter: float, shape: tuple[int, ...]) -> Array:
        """Gamma(shape_parameter, 1) entries."""

        def draw(key: Array, first: Array, size: int) -> Array:
            # Rejection takes a varying number of bits, so a part of a draw has a key of its own.
            key = random.fold_in(key, jnp.asarray(first, jnp.uint32))
            return random.gamma(key, shape_parameter, (size,), jnp.float64)

        return self._named(name, shape, draw)

    def file(self, path: str, array: str) -> Array:
        """An array of an .npz file, read before anything is compiled."""
        return self._files[path, array]

    def data_set(self, part: Part) -> Array:
        """An array of a data set, likewise, in float64."""
        return jnp.asarray(self._files[part]).astype(jnp.float64)

    def _named(
        self, name: str, shape: tuple[int, ...], draw: Callable[[Array, Array, int], Array]
    ) -> Array:
        """A draw of that name.

        Raises: ValueError if a given array has another shape.
        """
        start = self._block.start if self._block is not None and is_row_draw(name) else None
        if name in self._given:
            array = self._given[name]
            if start is not None:
                array = lax.dynamic_slice_in_dim(array, start, shape[0])
            if array.shape != shape:
                raise ValueError(f"draw {name} has shape {array.shape}, not {shape}")
        else:
            first = jnp.asarray(0 if start is None else start) * math.prod(shape[1:])
            array = draw(named_key(self._key, name), first, math.prod(shape)).reshape(shape)
        self.taken[name] = array
        return array
