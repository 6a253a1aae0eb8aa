"""The network by row chunks: its outputs, and the gradient of its training loss."""

from __future__ import annotations

from collections.abc import Mapping

import jax
import jax.numpy as jnp
from jax import lax

from earlyspec.vocabulary._ops import Array
from earlyspec_jax.chunks import Chunks
from earlyspec_jax.data import Split, chunk, chunking
from earlyspec_jax.ops import FLOAT64
from earlyspec_jax.shape import Shape

Weights = Mapping[str, Array]


def outputs(shape: Shape, weights: Weights, data: Split, split: str) -> Array:
    """Outputs of the network in float64, whatever it is trained in, nothing subtracted, (n,)."""
    chunks = chunking(shape, split)
    precise = {layer: w.astype(jnp.float64) for layer, w in weights.items()}

    def of_chunk(index: Array) -> Array:
        x, _ = chunk(data, chunks.start(index), chunks.rows, jnp.float64)
        return shape.architecture.forward(FLOAT64, precise, x.T)

    return chunks.lay_out(of_chunk)


def loss_and_gradient(
    shape: Shape, weights: Weights, data: Split
) -> tuple[Array, dict[str, Array]]:
    """The training loss and its gradient for the layers that train.

    On a minibatch a sum over all examples is estimated by n times the mean. Forward and backward
    chunk by chunk, so that the activations of a chunk never leave the cache.

    Source: hu2020, eq 2.
    """
    count = data.y.shape[0]
    chunks = Chunks(count, shape.rows)

    def of_chunk(index: Array) -> tuple[Array, dict[str, Array]]:
        start = chunks.start(index)
        x, y = chunk(data, start, chunks.rows, shape.dtype)
        if data.offset is not None:
            y = y + lax.dynamic_slice_in_dim(data.offset, start, chunks.rows).astype(shape.dtype)
        return _half_square(shape, weights, x, y, chunks.fresh(index))

    loss, gradient = chunks.sum(of_chunk)
    scale = shape.cell.loss_scale / count
    return loss * scale, {k: _turned(g) * scale for k, g in gradient.items()}


def choose(data: Split, rows: Array) -> Split:
    """The examples of the given numbers as a split of their own, (batch,)."""
    offset = None if data.offset is None else data.offset[rows]
    return Split(jnp.take(data.x, rows, axis=1), data.y[rows], offset)


def _half_square(
    shape: Shape, weights: Weights, x: Array, y: Array, fresh: Array | None
) -> tuple[Array, dict[str, Array]]:
    """Half the sum of squared residuals of a chunk, and its gradient for the turned weights."""
    frozen = {k: w for k, w in weights.items() if k not in shape.trained}

    def half_square(turned: dict[str, Array]) -> Array:
        moving = {k: _turned(w) for k, w in turned.items()}
        residual = shape.architecture.forward(shape.ops, {**frozen, **moving}, x.T) - y
        if fresh is not None:
            residual = jnp.where(fresh, residual, 0.0)
        return jnp.sum(residual * residual) / 2

    turned = {k: _turned(weights[k]) for k in shape.trained}
    value, gradient = jax.value_and_grad(half_square)(turned)
    return value, gradient


def _turned(w: Array) -> Array:
    """The transpose of a matrix; other arrays as they are.

    The gradient for the transpose of W is x times a chunk's slopes: a product in the order of
    memory, at half the time of the gradient for W itself on a CPU.
    """
    return w.T if w.ndim == 2 else w
