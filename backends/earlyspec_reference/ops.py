"""The array functions of the vocabulary, over NumPy in float64."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from earlyspec.vocabulary._ops import Ops

Array = NDArray[Any]


class NumPyOps:
    """`Ops` as plain NumPy calls; new arrays are float64."""

    pi = math.pi

    def exp(self, x: Array) -> Array:
        return np.exp(x)

    def expm1(self, x: Array) -> Array:
        return np.expm1(x)

    def log(self, x: Array) -> Array:
        return np.log(x)

    def log1p(self, x: Array) -> Array:
        return np.log1p(x)

    def sqrt(self, x: Array) -> Array:
        return np.sqrt(x)

    def abs(self, x: Array) -> Array:
        return np.abs(x)

    def sign(self, x: Array) -> Array:
        return np.sign(x)

    def tanh(self, x: Array) -> Array:
        return np.tanh(x)

    def arcsin(self, x: Array) -> Array:
        return np.arcsin(x)

    def arccos(self, x: Array) -> Array:
        return np.arccos(x)

    def erf(self, x: Array) -> Array:
        return np.asarray(special.erf(x))

    def sigmoid(self, x: Array) -> Array:
        return np.asarray(special.expit(x))

    def minimum(self, x: Array, y: Array) -> Array:
        return np.minimum(x, y)

    def maximum(self, x: Array, y: Array) -> Array:
        return np.maximum(x, y)

    def where(self, condition: Array, x: Array, y: Array) -> Array:
        return np.where(condition, x, y)

    def sum(self, x: Array, axis: int | None = None) -> Array:
        return np.asarray(np.sum(x, axis=axis))

    def mean(self, x: Array, axis: int | None = None) -> Array:
        return np.asarray(np.mean(x, axis=axis))

    def max(self, x: Array, axis: int | None = None) -> Array:
        return np.asarray(np.max(x, axis=axis))

    def ones(self, shape: tuple[int, ...]) -> Array:
        return np.ones(shape)

    def zeros(self, shape: tuple[int, ...]) -> Array:
        return np.zeros(shape)

    def arange(self, count: int) -> Array:
        return np.arange(count)

    def argsort(self, x: Array) -> Array:
        return np.argsort(x, kind="stable")

    def asarray(self, x: Any) -> Array:
        return np.asarray(x, dtype=np.float64)

    def stack(self, arrays: Sequence[Array], axis: int = 0) -> Array:
        return np.stack(arrays, axis=axis)

    def concatenate(self, arrays: Sequence[Array], axis: int = 0) -> Array:
        return np.concatenate(arrays, axis=axis)

    def eigh(self, x: Array) -> tuple[Array, Array]:
        values, vectors = np.linalg.eigh(x)
        return values, vectors


OPS: Ops = NumPyOps()
