"""Randomness and files for words under test: NumPy arrays by name."""

from __future__ import annotations

import zlib

import numpy as np
import pytest
from earlyspec_reference.ops import OPS

from earlyspec import registry
from earlyspec.plans.nodes import Word


class NumpyDraws:
    """`Draws` from NumPy's Philox generator; `taken` lists the names that were asked for."""

    def __init__(self, seed=0, files=None):
        self.seed = seed
        self.files = files or {}
        self.taken = []

    def generator(self, name):
        self.taken.append(name)
        key = np.array([self.seed, zlib.crc32(name.encode())], np.uint64)
        return np.random.Generator(np.random.Philox(key=key))

    def normal(self, name, shape):
        return self.generator(name).standard_normal(shape)

    def uniform(self, name, shape):
        return self.generator(name).random(shape)

    def signs(self, name, shape):
        return 2.0 * self.generator(name).integers(0, 2, shape) - 1.0

    def gamma(self, name, shape_parameter, shape):
        return self.generator(name).standard_gamma(shape_parameter, shape)

    def file(self, path, array):
        return self.files[path, array]

    def data_set(self, part):
        return np.asarray(self.files[part], np.float64)


@pytest.fixture
def ops():
    return OPS


@pytest.fixture
def draws():
    """A maker of draws: `draws()`, `draws(seed=1)`, `draws(files={("a.npz", "x"): array})`."""
    return NumpyDraws


@pytest.fixture
def word():
    """A maker of words, as a plan revives them: `word("activations", "leaky-relu", ...)`."""

    def make(family, kind, **parameters):
        return registry.revive(Word(family, kind, parameters))

    return make
