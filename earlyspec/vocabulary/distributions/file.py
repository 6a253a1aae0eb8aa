"""Word: file."""

from __future__ import annotations

import math

from earlyspec.plans.nodes import InputFacts
from earlyspec.vocabulary import _files
from earlyspec.vocabulary._base import Count, Distribution
from earlyspec.vocabulary._ops import Array, Draws, Ops


class File(Distribution):
    """Inputs from a file: real data, of whose law nothing is known.

    Rows of (rows, d) arrays of an .npz file: the first rows of `train` and of `test`; or, with
    `array`, rows of that one in an order that the seed shuffles, from its front for training and
    from its back for testing. `centre` and `rescale` use the mean and the size of all rows of
    `train` (of `array`), whatever the split and the seed.

    The theorems want mean 0 and mean ||x||^2 = d: all their constants hang on it.

    Source: hu2020, Section 4 (real data); Assumption 3.1.
    """

    path: str
    """The .npz file, relative to the spec."""
    train: str = "x_train"
    """The array of training inputs."""
    test: str = "x_test"
    """The array of test inputs."""
    array: str | None = None
    """One array for both splits, in place of `train` and `test`."""
    dim: Count | None = None
    """d; that of the file if left out."""
    centre: bool = False
    """Subtract the mean row."""
    rescale: bool = False
    """Multiply by one number so that the mean of ||x||^2 is d."""

    def arrays(self) -> tuple[str, str] | str:
        """The two arrays, or the one that both splits share."""
        return self.array or (self.train, self.test)

    def facts(self) -> InputFacts:
        """What may be known of this law: its dimension.

        Raises: ValueError if `dim` was left out and not filled in from the file.
        """
        if self.dim is None:
            raise ValueError(f"dim of the inputs in {self.path} was not filled in")
        return _files.facts(self.kind(), self.dim)

    def sample(self, ops: Ops, draws: Draws, count: int, split: str) -> Array:
        """`count` inputs as rows, (count, d).

        Raises: ValueError if the file has fewer rows, or rows that are not vectors of length d.
        """
        x = _files.rows(ops, draws, self.path, self.arrays(), count, split)
        if len(x.shape) != 2 or self.dim not in (None, x.shape[1]):
            raise ValueError(f"inputs in {self.path} are {x.shape}, not (rows, {self.dim})")
        if not (self.centre or self.rescale):
            return x
        whole = ops.asarray(draws.file(self.path, self.array or self.train))
        middle = ops.mean(whole, axis=0)[None, :] if self.centre else 0.0
        if not self.rescale:
            return x - middle
        size = ops.mean(ops.sum((whole - middle) ** 2, axis=1))
        return (x - middle) * (math.sqrt(x.shape[1]) / ops.sqrt(size))

    def files(self) -> tuple[tuple[str, str], ...]:
        return _files.named(self.path, self.arrays())


KIND = File
