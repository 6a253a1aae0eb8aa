"""The column space of the inputs of a split, and projection on it, by row chunks."""

from __future__ import annotations

import jax.numpy as jnp
from jax import lax

from earlyspec.vocabulary._ops import Array
from earlyspec_jax.data import Split, chunk, chunking
from earlyspec_jax.shape import Shape
from earlyspec_jax.spectra import second_moment


def whitener(shape: Shape, data: Split, split: str) -> Array:
    """W such that the columns of X W are an orthonormal basis of the span of X, and 0, (d, d).

    W = V diag(l)^(-1/2) for X^T X = V diag(l) V^T, without the directions whose l is no more than
    max(n, d) roundings of the largest: the numerical rank of X^T X, not that of X.
    """
    n, d = shape.count(split), shape.cell.d
    gram = n * second_moment(shape, data, split)
    values, vectors = jnp.linalg.eigh((gram + gram.T) / 2)
    seen = (values > max(n, d) * 2.0**-52 * values[-1])[None, :]
    return jnp.where(seen, vectors / jnp.sqrt(jnp.where(seen, values[None, :], 1.0)), 0.0)


def project(shape: Shape, data: Split, split: str, white: Array, r: Array) -> Array:
    """The part of r in the span of X, (n,) -> (n,)."""
    once = _apply(shape, data, split, white, r)
    # What rounding made of short directions is of the size of its square after a second time.
    return once + _apply(shape, data, split, white, r - once)


def project_on_rows(x: Array, u: Array) -> Array:
    """The part of u in the row space of X, (n, d) and (d,) -> (d,).

    Directions whose singular value is no more than max(n, d) roundings of the largest are no part.
    """
    _, sizes, right = jnp.linalg.svd(x, full_matrices=False)
    seen = sizes > max(x.shape) * 2.0**-52 * sizes[0]
    basis = jnp.where(seen[:, None], right, 0.0)
    once = basis.T @ (basis @ u)
    return once + basis.T @ (basis @ (u - once))


def _apply(shape: Shape, data: Split, split: str, white: Array, r: Array) -> Array:
    chunks = chunking(shape, split)

    def inner(index: Array) -> Array:
        x, _ = chunk(data, chunks.start(index), chunks.rows, jnp.float64)  # (d, rows)
        part = lax.dynamic_slice_in_dim(r, chunks.start(index), chunks.rows)
        return x @ chunks.keep_fresh(index, part)

    weights = white @ (white.T @ chunks.sum(inner))  # (d,)

    def outer(index: Array) -> Array:
        x, _ = chunk(data, chunks.start(index), chunks.rows, jnp.float64)
        return weights @ x

    return chunks.lay_out(outer)
