"""Word: exponential kernel."""

from __future__ import annotations

from earlyspec.vocabulary._ops import Array, Ops
from earlyspec.vocabulary.kernels._base import KernelWord


class Exponential(KernelWord):
    """The exponential of the inner product: a kernel that sees every degree.

    K(x, x') = exp(<x, x'> / d). On the sphere of radius sqrt(d) it is the Gaussian kernel but for
    a factor, and its eigenvalue is positive at every degree, about 1 / d^k at degree k.

    Source: lecture11, Theorem 1 (a kernel that meets its hypothesis).
    """

    def value(self, ops: Ops, a: Array, b: Array, c: Array) -> Array:
        return ops.exp(c + 0.0 * (a + b))

    def vanishing(self) -> str:
        return ""


KIND = Exponential
