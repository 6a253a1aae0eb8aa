"""The network linearised in its weights: its whole path in closed form, from one n x n kernel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import jax.numpy as jnp

from earlyspec.vocabulary._kernels import Point
from earlyspec.vocabulary._ops import Array
from earlyspec.vocabulary.architectures.two_layer import TwoLayer
from earlyspec_jax import network
from earlyspec_jax.chunks import Chunks, in_memory
from earlyspec_jax.data import Split, chunk, chunking
from earlyspec_jax.jacobians import Jacobians, Made, Nodes, Tree, block_rows, has_factors, jacobians
from earlyspec_jax.reference_models import NULL, learned
from earlyspec_jax.shape import Numbers, Shape


class Linearised(NamedTuple):
    """A linearised network at the recorded steps.

    Attributes:
      pushes: c_t on the training inputs, (records, n): theta_t - theta_0 = -D J_0^T c_t.
      train: its outputs on them, (records, n).
      initial: f_0 by split, the initial output subtracted if the spec says so, (n,).
      factors: D, one number a layer: its learning rate times the factor of the loss, (layers,).
    """

    pushes: Array
    train: Array
    initial: dict[str, Array]
    factors: Array


def follow(
    shape: Shape,
    numbers: Numbers,
    weights: Mapping[str, Array],
    splits: Mapping[str, Split],
    offsets: Mapping[str, Array],
) -> Linearised:
    """The path of the linearised network, by the eigenvectors of its kernel.

    Args:
      shape: the cell's shape.
      numbers: its rates, no longer in units of anything.
      weights: of every layer, before the first step.
      splits: the data.
      offsets: initial outputs by split, where they are subtracted.
    Source: Lee et al. 2019, Section 2.2.
    """
    initial = {}
    for name, data in splits.items():
        found = network.outputs(shape, weights, data, name)
        initial[name] = found - offsets[name] if name in offsets else found
    factors = numbers.rates * (shape.cell.loss_scale / shape.cell.n)
    kernel = _kernel(shape, weights, splits["train"], _by_layer(shape, factors))
    values, vectors = jnp.linalg.eigh(kernel)
    null = values <= NULL * values[-1]
    values = jnp.where(null, 0.0, values)
    flows = shape.cell.dynamics.flows
    shares = in_memory(learned(values[None, :], numbers.recorded[:, None], flows))
    residual = vectors.T @ (initial["train"] - splits["train"].y)  # (n,)
    # Along null directions J_0^T v vanishes; what rounding left of it must not grow with t.
    scales = jnp.where(null, 0.0, 1 / jnp.where(null, 1.0, values))  # (n,)
    return Linearised(
        pushes=(shares * (scales * residual)[None, :]) @ vectors.T,
        train=initial["train"][None, :] - (shares * residual[None, :]) @ vectors.T,
        initial=initial,
        factors=factors,
    )


def displacement(
    shape: Shape, of: Linearised, weights: Mapping[str, Array], train: Split, index: Array
) -> dict[str, Array]:
    """theta_t - theta_0 at a recorded step, one array a layer as its weights are; 0 if frozen."""
    moved = _displacement(shape, of, weights, train, index)
    found = {layer: jnp.zeros(w.shape, jnp.float64) for layer, w in weights.items()}
    for layer, array in moved.items():
        found[layer] = array.T if _is_turned(shape, layer) else array
    return found


def outputs(
    shape: Shape,
    of: Linearised,
    weights: Mapping[str, Array],
    splits: Mapping[str, Split],
    split: str,
    index: Array,
) -> Array:
    """f_lin at a recorded step on one split, (n,)."""
    if split == "train" or not shape.trained:
        return of.train[index] if split == "train" else of.initial[split]
    moved = _displacement(shape, of, weights, splits["train"], index)
    chunks = chunking(shape, split)
    there = _jacobians(shape, weights, splits[split], chunks)
    return of.initial[split] + chunks.lay_out(lambda k: there.push(k, {"initial": moved}))


def _displacement(
    shape: Shape, of: Linearised, weights: Mapping[str, Array], train: Split, index: Array
) -> Tree:
    """-D J_0^T c_t by layer that trains, laid out as `Jacobians` has it."""
    if not shape.trained:
        return {}
    chunks, push = chunking(shape, "train"), of.pushes[index]
    here = _jacobians(shape, weights, train, chunks)

    def pulled(k: Array) -> Tree:
        rows = jnp.arange(chunks.rows) + chunks.start(k)
        return here.pull(k, chunks.keep_fresh(k, push[rows]), ("initial",))["initial"]

    scales = _by_layer(shape, of.factors)
    return {layer: -scales[layer] * array for layer, array in chunks.sum(pulled).items()}


def _by_layer(shape: Shape, factors: Array) -> dict[str, Array]:
    return {layer: factors[k] for k, layer in enumerate(shape.cell.network.layers)}


def _jacobians(
    shape: Shape,
    weights: Mapping[str, Array],
    data: Split,
    chunks: Chunks,
    factored: bool = False,
) -> Jacobians:
    """J_0 of the layers that train."""
    points: dict[Point, Nodes] = {"initial": ((1.0, weights),)}
    return jacobians(shape, data, chunks, points, shape.trained, factored)


def _kernel(
    shape: Shape, weights: Mapping[str, Array], train: Split, factors: Mapping[str, Array]
) -> Array:
    """J_0 D J_0^T on the training inputs, formed block by block, (n, n)."""
    if not shape.trained:
        return jnp.zeros((shape.cell.n, shape.cell.n), jnp.float64)
    factored = has_factors(shape, mixed=False)
    rows = block_rows(shape, weights, chunking(shape, "train").rows, factored)
    chunks = Chunks(shape.cell.n, rows)
    at = _jacobians(shape, weights, train, chunks, factored)

    def row(index: Array) -> tuple[Made, Array]:
        return at.rows(index)["initial"], _x(train, chunks, index)

    def block(_i: Array, own: tuple[Made, Array], _j: Array, other: tuple[Made, Array]) -> Array:
        products = at.products(own[0], other[0], own[1], other[1])
        return sum(factors[layer] * product for layer, product in products.items())

    return chunks.form(row, block, symmetric=True)


def _x(data: Split, chunks: Chunks, index: Array) -> Array:
    x, _ = chunk(data, chunks.start(index), chunks.rows, jnp.float64)
    return x  # (d, rows)


def _is_turned(shape: Shape, layer: str) -> bool:
    """Whether `Jacobians` lays a layer out as the transpose of its weights."""
    return isinstance(shape.architecture, TwoLayer) and layer == "first"
