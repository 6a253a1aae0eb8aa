"""Jacobians of the network by row chunks: applied to vectors, never formed for all inputs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import jax
import jax.numpy as jnp
from jax import lax

from earlyspec.backend import Unsupported
from earlyspec.vocabulary import _kernels
from earlyspec.vocabulary._kernels import Point
from earlyspec.vocabulary._ops import Array
from earlyspec.vocabulary.architectures.fully_connected import FullyConnected
from earlyspec.vocabulary.architectures.two_layer import TwoLayer
from earlyspec_jax.chunks import Chunks
from earlyspec_jax.data import Split, chunk, chunking
from earlyspec_jax.ops import FLOAT64
from earlyspec_jax.shape import Shape

Tree = dict[str, Array]  # layer name -> array
Made = dict[str, Any]
"""Layer name -> what the rows of a Jacobian are made of, as its class has it."""
Nodes = Sequence[tuple[float, Mapping[str, Array]]]
"""A Jacobian as a mean: (share, weights) pairs, one for a point and two for a segment."""


class Jacobians(Protocol):
    """J of some layers at some points, (n, parameters) each, in row chunks.

    All points go through one compiled loop, so that equal weights give equal Jacobians to the last
    bit, and a difference of Jacobians is 0 before the first step.
    """

    def pull(self, index: Array, z: Array, points: Sequence[Point]) -> dict[Point, Tree]:
        """J^T z of a chunk at some of the points, (rows,) -> one array a layer."""
        ...

    def push(self, index: Array, trees: Mapping[Point, Tree]) -> Array:
        """The sum over points of J times one array a layer, for the rows of a chunk, (rows,)."""
        ...

    def rows(self, index: Array) -> dict[Point, Made]:
        """What each J of a chunk is made of; linear in J unless `factored`."""
        ...

    def products(self, left: Made, right: Made, x: Array, y: Array) -> Tree:
        """J J'^T of two chunks by layer, from what they are made of and their inputs."""
        ...


class Stacked:
    """The weights of all points, side by side.

    Attributes:
      weights: those of all nodes, float64, (nodes, ...) each.
      shares: point -> the share of each node in its mean; nodes of other points are left out.
    """

    def __init__(self, points: Mapping[Point, Nodes]) -> None:
        nodes = [node for each in points.values() for node in each]
        self.weights = {
            layer: jnp.stack([weights[layer].astype(jnp.float64) for _, weights in nodes])
            for layer in nodes[0][1]
        }
        self.shares: dict[Point, dict[int, float]] = {}
        for point, each in points.items():
            first = sum(len(shares) for shares in self.shares.values())
            self.shares[point] = {first + k: share for k, (share, _) in enumerate(each)}

    def mean(self, point: Point, of_nodes: Mapping[int, Tree]) -> Tree:
        """The mean of a point, from what its nodes gave."""
        pairs = [(share, of_nodes[k]) for k, share in self.shares[point].items()]
        if len(pairs) == 1 and pairs[0][0] == 1.0:
            return pairs[0][1]
        return {
            layer: jnp.asarray(sum(share * tree[layer] for share, tree in pairs))
            for layer in pairs[0][1]
        }

    def map(self, function: Callable[[Tree, Any], Any], nodes: Sequence[int], beside: Any) -> Any:
        """Function of the weights of some nodes and what belongs to each, one after another."""
        chosen = {layer: array[jnp.asarray(nodes)] for layer, array in self.weights.items()}
        return lax.map(lambda both: function(*both), (chosen, beside))


def jacobians(
    shape: Shape,
    data: Split,
    chunks: Chunks,
    points: Mapping[Point, Nodes],
    layers: tuple[str, ...],
    factored: bool = False,
) -> Jacobians:
    """The Jacobians with respect to some layers; `factored` as `has_factors` says."""
    kind = FactoredJacobians if factored else GeneralJacobians
    if isinstance(shape.architecture, TwoLayer):
        return TwoLayerJacobians(shape, data, chunks, Stacked(points), layers)
    return kind(shape, data, chunks, Stacked(points), layers)


def has_factors(shape: Shape, mixed: bool) -> bool:
    """Whether a product of Jacobians can be had from the factors of their rows.

    Args:
      shape: the cell's shape.
      mixed: whether rows at several points are added up before they are multiplied. A difference
        of Jacobians has to be taken entry by entry: its factors would lose its digits.
    """
    return isinstance(shape.architecture, FullyConnected) and not mixed


