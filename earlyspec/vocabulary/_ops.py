"""The array functions a word may call.

A backend passes in its own namespace: jax.numpy, numpy, or plain `math` on scalars for quadrature.
Operators, indexing, `.shape`, `.reshape` and `.T` are those that numpy and jax.numpy share.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from earlyspec.datasets.base import Part

Array: TypeAlias = Any  # jax.Array, numpy.ndarray or, in ScalarOps, float


class Ops(Protocol):
    """What numpy and jax.numpy have in common, as far as words use it."""

    pi: float

    def exp(self, x: Array) -> Array: ...
    def expm1(self, x: Array) -> Array: ...
    def log(self, x: Array) -> Array: ...
    def log1p(self, x: Array) -> Array: ...
    def sqrt(self, x: Array) -> Array: ...
    def abs(self, x: Array) -> Array: ...
    def sign(self, x: Array) -> Array: ...
    def tanh(self, x: Array) -> Array: ...
    def arcsin(self, x: Array) -> Array: ...
    def arccos(self, x: Array) -> Array: ...
    def erf(self, x: Array) -> Array: ...
    def sigmoid(self, x: Array) -> Array: ...
    def minimum(self, x: Array, y: Array) -> Array: ...
    def maximum(self, x: Array, y: Array) -> Array: ...
    def where(self, condition: Array, x: Array, y: Array) -> Array: ...
    def sum(self, x: Array, axis: int | None = None) -> Array: ...
    def mean(self, x: Array, axis: int | None = None) -> Array: ...
    def max(self, x: Array, axis: int | None = None) -> Array: ...
    def ones(self, shape: tuple[int, ...]) -> Array: ...
    def zeros(self, shape: tuple[int, ...]) -> Array: ...
    def arange(self, count: int) -> Array:
        """0, 1, ..., count - 1 as integers, fit to index with."""
        ...

    def argsort(self, x: Array) -> Array:
        """Indices that put x, (k,), in rising order; ties keep their order."""
        ...

    def asarray(self, x: Any) -> Array: ...
    def stack(self, arrays: Sequence[Array], axis: int = 0) -> Array: ...
    def concatenate(self, arrays: Sequence[Array], axis: int = 0) -> Array: ...
    def eigh(self, x: Array) -> tuple[Array, Array]:
        """Eigenvalues, rising, (k,), and eigenvectors as columns, (k, k), of a symmetric matrix."""
        ...


class Draws(Protocol):
    """Randomness, by name: the same seed and name give the same array, whatever else is drawn."""

    def normal(self, name: str, shape: tuple[int, ...]) -> Array:
        """Standard Gaussian entries."""
        ...

    def uniform(self, name: str, shape: tuple[int, ...]) -> Array:
        """Entries uniform on [0, 1)."""
        ...

    def signs(self, name: str, shape: tuple[int, ...]) -> Array:
        """Entries -1.0 or 1.0, each with probability 1/2."""
        ...

    def gamma(self, name: str, shape_parameter: float, shape: tuple[int, ...]) -> Array:
        """Gamma(shape_parameter, 1) entries."""
        ...

    def file(self, path: str, array: str) -> Array:
        """An array of an .npz file that the plan names; the file was checked before."""
        ...

    def data_set(self, part: Part) -> Array:
        """An array of a published data set, whose files were checked before, in float64."""
        ...


class ScalarOps:
    """`Ops` on Python floats: lets quadrature use the very formulas that the backends run."""

    pi = math.pi

    @staticmethod
    def exp(x: float) -> float:
        return math.exp(x) if x < 709.0 else math.inf

    @staticmethod
    def expm1(x: float) -> float:
        return math.expm1(x) if x < 709.0 else math.inf

    @staticmethod
    def log1p(x: float) -> float:
        return math.log1p(x)

    @staticmethod
    def sqrt(x: float) -> float:
        return math.sqrt(x)

    @staticmethod
    def abs(x: float) -> float:
        return abs(x)

    @staticmethod
    def tanh(x: float) -> float:
        return math.tanh(x)

    @staticmethod
    def arcsin(x: float) -> float:
        return math.asin(x)

    @staticmethod
    def arccos(x: float) -> float:
        return math.acos(x)

    @staticmethod
    def erf(x: float) -> float:
        return math.erf(x)

    @staticmethod
    def sigmoid(x: float) -> float:
        return 1.0 / (1.0 + math.exp(-x)) if x >= 0 else math.exp(x) / (1.0 + math.exp(x))

    @staticmethod
    def minimum(x: float, y: float) -> float:
        return min(x, y)

    @staticmethod
    def maximum(x: float, y: float) -> float:
        return max(x, y)

    @staticmethod
    def where(condition: bool, x: float, y: float) -> float:
        return x if condition else y
