"""Jacobians of the network by row chunks: applied to vectors, never formed for all inputs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import jax
import jax.numpy as jnp
from jax import lax

from earlyspec.backend import Unsupported
from earlyspec.vocabulary._ops import Array
from earlyspec.vocabulary.architectures.two_layer import TwoLayer
from earlyspec_jax.chunks import Chunks
from earlyspec_jax.data import Split, chunk, chunking
from earlyspec_jax.ops import FLOAT64
from earlyspec_jax.shape import Shape

Tree = dict[str, Array]  # layer name -> array
Nodes = Sequence[tuple[float, Mapping[str, Array]]]
"""A Jacobian as a mean: (share, weights) pairs, one for a point and two for a segment."""

_KEPT = 96 * 2**20  # bytes up to which slopes and values of all hidden neurons are kept
_ROWS = 32 * 2**20  # bytes of the gradients that are formed at once


class Jacobian(Protocol):
    """J of some layers at one point, (n, parameters), in row chunks."""

    def pull(self, index: Array, z: Array) -> Tree:
        """J^T z of a chunk, (rows,) -> one array a layer."""
        ...

    def push(self, index: Array, tree: Tree) -> Array:
        """J times one array a layer, for the rows of a chunk, (rows,)."""
        ...

    def rows(self, index: Array) -> Tree:
        """What J of a chunk is made of; linear in J, and `products` knows the rest."""
        ...

    def products(self, left: Tree, right: Tree, x: Array, y: Array) -> Tree:
        """J J'^T of two chunks by layer, from what they are made of and their inputs."""
        ...


def jacobian(
    shape: Shape, data: Split, chunks: Chunks, nodes: Nodes, layers: tuple[str, ...]
) -> Jacobian:
    """The Jacobian with respect to some layers, as a weighted sum over weights."""
    precise = [
        (share, {k: w.astype(jnp.float64) for k, w in weights.items()}) for share, weights in nodes
    ]
    kind = TwoLayerJacobian if isinstance(shape.architecture, TwoLayer) else GeneralJacobian
    return kind(shape, data, chunks, precise, layers)


