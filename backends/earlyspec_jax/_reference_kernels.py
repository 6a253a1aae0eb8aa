"""Kernels of linear references, applied by chunks: enough to run tallies on their own."""

from __future__ import annotations

import jax.numpy as jnp

from earlyspec.vocabulary._ops import Array
from earlyspec_jax import reference_models
from earlyspec_jax.chunks import in_memory
from earlyspec_jax.data import Split, chunk, chunking
from earlyspec_jax.shape import Shape

_NULL = 64 * 2.0**-52  # eigenvalues below this share of the largest are 0


def pull(shape: Shape, name: str, train: Split, trace_square: Array, r: Array) -> Array:
    """Psi^T r on the training inputs, (n,) -> (p,)."""
    chunks = chunking(shape, "train")

    def of_chunk(index: Array) -> Array:
        start = chunks.start(index)
        x, _ = chunk(train, start, chunks.rows, jnp.float64)
        _, part = chunk(train._replace(y=r), start, chunks.rows, jnp.float64)
        psi = in_memory(reference_models.features(shape, name, x, trace_square).T)  # (p, rows)
        return psi @ chunks.keep_fresh(index, part)

    return chunks.sum(of_chunk)


def spectrum(shape: Shape, name: str, train: Split, trace_square: Array) -> Array:
    """Eigenvalues of Psi^T Psi / n, rising, (p,); null ones are 0."""
    values = jnp.linalg.eigvalsh(reference_models.moments(shape, name, train, trace_square).gram)
    return jnp.where(values > _NULL * values[-1], values, 0.0)


def fit(shape: Shape, name: str, train: Split, trace_square: Array, r: Array) -> Array:
    """The least-squares parameters for r on the training inputs, (n,) -> (p,)."""
    gram = reference_models.moments(shape, name, train, trace_square).gram
    values, vectors = jnp.linalg.eigh(gram)
    null = values <= _NULL * values[-1]
    target = vectors.T @ pull(shape, name, train, trace_square, r) / shape.cell.n
    return vectors @ jnp.where(null, 0.0, target / jnp.where(null, 1.0, values))
