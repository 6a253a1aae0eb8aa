"""`vocabulary._ops.Ops` over NumPy in float64: for what is fitted on the host."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import special

from earlyspec.vocabulary._ops import Array


class HostOps:
    """The array functions of words that are fitted, whatever device trains."""

    pi = math.pi
    exp = staticmethod(np.exp)
    expm1 = staticmethod(np.expm1)
    log = staticmethod(np.log)
    log1p = staticmethod(np.log1p)
    sqrt = staticmethod(np.sqrt)
    abs = staticmethod(np.abs)
    sign = staticmethod(np.sign)
    tanh = staticmethod(np.tanh)
    arcsin = staticmethod(np.arcsin)
    arccos = staticmethod(np.arccos)
    erf = staticmethod(special.erf)
    sigmoid = staticmethod(special.expit)
    minimum = staticmethod(np.minimum)
    maximum = staticmethod(np.maximum)
    where = staticmethod(np.where)

    def ones(self, shape: tuple[int, ...]) -> Array:
        return np.ones(shape)

    def zeros(self, shape: tuple[int, ...]) -> Array:
        return np.zeros(shape)

    def arange(self, count: int) -> Array:
        return np.arange(count)

    def sum(self, x: Array, axis: int | None = None) -> Array:
        return np.sum(x, axis=axis)

    def mean(self, x: Array, axis: int | None = None) -> Array:
        return np.mean(x, axis=axis)

    def max(self, x: Array, axis: int | None = None) -> Array:
        return np.max(x, axis=axis)

    def argsort(self, x: Array) -> Array:
        return np.argsort(x, kind="stable")

    def asarray(self, x: Any) -> Array:
        array = np.asarray(x)
        return array.astype(np.float64) if np.issubdtype(array.dtype, np.floating) else array

    def stack(self, arrays: Sequence[Array], axis: int = 0) -> Array:
        return np.stack(arrays, axis=axis)

    def concatenate(self, arrays: Sequence[Array], axis: int = 0) -> Array:
        return np.concatenate(arrays, axis=axis)

    def eigh(self, x: Array) -> tuple[Array, Array]:
        values, vectors = np.linalg.eigh(x)
        return values, vectors


HOST = HostOps()
