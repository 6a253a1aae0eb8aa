"""Moments and spectra of the inputs, by row chunks: no n x n matrix is ever formed."""

from __future__ import annotations

import jax.numpy as jnp
from jax import lax, random
from matfree import decomp, eig  # type: ignore[import-untyped]

from earlyspec.vocabulary._ops import Array
from earlyspec_jax.data import Split, chunk, chunking
from earlyspec_jax.draws import named_key, seed_key
from earlyspec_jax.shape import Shape

_DENSE = 2000  # up to this dimension X^T X is formed
_LANCZOS = 128  # matrix-vector products beyond it
_BLOCK = 1024  # rows of a block of inner products


def gram_norm(shape: Shape, data: Split, split: str) -> Array:
    """lambda_max(X^T X) / n, ()."""
    d = shape.cell.d
    if d <= _DENSE:
        return jnp.linalg.eigvalsh(second_moment(shape, data, split))[-1]
    start = random.normal(named_key(seed_key(jnp.asarray(0)), "lanczos"), (d,), jnp.float64)
    lanczos = eig.eigh_partial(decomp.tridiag_sym(_LANCZOS, custom_vjp=False))
    values, _ = lanczos(lambda v: _times_second_moment(shape, data, split, v), start)
    return jnp.max(values)


def trace_square(shape: Shape, train: Split) -> Array:
    """Tr[Sigma^2] / d as known of the law, or estimated without bias from the training inputs.

    The estimate is ( |X^T X|_F^2 - sum_i |x_i|^4 ) / (n (n - 1) d).

    Source: hu2020, Section 3.1; the estimator is ours.
    """
    known = shape.cell.input_facts.trace_square
    if known is not None:
        return jnp.asarray(known, jnp.float64)
    n, d = shape.cell.n, shape.cell.d
    chunks = chunking(shape, "train")

    def own(index: Array) -> Array:
        x, _ = chunk(train, chunks.start(index), chunks.rows, jnp.float64)
        return jnp.sum(chunks.keep_fresh(index, jnp.sum(x * x, axis=0) ** 2))

    square = jnp.sum((n * second_moment(shape, train, "train")) ** 2)
    return (square - chunks.sum(own)) / (max(n - 1, 1) * n * d)


def largest_inner_product(shape: Shape, data: Split, split: str, rows: int) -> Array:
    """Max over i != j of |x_i . x_j| among the first `rows` inputs, ()."""
    rows = min(rows, shape.count(split))
    size = max(1, min(_BLOCK, rows))
    blocks = -(-rows // size)
    x = jnp.pad(data.x[:, :rows], ((0, 0), (0, blocks * size - rows)))  # zeros change no maximum

    def block(index: Array) -> Array:
        return lax.dynamic_slice_in_dim(x, index * size, size, axis=1).astype(jnp.float64)

    def pair(i: Array, j: Array, largest: Array) -> Array:
        products = jnp.abs(block(i).T @ block(j))  # (size, size)
        itself = (i == j) & jnp.eye(size, dtype=bool)
        return jnp.maximum(largest, jnp.max(jnp.where(itself, 0.0, products)))

    def row(i: Array, largest: Array) -> Array:
        return lax.fori_loop(i, blocks, lambda j, so_far: pair(i, j, so_far), largest)

    return lax.fori_loop(0, blocks, row, jnp.zeros((), jnp.float64))


def second_moment(shape: Shape, data: Split, split: str) -> Array:
    """X^T X / n, (d, d)."""
    chunks = chunking(shape, split)

    def of_chunk(index: Array) -> Array:
        x, _ = chunk(data, chunks.start(index), chunks.rows, jnp.float64)
        x = chunks.keep_fresh(index, x)  # (d, rows)
        return x @ x.T

    return chunks.sum(of_chunk) / chunks.count


def _times_second_moment(shape: Shape, data: Split, split: str, v: Array) -> Array:
    """X^T (X v) / n, (d,)."""
    chunks = chunking(shape, split)

    def of_chunk(index: Array) -> Array:
        x, _ = chunk(data, chunks.start(index), chunks.rows, jnp.float64)
        return x @ chunks.keep_fresh(index, x.T @ v)

    return chunks.sum(of_chunk) / chunks.count
