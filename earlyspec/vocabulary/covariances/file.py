"""Word: file."""

from __future__ import annotations

import math

from earlyspec.vocabulary._base import Covariance
from earlyspec.vocabulary._ops import Array, Draws, Ops

_ROUNDING = 1e-6  # a matrix computed in float32 is this far from symmetric and from PSD, no more


class File(Covariance):
    """A covariance from a file.

    Sigma is the (d, d) array of an .npz file, symmetric and positive semidefinite, scaled so that
    Tr Sigma = d. An array that is neither symmetric nor positive semidefinite, up to rounding,
    gives inputs that are no numbers: the run stops before its first step.

    Source: hu2020, Assumption 3.1.
    """

    path: str
    """The .npz file, relative to the spec."""
    array: str = "covariance"
    """The name of the array in the file."""

    def spectral_norm(self, dim: int) -> None:
        return None

    def floor(self, dim: int) -> None:
        return None

    def trace_square(self, dim: int) -> None:
        return None

    def files(self) -> tuple[tuple[str, str], ...]:
        return ((self.path, self.array),)

    def colour(self, ops: Ops, draws: Draws, white: Array) -> Array:
        """Rows xbar -> rows Sigma^(1/2) xbar, symmetric root; (n, d) -> (n, d).

        Raises: ValueError if the array is not (d, d).
        """
        dim = white.shape[1]
        given = ops.asarray(draws.file(self.path, self.array))
        if tuple(given.shape) != (dim, dim):
            raise ValueError(f"{self.array} in {self.path} is {given.shape}, not {(dim, dim)}")
        values, vectors = ops.eigh((given + given.T) / 2)
        size = ops.max(ops.abs(values))
        crooked = ops.max(ops.abs(given - given.T)) > _ROUNDING * size
        invalid = crooked | (values[0] < -_ROUNDING * size)
        roots = ops.sqrt(ops.maximum(values, 0.0) * (dim / ops.sum(values)))
        # A compiled program cannot raise, but NaN inputs are noticed before the first step.
        roots = ops.where(invalid, math.nan, roots)
        return white @ ((vectors * roots[None, :]) @ vectors.T)


KIND = File
