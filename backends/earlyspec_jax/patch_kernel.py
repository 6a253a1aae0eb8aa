"""The kernel of an infinitely wide convolutional erf network, by blocks of pairs of inputs."""

from __future__ import annotations

from math import isqrt, pi

import jax.numpy as jnp
from jax import lax

from earlyspec.vocabulary._images import Image
from earlyspec.vocabulary._ops import Array

_NUMBERS = 2**14  # moments of a block of pairs: what a first-level cache holds


def patch_kernel(x: Array, image: Image) -> Array:
    """Theta_CNN of one hidden layer and all parameters, (n, n).

    The mean over positions k of the two-layer kernel of patches k. Second moments of all patches
    of two inputs are circular sums of their products, by running sums along each side.

    Args:
      x: inputs, (n, d), float64.
      image: how they lie, and the filter.
    Source: hu2020, Section 4, eq 12.
    """
    n, d = x.shape
    size = max(1, min(isqrt(_NUMBERS // d), n))
    blocks = -(-n // size)
    grid = (blocks * size, *image.sides, image.colours)
    images = jnp.pad(x, ((0, blocks * size - n), (0, 0))).reshape(grid)
    squares = _moments(images * images, image)  # (n, *sides)

    def block(of: Array, index: Array) -> Array:
        return lax.dynamic_slice_in_dim(of, index * size, size)

    def pair(i: Array, j: Array, kernel: Array) -> Array:
        products = block(images, i)[:, None] * block(images, j)[None, :]
        a, b = block(squares, i)[:, None], block(squares, j)[None, :]
        entries = _erf_kernel(a, b, _moments(products, image))  # (size, size, *sides)
        found = jnp.mean(entries.reshape(size, size, -1), axis=2)
        return lax.dynamic_update_slice(kernel, found, (i * size, j * size))

    def row(i: Array, kernel: Array) -> Array:
        return lax.fori_loop(i, blocks, lambda j, so_far: pair(i, j, so_far), kernel)

    kernel = jnp.zeros((blocks * size, blocks * size), jnp.float64)
    filled: Array = lax.fori_loop(0, blocks, row, kernel)
    above = jnp.triu(filled[:n, :n], 1)
    return above + above.T + jnp.diag(jnp.diagonal(filled)[:n])


def _moments(products: Array, image: Image) -> Array:
    """Means over patches, (..., *sides, colours) -> (..., *sides)."""
    total = jnp.sum(products, axis=-1)
    first = total.ndim - len(image.sides)
    for axis, width in enumerate(image.filters, first):
        if width > 1:
            total = _circular_sums(total, axis, width)
    return total / image.patch


def _circular_sums(x: Array, axis: int, width: int) -> Array:
    """Sums of `width` entries in a row along an axis, from each entry on, round the edge."""
    side = x.shape[axis]
    wrapped = jnp.concatenate([x, lax.slice_in_dim(x, 0, width - 1, axis=axis)], axis=axis)
    running = jnp.cumsum(wrapped, axis=axis)
    head = lax.slice_in_dim(running, width - 1, width - 1 + side, axis=axis)
    tail = lax.slice_in_dim(running, 0, side - 1, axis=axis)
    nothing = jnp.zeros_like(lax.slice_in_dim(x, 0, 1, axis=axis))
    return head - jnp.concatenate([nothing, tail], axis=axis)


def _erf_kernel(a: Array, b: Array, c: Array) -> Array:
    """E erf(u) erf(v) + c E erf'(u) erf'(v), (u, v) Gaussian with second moments a, b, c."""
    square = (1 + 2 * a) * (1 + 2 * b)
    values = 2 / pi * jnp.arcsin(2 * c / jnp.sqrt(square))
    return values + 4 / pi * c / jnp.sqrt(square - 4 * c * c)