def block_rows(shape: Shape, weights: Mapping[str, Array], rows: int) -> int:
    """Rows of a chunk whose `rows` fit into the cache, or at least into memory."""
    if isinstance(shape.architecture, TwoLayer):
        return min(rows, 1024)
    parameters = sum(math.prod(w.shape) for w in weights.values())
    return max(1, min(rows, _ROWS // (8 * parameters)))


class TwoLayerJacobian:
    """J of f(x) = v . phi(W x / b) / a: row i is [S_ir x_i for all r; H_i], S and H (n, m).

    S = v_r phi'(w_r . x_i / b) / (ab), H = phi(w_r . x_i / b) / a. Both are kept for all inputs
    where that takes little memory, and computed anew for each chunk where it does not.

    Source: hu2020, eqs 15 and 16.
    """

    def __init__(
        self, shape: Shape, data: Split, chunks: Chunks, nodes: Nodes, layers: tuple[str, ...]
    ) -> None:
        self._shape = shape
        self._data = data
        self._chunks = chunks
        self._nodes = nodes
        self._layers = layers
        self._kept: Tree | None = None
        width = nodes[0][1]["first"].shape[0]
        if 8 * chunks.number * chunks.rows * width * len(layers) <= _KEPT:
            self._kept = lax.map(self._computed, jnp.arange(chunks.number))

    def pull(self, index: Array, z: Array) -> Tree:
        """J^T z of a chunk, (rows,) -> one array a layer."""
        hidden, found = self.rows(index), {}
        if "first" in hidden:
            found["first"] = hidden["first"] @ (self._x(index) * z).T  # (m, d)
        if "second" in hidden:
            found["second"] = hidden["second"] @ z  # (m,)
        return found

    def push(self, index: Array, tree: Tree) -> Array:
        """J times one array a layer, for the rows of a chunk, (rows,)."""
        hidden, total = self.rows(index), jnp.zeros(self._chunks.rows, jnp.float64)
        if "first" in hidden:
            total += jnp.sum(hidden["first"] * (tree["first"] @ self._x(index)), axis=0)
        if "second" in hidden:
            total += tree["second"] @ hidden["second"]
        return total

    def rows(self, index: Array) -> Tree:
        """S^T and H^T of a chunk, (m, rows) each."""
        if self._kept is None:
            return self._computed(index)
        return {layer: array[index] for layer, array in self._kept.items()}

    def products(self, left: Tree, right: Tree, x: Array, y: Array) -> Tree:
        """(S S'^T) o (X Y^T) and H H'^T, for inputs as columns, (d, rows)."""
        found = {layer: array.T @ right[layer] for layer, array in left.items()}
        if "first" in found:
            found["first"] = found["first"] * (x.T @ y)
        return found

    def _x(self, index: Array) -> Array:
        x, _ = chunk(self._data, self._chunks.start(index), self._chunks.rows, jnp.float64)
        return x  # (d, rows)

    def _computed(self, index: Array) -> Tree:
        word: Any = self._shape.architecture
        x = self._x(index)
        outer, inner = word.divisors(x.shape[0])
        found: Tree = {}
        for share, weights in self._nodes:
            z = weights["first"] @ x / inner  # (m, rows)
            if "first" in self._layers:
                slopes = word.activation.slope(FLOAT64, z) * weights["second"][:, None]
                _add(found, "first", share / (outer * inner) * slopes)
            if "second" in self._layers:
                _add(found, "second", share / outer * word.activation.value(FLOAT64, z))
        return found


class GeneralJacobian:
    """J of any architecture, by automatic differentiation of its outputs on a chunk."""

    def __init__(
        self, shape: Shape, data: Split, chunks: Chunks, nodes: Nodes, layers: tuple[str, ...]
    ) -> None:
        self._shape = shape
        self._data = data
        self._chunks = chunks
        self._nodes = nodes
        self._layers = layers

    def pull(self, index: Array, z: Array) -> Tree:
        """J^T z of a chunk, (rows,) -> one array a layer."""
        found: Tree = {}
        for share, weights in self._nodes:
            _, back = jax.vjp(self._outputs(index, weights), self._chosen(weights))
            for layer, array in back(share * z)[0].items():
                _add(found, layer, array)
        return found

    def push(self, index: Array, tree: Tree) -> Array:
        """J times one array a layer, for the rows of a chunk, (rows,)."""
        total = jnp.zeros(self._chunks.rows, jnp.float64)
        for share, weights in self._nodes:
            chosen = self._chosen(weights)
            tangent = {layer: share * tree[layer] for layer in chosen}
            _, forward = jax.jvp(self._outputs(index, weights), (chosen,), (tangent,))
            total += forward
        return total

    def rows(self, index: Array) -> Tree:
        """J of a chunk by layer, (rows, parameters) each."""
        found: Tree = {}
        x = self._x(index)
        for share, weights in self._nodes:
            one: Callable[[Tree, Array], Array] = self._single(weights)
            gradients = jax.vmap(jax.grad(one), (None, 1))(self._chosen(weights), x)
            for layer, array in gradients.items():
                _add(found, layer, share * array.reshape(array.shape[0], -1))
        return found

    def products(self, left: Tree, right: Tree, x: Array, y: Array) -> Tree:
        """J J'^T by layer."""
        return {layer: array @ right[layer].T for layer, array in left.items()}

    def _x(self, index: Array) -> Array:
        x, _ = chunk(self._data, self._chunks.start(index), self._chunks.rows, jnp.float64)
        return x  # (d, rows)

    def _chosen(self, weights: Mapping[str, Array]) -> Tree:
        return {layer: weights[layer] for layer in self._layers}

    def _outputs(self, index: Array, weights: Mapping[str, Array]) -> Callable[[Tree], Array]:
        x = self._x(index).T
        return lambda chosen: self._forward({**weights, **chosen}, x)

    def _single(self, weights: Mapping[str, Array]) -> Callable[[Tree, Array], Array]:
        return lambda chosen, x: self._forward({**weights, **chosen}, x[None, :])[0]

    def _forward(self, weights: Mapping[str, Array], x: Array) -> Array:
        return self._shape.architecture.forward(FLOAT64, dict(weights), x)


def largest_flip(
    shape: Shape,
    data: Split,
    split: str,
    before: Mapping[str, Array],
    now: Mapping[str, Array],
) -> Array:
    """Max over inputs of the share of hidden neurons that changed sign, ().

    Raises: Unsupported for other than two layers.
    """
    if not isinstance(shape.architecture, TwoLayer):
        kind = shape.cell.network.word.kind
        raise Unsupported(f"the signs of hidden neurons of the architecture `{kind}`")
    chunks = chunking(shape, split)
    old, new = (w["first"].astype(jnp.float64) for w in (before, now))

    def of_chunk(index: Array) -> Array:
        x, _ = chunk(data, chunks.start(index), chunks.rows, jnp.float64)
        flipped = (old @ x >= 0) != (new @ x >= 0)  # (m, rows)
        return jnp.mean(flipped, axis=0, dtype=jnp.float64)

    return jnp.max(chunks.lay_out(of_chunk))


def _add(found: Tree, layer: str, array: Array) -> None:
    found[layer] = found[layer] + array if layer in found else array
