"""What inputs from published sets of images share."""

from __future__ import annotations

import math
from abc import abstractmethod
from typing import Any, ClassVar, Literal

from pydantic_core import PydanticCustomError

from earlyspec.datasets.base import DataSet, Part
from earlyspec.plans.nodes import InputFacts
from earlyspec.vocabulary import _files
from earlyspec.vocabulary._base import Count, Distribution
from earlyspec.vocabulary._ops import Array, Draws, Ops


class Images(Distribution):
    """Images as vectors: height x width x colour, row by row, the colours of a pixel together.

    Subclasses have a field `classes`: two names or more of the data set's, or None for all.
    """

    data_set: ClassVar[DataSet]

    pool: Count = 1
    """Average over squares of so many pixels a side: 4 makes 8 x 8 of 32 x 32."""
    standardise: Literal["per-image", "none"] = "per-image"
    """Shift and scale each image to mean 0 and variance 1 over all its pixels and colours, so that
    ||x||^2 = d exactly; an image of one shade becomes 0."""
    centre: bool = False
    """Subtract the mean training image, after that."""
    rescale: bool = False
    """Multiply by one number so that the mean of ||x||^2 over the training images is d."""
    dim: Count | None = None
    """d; that of the pooled images if left out, and never another."""

    @abstractmethod
    def folder(self) -> str:
        """Where the files are, relative to the spec; empty if they come with earlyspec."""

    @abstractmethod
    def chosen(self) -> tuple[int, ...] | None:
        """Indices of the classes that are named, in the order of the spec; None for all."""

    def verifies(self) -> bool:
        """Whether the files are held against their published checksums."""
        return True

    def _validated(self, _: Any) -> None:
        if self.data_set.side % self.pool:
            raise PydanticCustomError(
                "sizes_disagree",
                "squares of {pool} pixels a side do not tile {side} x {side}",
                {"field": "pool", "pool": self.pool, "side": self.data_set.side},
            )
        if self.dim not in (None, self.size()):
            raise PydanticCustomError(
                "sizes_disagree",
                "these images have {size} numbers, not {dim}",
                {"field": "dim", "size": self.size(), "dim": self.dim},
            )
        chosen = self.chosen()
        if chosen is not None and (len(chosen) < 2 or len(set(chosen)) < len(chosen)):
            raise PydanticCustomError(
                "sizes_disagree",
                "name at least two classes, each once",
                {"field": "classes"},
            )

    def size(self) -> int:
        """Numbers an image, once pooled."""
        return (self.data_set.side // self.pool) ** 2 * self.data_set.colours

    def facts(self) -> InputFacts:
        return _files.facts(self.kind(), self.size())

    def data_sets(self) -> tuple[Part, ...]:
        return tuple(self.part("images", split) for split in self.data_set.splits)

    def stored(self) -> int:
        return self.data_set.pixels

    def part(self, what: str, split: str) -> Part:
        """The images of a split of the set's own, or the indices of their classes.

        Args:
          what: `images` or `labels`.
          split: `train` or `test`; for a set of one split it makes no difference.
        """
        own = split if split in self.data_set.splits else self.data_set.splits[0]
        classes = tuple(sorted(self.chosen() or ()))
        return Part(self.data_set.name, self.folder(), own, classes, what)

    def rows(self, ops: Ops, draws: Draws, what: str, count: int, split: str) -> Array:
        """`count` rows of a part, in an order that the seed shuffles.

        Those of a set without splits come from the front for training and from the back for
        testing, and are disjoint as long as both together are no more than there are. Images and
        labels shuffle alike.

        Raises: ValueError if there are fewer.
        """
        whole = draws.data_set(self.part(what, split))
        total = int(whole.shape[0])
        if total < count:
            raise ValueError(f"{self.kind()} has {total} images for {split}, {count} are needed")
        if len(self.data_set.splits) > 1:
            order = ops.argsort(draws.uniform(f"inputs/order-{split}", (total,)))[:count]
        else:
            order = ops.argsort(draws.uniform("inputs/order", (total,)))
            order = order[:count] if split == "train" else order[total - count :]
        return whole[order]

    def sample(self, ops: Ops, draws: Draws, count: int, split: str) -> Array:
        x = self._prepared(ops, self.rows(ops, draws, "images", count, split))
        if not (self.centre or self.rescale):
            return x
        whole = self._prepared(ops, draws.data_set(self.part("images", "train")))
        middle = ops.mean(whole, axis=0)[None, :] if self.centre else 0.0
        if not self.rescale:
            return x - middle
        size = ops.mean(ops.sum((whole - middle) ** 2, axis=1))
        return (x - middle) * (math.sqrt(self.size()) / ops.sqrt(size))

    def _prepared(self, ops: Ops, pixels: Array) -> Array:
        """Pooled and standardised images, (rows, pixels) -> (rows, d)."""
        rows, pool, colours = pixels.shape[0], self.pool, self.data_set.colours
        small = self.data_set.side // pool
        x = pixels
        if pool > 1:
            tiles = pixels.reshape((rows, small, pool, small, pool, colours))
            x = ops.mean(ops.mean(tiles, axis=4), axis=2).reshape((rows, self.size()))
        if self.standardise == "none":
            return x
        x = x - ops.mean(x, axis=1)[:, None]
        variance = ops.mean(x * x, axis=1)[:, None]
        return ops.where(variance > 0, x / ops.sqrt(ops.where(variance > 0, variance, 1.0)), 0.0)


class StoredImages(Images):
    """Images whose files the user has."""

    path: str
    """Where the files are, relative to the spec: a folder, or the published archive."""
    verify: bool = True
    """Hold the files against the checksums that their authors published."""

    def folder(self) -> str:
        return self.path

    def verifies(self) -> bool:
        return self.verify
