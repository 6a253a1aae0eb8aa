"""The base class of kernels, and the type of their fields."""

from __future__ import annotations

from abc import abstractmethod
from functools import cache
from typing import Annotated, ClassVar, cast

from earlyspec.fields import Choice
from earlyspec.mathematics.harmonics import coefficients, dimension
from earlyspec.mathematics.ridge import Spectrum
from earlyspec.vocabulary._base import Word
from earlyspec.vocabulary._ops import Array, Ops, ScalarOps

_SCALARS = cast(Ops, ScalarOps)
_DEGREES = 24  # of a spectrum at most
_HARMONICS = 10**8  # of a degree at most: E[h P_k] errs by 1e-17, and N(d, k) E[h P_k] counts


class KernelWord(Word):
    """A positive semidefinite kernel that knows inputs by their inner products alone.

    It is a function of |x|^2 / d, |x'|^2 / d and <x, x'> / d; on the sphere of radius sqrt(d), of
    the cosine t between x and x'.
    """

    family: ClassVar[str] = "kernels"

    @abstractmethod
    def value(self, ops: Ops, a: Array, b: Array, c: Array) -> Array:
        """K(x, x') with a = |x|^2 / d, b = |x'|^2 / d and c = <x, x'> / d, entrywise."""

    @abstractmethod
    def vanishing(self) -> str:
        """The degrees of the sphere at which it has no eigenvalue above 0, in words; empty if none.

        From its formula, never by a test of numbers; in every dimension.
        """

    def gram(self, ops: Ops, x: Array, z: Array) -> Array:
        """K of the rows of x and z, (k, d) and (n, d) -> (k, n)."""
        d = x.shape[1]
        a, b = ops.sum(x * x, axis=1) / d, ops.sum(z * z, axis=1) / d
        return self.value(ops, a[:, None], b[None, :], x @ z.T / d)

    def square(self, ops: Ops, x: Array) -> Array:
        """K of the rows of x, (n, d) -> (n, n), its diagonal without the rounding of an angle."""
        n, d = x.shape
        a = ops.sum(x * x, axis=1) / d
        i = ops.arange(n)
        same = i[:, None] == i[None, :]
        left, right = a[:, None] + ops.zeros((n, n)), a[None, :] + ops.zeros((n, n))
        return self.value(ops, left, right, ops.where(same, left, x @ x.T / d))

    def profile(self, t: float) -> float:
        """K of two points of the sphere at cosine t."""
        return float(self.value(_SCALARS, 1.0, 1.0, t))

    def spectrum(self, d: int) -> Spectrum:
        """Its eigenvalues on the sphere of radius sqrt(d) in R^d by degree."""
        return _spectrum(self, d)


@cache
def _spectrum(kernel: KernelWord, d: int) -> Spectrum:
    top = max(k for k in range(_DEGREES + 1) if k < 5 or dimension(d, k) <= _HARMONICS)
    values = coefficients(d, kernel.profile, top)
    seen = sum(dimension(d, k) * value for k, value in enumerate(values))
    return Spectrum(d, values, max(kernel.profile(1.0) - seen, 0.0))


AnyKernel = Annotated[KernelWord, Choice("kernels")]
