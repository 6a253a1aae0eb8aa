"""Inputs as images without an edge: how coordinates lie in them, and what a filter sees."""

from __future__ import annotations

from math import prod
from typing import NamedTuple

from earlyspec.plan.nodes import Word
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
      h: images, (n, *sides, colours).
      image: their sides and colours, and the filter's sides.
    Returns: (n, *sides, patch); the patch at position k holds k, k + 1, ..., k + q - 1 along each
      side, in the order of coordinates.
    Source: hu2020, eq 12.
    """
    n, kept = h.shape[0], (*image.sides, image.patch)
    for axis, (side, width) in enumerate(zip(image.sides, image.filters, strict=True), 1):
        if width == 1:
            continue
        # Slices of the image wrapped once, and not a gather, whose derivative is a scatter.
        wrapped = ops.concatenate([h, _from(h, axis, 0, width - 1)], axis=axis)
        shifted = [_from(wrapped, axis, j, side) for j in range(width)]
        h = ops.stack(shifted, axis=h.ndim - 1)  # colours stay last
    return h.reshape(n, *kept)


def _from(h: Array, axis: int, start: int, count: int) -> Array:
    """`count` entries along an axis."""
    return h[(slice(None),) * axis + (slice(start, start + count),)]
