"""Inputs as images without an edge: how coordinates lie in them, and what a filter sees."""

from __future__ import annotations

from math import prod
from typing import NamedTuple

from earlyspec.plans.nodes import Word
from earlyspec.vocabulary._ops import Array, Ops


class Image(NamedTuple):
    """A periodic grid of positions with some numbers at each, and the filter that goes over it.

    Coordinates lie row by row, the colours of a position together: in an image of height h and
    width w, colour c of the position in row i and column j is coordinate (i w + j) colours + c.
    Files of images stored as height x width x colour are so when read in memory order.

    Attributes:
      sides: (length,) or (height, width).
      filters: the filter's sides, one each.
      colours: numbers at a position.
    """

    sides: tuple[int, ...]
    filters: tuple[int, ...]
    colours: int

    @property
    def positions(self) -> int:
        """How many positions there are."""
        return prod(self.sides)

    @property
    def patch(self) -> int:
        """How many numbers a filter sees at a position."""
        return prod(self.filters) * self.colours

    def with_colours(self, colours: int) -> Image:
        """The same positions and filter, and other numbers at each position."""
        return self._replace(colours=colours)


def image_of(network: Word, dim: int) -> Image:
    """The image that a network takes its inputs for; one position of all coordinates, if none."""
    given = network.parameters
    if "filter" not in given:
        return Image((1,), (1,), dim)
    sides = whole(given["image"])
    return Image(sides, over(given["filter"], sides), int(given.get("colours", 1)))


def whole(size: int | tuple[int, ...] | list[int]) -> tuple[int, ...]:
    """One size, or one a side, as a tuple."""
    return (size,) if isinstance(size, int) else tuple(size)


def over(size: int | tuple[int, ...] | list[int], sides: tuple[int, ...]) -> tuple[int, ...]:
    """A filter's sides: those given, or the one that all have."""
    return (size,) * len(sides) if isinstance(size, int) else tuple(size)


def patches(ops: Ops, h: Array, image: Image) -> Array:
    """What a filter sees at every position: the numbers there and after it, round the edge.

    Args:
      ops: the array functions.
      h: images, (n, positions, colours).
      image: their sides, and the filter's.
    Returns: (n, positions, patch); the patch at k holds k, k + 1, ..., k + q - 1 along each side,
      in the order of coordinates.
    Source: hu2020, eq 12.
    """
    if prod(image.filters) == 1:
        return h
    seen = ops.arange(1)[:, None]
    for side, width in zip(image.sides, image.filters, strict=True):
        ring = (ops.arange(side)[:, None] + ops.arange(width)[None, :]) % side  # (side, width)
        grid = seen[:, None, :, None] * side + ring[None, :, None, :]
        seen = grid.reshape(grid.shape[0] * side, grid.shape[2] * width)
    return h[:, seen, :].reshape(h.shape[0], image.positions, prod(image.filters) * h.shape[2])


def shifts(ops: Ops, h: Array, image: Image) -> list[Array]:
    """The images moved so that position k holds what a filter sees at k, one for each of its sides.

    Slices of the image wrapped once: the derivative of a gather would be a scatter, whose sums a
    GPU takes in no certain order.

    Args:
      ops: the array functions.
      h: images, (n, positions, colours).
      image: their sides, and the filter's.
    Returns: as many arrays as a patch has positions, in its order, each of the shape of h.
    """
    moved = [h.reshape(h.shape[0], *image.sides, h.shape[2])]
    for axis, (side, width) in enumerate(zip(image.sides, image.filters, strict=True), 1):
        if width > 1:
            moved = [each for g in moved for each in _along(ops, g, axis, side, width)]
    return [each.reshape(h.shape) for each in moved]


def _along(ops: Ops, h: Array, axis: int, side: int, width: int) -> list[Array]:
    before = (slice(None),) * axis
    wrapped = ops.concatenate([h, h[(*before, slice(width - 1))]], axis=axis)
    return [wrapped[(*before, slice(j, j + side))] for j in range(width)]