def block_rows(
    shape: Shape, weights: Mapping[str, Array], rows: int, factored: bool = False
) -> int:
    """Rows of a chunk whose `rows` fit into the cache, or at least into memory."""
    if isinstance(shape.architecture, TwoLayer):
        return min(rows, 1024)
    sizes = [w.shape[0] + w.shape[-1] if factored else int(w.size) for w in weights.values()]
    return max(1, min(rows, _kernels.BLOCK_BYTES // (8 * sum(sizes))))


def unmirrored(weights: Mapping[str, Array]) -> Mapping[str, Array]:
    """The first half of the neurons of a two-layer network.

    Where v_(r + m/2) = -v_r and w_(r + m/2) = w_r, S and H of the two halves agree up to signs that
    J J^T does not see: it is twice that of the first half.
    """
    return {layer: array[: array.shape[0] // 2] for layer, array in weights.items()}


class TwoLayerJacobians:
    """J of f(x) = v . phi(W x / b) / a: row i is [S_ir x_i for all r; H_i], S and H (n, m).

    S = v_r phi'(w_r . x_i / b) / (ab), H = phi(w_r . x_i / b) / a. Both are kept for all inputs
    where that takes little memory, and computed anew for each chunk where it does not. What
    belongs to the first layer is laid out (d, m) here: both products with S^T, (m, rows) by chunk,
    then read S along memory.

    Source: hu2020, eqs 15 and 16.
    """

    def __init__(
        self, shape: Shape, data: Split, chunks: Chunks, stacked: Stacked, layers: tuple[str, ...]
    ) -> None:
        self._shape = shape
        self._data = data
        self._chunks = chunks
        self._stacked = stacked
        self._layers = layers
        self._kept: dict[Point, Tree] | None = None
        width = stacked.weights["second"].shape[1]
        entries = chunks.number * chunks.rows * width * len(layers) * len(stacked.shares)
        if 8 * entries <= _kernels.KEPT_BYTES:
            self._kept = lax.map(self._computed, jnp.arange(chunks.number))

    def pull(self, index: Array, z: Array, points: Sequence[Point]) -> dict[Point, Tree]:
        """J^T z of a chunk at some of the points, (rows,) -> one array a layer."""
        hidden = self.rows(index)
        return {point: self._pull(index, z, hidden[point]) for point in points}

    def push(self, index: Array, trees: Mapping[Point, Tree]) -> Array:
        """The sum over points of J times one array a layer, for the rows of a chunk, (rows,)."""
        hidden, total = self.rows(index), jnp.zeros(self._chunks.rows, jnp.float64)
        for point, tree in trees.items():
            if "first" in tree:
                inputs = tree["first"] @ hidden[point]["first"]  # (d, rows)
                total += jnp.sum(self._x(index) * inputs, axis=0)
            if "second" in tree:
                total += tree["second"] @ hidden[point]["second"]
        return total

    def rows(self, index: Array) -> dict[Point, Tree]:
        """S^T and H^T of a chunk, (m, rows) each."""
        if self._kept is None:
            return self._computed(index)
        return {
            point: {layer: array[index] for layer, array in tree.items()}
            for point, tree in self._kept.items()
        }

    def products(self, left: Tree, right: Tree, x: Array, y: Array) -> Tree:
        """(S S'^T) o (X Y^T) and H H'^T, for inputs as columns, (d, rows)."""
        found = {layer: array.T @ right[layer] for layer, array in left.items()}
        if "first" in found:
            found["first"] = found["first"] * (x.T @ y)
        return found

    def _pull(self, index: Array, z: Array, hidden: Tree) -> Tree:
        found = {}
        if "first" in hidden:
            found["first"] = (self._x(index) * z[None, :]) @ hidden["first"].T  # (d, m)
        if "second" in hidden:
            found["second"] = hidden["second"] @ z  # (m,)
        return found

    def _x(self, index: Array) -> Array:
        x, _ = chunk(self._data, self._chunks.start(index), self._chunks.rows, jnp.float64)
        return x  # (d, rows)

    def _computed(self, index: Array) -> dict[Point, Tree]:
        word: Any = self._shape.architecture
        x = self._x(index)
        outer, inner = word.divisors(x.shape[0])

        def of_node(weights: Tree, _: Array) -> Tree:
            z, found = weights["first"] @ x / inner, {}  # (m, rows)
            if "first" in self._layers:
                slopes = word.activation.slope(FLOAT64, z) * weights["second"][:, None]
                found["first"] = slopes / (outer * inner)
            if "second" in self._layers:
                found["second"] = word.activation.value(FLOAT64, z) / outer
            return found

        return _means(self._stacked, of_node)


class GeneralJacobians:
    """J of any architecture, by automatic differentiation of its outputs on a chunk."""

    def __init__(
        self, shape: Shape, data: Split, chunks: Chunks, stacked: Stacked, layers: tuple[str, ...]
    ) -> None:
        self._shape = shape
        self._data = data
        self._chunks = chunks
        self._stacked = stacked
        self._layers = layers

    def pull(self, index: Array, z: Array, points: Sequence[Point]) -> dict[Point, Tree]:
        """J^T z of a chunk at some of the points, (rows,) -> one array a layer."""
        x = self._x(index)

        def of_node(weights: Tree, _: Array) -> Tree:
            _, back = jax.vjp(self._outputs(weights, x), self._chosen(weights))
            found: Tree = back(z)[0]
            return found

        return _means(self._stacked, of_node, points)

    def push(self, index: Array, trees: Mapping[Point, Tree]) -> Array:
        """The sum over points of J times one array a layer, for the rows of a chunk, (rows,)."""
        x = self._x(index)
        pairs = [
            (node, {layer: share * array for layer, array in tree.items()})
            for point, tree in trees.items()
            for node, share in self._stacked.shares[point].items()
        ]
        tangents = {layer: jnp.stack([tree[layer] for _, tree in pairs]) for layer in self._layers}

        def of_node(weights: Tree, tangent: Tree) -> Array:
            outputs, chosen = self._outputs(weights, x), self._chosen(weights)
            return jnp.asarray(jax.jvp(outputs, (chosen,), (tangent,))[1])

        nodes = [node for node, _ in pairs]
        return jnp.sum(self._stacked.map(of_node, nodes, tangents), axis=0)

    def rows(self, index: Array) -> dict[Point, Tree]:
        """J of a chunk by layer, (rows, parameters) each."""
        x = self._x(index)

        def of_node(weights: Tree, _: Array) -> Tree:
            def one(chosen: Tree, x: Array) -> Array:
                return self._outputs(weights, x[:, None])(chosen)[0]

            gradients = jax.vmap(jax.grad(one), (None, 1))(self._chosen(weights), x)
            return {layer: array.reshape(x.shape[1], -1) for layer, array in gradients.items()}

        return _means(self._stacked, of_node)

    def products(self, left: Tree, right: Tree, x: Array, y: Array) -> Tree:
        """J J'^T by layer."""
        return {layer: array @ right[layer].T for layer, array in left.items()}

    def _x(self, index: Array) -> Array:
        x, _ = chunk(self._data, self._chunks.start(index), self._chunks.rows, jnp.float64)
        return x  # (d, rows)

    def _chosen(self, weights: Tree) -> Tree:
        return {layer: weights[layer] for layer in self._layers}

    def _outputs(self, weights: Tree, x: Array) -> Callable[[Tree], Array]:
        """The network on inputs as columns, as a function of the chosen layers."""
        return lambda chosen: self._shape.architecture.forward(FLOAT64, {**weights, **chosen}, x.T)


class FactoredJacobians(GeneralJacobians):
    """J of a fully connected network: row i of layer l is delta_il h_i,l-1^T.

    delta_l = df/dz_l and h_(l-1) = what the layer sees, (rows, m) each; J J'^T of a layer is then
    (delta delta'^T) o (h h'^T), and no gradient of a layer's weights is ever formed.
    """

    def rows(self, index: Array) -> dict[Point, Made]:
        """(delta, h) by layer, (nodes of the point, rows, .) each, delta with the node's share."""
        x = self._x(index)
        nodes = [node for shares in self._stacked.shares.values() for node in shares]
        found = self._stacked.map(
            lambda weights, _: self._factors(weights, x), nodes, jnp.asarray(nodes)
        )
        return {
            point: {
                layer: (
                    jnp.stack([share * found[layer][0][node] for node, share in shares.items()]),
                    jnp.stack([found[layer][1][node] for node in shares]),
                )
                for layer in self._layers
            }
            for point, shares in self._stacked.shares.items()
        }

    def products(self, left: Made, right: Made, x: Array, y: Array) -> Tree:
        """(delta delta'^T) o (h h'^T) by layer, summed over the nodes of either point."""
        return {layer: _of_factors(*left[layer], *right[layer]) for layer in left}

    def _factors(self, weights: Tree, x: Array) -> dict[str, tuple[Array, Array]]:
        word: Any = self._shape.architecture
        *hidden, last = word.layers
        seen, slopes, h = {}, {}, x.T  # (rows, d)
        for layer in hidden:
            seen[layer] = h / math.sqrt(h.shape[1])
            z = seen[layer] @ weights[layer].T
            slopes[layer] = word.activation.slope(FLOAT64, z)
            h = word.activation.value(FLOAT64, z)
        seen[last] = h / math.sqrt(h.shape[1])
        found = {last: (jnp.ones((h.shape[0], 1), jnp.float64), seen[last])}
        back = weights[last][None, :]  # (1, m), then (rows, m): what f takes of a layer's values
        for layer in reversed(hidden):
            delta = slopes[layer] * back / math.sqrt(slopes[layer].shape[1])
            found[layer] = (delta, seen[layer])
            back = delta @ weights[layer]
        return {layer: found[layer] for layer in self._layers}


def _of_factors(deltas: Array, seen: Array, others: Array, seen_there: Array) -> Array:
    """The sum over pairs of nodes of (delta delta'^T) o (h h'^T), (rows, rows)."""
    pairs = [
        (delta @ other.T) * (h @ there.T)
        for delta, h in zip(deltas, seen, strict=True)
        for other, there in zip(others, seen_there, strict=True)
    ]
    return jnp.asarray(sum(pairs))


def _means(
    stacked: Stacked,
    of_node: Callable[[Tree, Array], Tree],
    points: Sequence[Point] | None = None,
) -> dict[Point, Tree]:
    """A function of weights, averaged over the nodes of each point."""
    chosen = tuple(stacked.shares) if points is None else tuple(points)
    nodes = [node for point in chosen for node in stacked.shares[point]]
    found = stacked.map(of_node, nodes, jnp.asarray(nodes))
    trees = {
        node: {layer: array[k] for layer, array in found.items()} for k, node in enumerate(nodes)
    }
    return {point: stacked.mean(point, trees) for point in chosen}


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
