"""`vocabulary._ops.Ops` over jax.numpy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp

from earlyspec.vocabulary._ops import Array
from earlyspec_jax.chunks import in_memory
from earlyspec_jax.error_function import erf


class JaxOps:
    """The array functions of words; new arrays have one floating type, given arrays keep theirs."""

    pi = math.pi
    exp = staticmethod(jnp.exp)
    expm1 = staticmethod(jnp.expm1)
    log = staticmethod(jnp.log)
    log1p = staticmethod(jnp.log1p)
    sqrt = staticmethod(jnp.sqrt)
    abs = staticmethod(jnp.abs)
    sign = staticmethod(jnp.sign)
    tanh = staticmethod(jnp.tanh)
    arcsin = staticmethod(jnp.arcsin)
    arccos = staticmethod(jnp.arccos)
    erf = staticmethod(erf)
    sigmoid = staticmethod(jax.nn.sigmoid)
    minimum = staticmethod(jnp.minimum)
    maximum = staticmethod(jnp.maximum)

    def __init__(self, dtype: Any) -> None:
        self._dtype = dtype

    def where(self, condition: Array, x: Array, y: Array) -> Array:
        return jnp.where(condition, x, y)

    def sum(self, x: Array, axis: int | None = None) -> Array:
        if axis is None and x.ndim == 2:
            # Rows first, and for good: in one go, XLA pads a copy of x on a CPU.
            x = in_memory(jnp.sum(x, axis=1))
        return jnp.sum(x, axis=axis)

    def mean(self, x: Array, axis: int | None = None) -> Array:
        return jnp.mean(x, axis=axis) if axis is not None else self.sum(x) / x.size

    def max(self, x: Array, axis: int | None = None) -> Array:
        return jnp.max(x, axis=axis)

    def ones(self, shape: tuple[int, ...]) -> Array:
        return jnp.ones(shape, self._dtype)

    def zeros(self, shape: tuple[int, ...]) -> Array:
        return jnp.zeros(shape, self._dtype)

    def arange(self, count: int) -> Array:
        return jnp.arange(count)

    def argsort(self, x: Array) -> Array:
        return jnp.argsort(x, stable=True)

    def asarray(self, x: Any) -> Array:
        array = jnp.asarray(x)
        return array.astype(self._dtype) if jnp.issubdtype(array.dtype, jnp.floating) else array

    def stack(self, arrays: Sequence[Array], axis: int = 0) -> Array:
        return jnp.stack(arrays, axis=axis)

    def concatenate(self, arrays: Sequence[Array], axis: int = 0) -> Array:
        return jnp.concatenate(arrays, axis=axis)

    def eigh(self, x: Array) -> tuple[Array, Array]:
        values, vectors = jnp.linalg.eigh(x)
        return values, vectors


FLOAT64 = JaxOps(jnp.float64)
FLOAT32 = JaxOps(jnp.float32)
