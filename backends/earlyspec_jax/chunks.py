"""Loops over row chunks of equal size, the last of which overlaps the one before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import jax
import jax.numpy as jnp
from jax import lax

from earlyspec.vocabulary._ops import Array

Tree = TypeVar("Tree")
Row = TypeVar("Row")


def in_memory(x: Array) -> Array:
    """The same array, laid out by rows before anything else is done with it."""
    barrier: Any = lax.optimization_barrier
    return barrier(x)


class Chunks:
    """`count` examples in chunks of at most `rows`.

    All chunks have one size, so that they share one compiled body. Where the size does not divide
    the count, the last chunk starts early; its rows that were seen before are not fresh.
    """

    def __init__(self, count: int, rows: int) -> None:
        self.count = count
        self.rows = max(1, min(rows, count))
        self.number = -(-count // self.rows)

    def start(self, index: Array) -> Array:
        """First row of a chunk."""
        return jnp.minimum(index * self.rows, self.count - self.rows)

    def fresh(self, index: Array) -> Array | None:
        """Which rows of a chunk no earlier one had, (rows,); None where all are."""
        if self.count % self.rows == 0:
            return None
        return self.start(index) + jnp.arange(self.rows) >= index * self.rows

    def keep_fresh(self, index: Array, values: Array) -> Array:
        """Values of a chunk with 0 for rows that are not fresh, (..., rows)."""
        fresh = self.fresh(index)
        return values if fresh is None else jnp.where(fresh, values, 0)

    def sum(self, of_chunk: Callable[[Array], Tree]) -> Tree:
        """The sum over chunks, in their order, of what a function of the index gives."""
        kinds = jax.eval_shape(of_chunk, jnp.asarray(0))
        zero: Any = jax.tree.map(lambda kind: jnp.zeros(kind.shape, kind.dtype), kinds)

        def add(index: Array, total: Tree) -> Tree:
            summed: Tree = jax.tree.map(jnp.add, total, of_chunk(index))
            return summed

        total: Tree = lax.fori_loop(0, self.number, add, zero)
        return total

    def lay_out(self, of_chunk: Callable[[Array], Array]) -> Array:
        """Side by side what a function of the index gives for each row, (..., count)."""
        kind = jax.eval_shape(of_chunk, jnp.asarray(0))
        empty = jnp.zeros((*kind.shape[:-1], self.count), kind.dtype)

        def put(index: Array, filled: Array) -> Array:
            values, start = of_chunk(index), self.start(index)
            return lax.dynamic_update_slice_in_dim(filled, values, start, filled.ndim - 1)

        return lax.fori_loop(0, self.number, put, empty)

    def pairs(
        self,
        of_row: Callable[[Array], Row],
        of_pair: Callable[[Tree, Array, Row, Array, Row], Tree],
        zero: Tree,
        halved: bool,
    ) -> Tree:
        """Folds over pairs of chunks, row by row, with what belongs to a chunk at hand.

        Args:
          of_row: what belongs to a chunk, which takes long; once a row, and once a pair.
          of_pair: the total so far, i, what belongs to i, j, what belongs to j -> the next total.
          zero: the total before the first pair.
          halved: whether pairs with j < i are left out.
        """

        def row(i: Array, total: Tree) -> Tree:
            own = of_row(i)

            def pair(j: Array, total: Tree) -> Tree:
                return of_pair(total, i, own, j, of_row(j))

            found: Tree = lax.fori_loop(i if halved else 0, self.number, pair, total)
            return found

        whole: Tree = lax.fori_loop(0, self.number, row, zero)
        return whole

    def form(
        self,
        of_row: Callable[[Array], Row],
        of_pair: Callable[[Array, Row, Array, Row], Array],
        symmetric: bool,
    ) -> Array:
        """A matrix block by block, (count, count); only blocks with i <= j if it is symmetric."""

        def put(matrix: Array, i: Array, own: Row, j: Array, other: Row) -> Array:
            block, place = of_pair(i, own, j, other), (self.start(i), self.start(j))
            if symmetric:
                matrix = lax.dynamic_update_slice(matrix, block.T, place[::-1])
            return lax.dynamic_update_slice(matrix, block, place)

        empty = jnp.zeros((self.count, self.count), jnp.float64)
        return self.pairs(of_row, put, empty, symmetric)
