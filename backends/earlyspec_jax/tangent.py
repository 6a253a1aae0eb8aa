"""The norm of the tangent kernel before the first step, by row chunks and never formed large."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import jax
import jax.numpy as jnp
from jax import lax, random

from earlyspec.vocabulary._ops import Array
from earlyspec_jax.data import Split, chunk, chunking
from earlyspec_jax.draws import named_key, seed_key
from earlyspec_jax.ops import FLOAT64
from earlyspec_jax.shape import Numbers, Shape

_DENSE = 128  # up to this many rows the kernel is formed
_STEPS = 128  # Lanczos steps beyond it


def ntk_norm(shape: Shape, weights: Mapping[str, Array], train: Split) -> Array:
    """lambda_max(J J^T) / n, J the Jacobian of the outputs in the weights that train, ().

    Args:
      shape: the cell's shape.
      weights: of every layer, before the first step.
      train: the n training inputs.
    Source: hu2020, Section 3; Lanczos with full reorthogonalisation.
    """
    n = shape.cell.n
    if not shape.trained:
        return jnp.zeros((), jnp.float64)
    apply = _kernel(shape, weights, train)
    if n <= _DENSE:
        kernel = lax.map(apply, jnp.eye(n, dtype=jnp.float64))
        return jnp.linalg.eigvalsh((kernel + kernel.T) / 2)[-1] / n
    return _largest(apply, n) / n


def in_units_of_norm(numbers: Numbers, norm: Array) -> Numbers:
    """Rates and steps of reference models that are given in units of 1/norm(ntk), as numbers."""
    steps = {name: step / norm for name, step in numbers.reference_steps.items()}
    return numbers._replace(rates=numbers.rates / norm, reference_steps=steps)


def _kernel(shape: Shape, weights: Mapping[str, Array], train: Split) -> Callable[[Array], Array]:
    """u -> J (J^T u), (n,) -> (n,), a chunk of rows at a time."""
    chunks = chunking(shape, "train")
    precise = {layer: w.astype(jnp.float64) for layer, w in weights.items()}
    moving = {layer: precise[layer] for layer in shape.trained}

    def outputs(moved: dict[str, Array], index: Array) -> Array:
        x, _ = chunk(train, chunks.start(index), chunks.rows, jnp.float64)
        return shape.architecture.forward(FLOAT64, {**precise, **moved}, x.T)

    def pulled(u: Array, index: Array) -> dict[str, Array]:
        rows = lax.dynamic_slice_in_dim(u, chunks.start(index), chunks.rows)
        _, back = jax.vjp(lambda moved: outputs(moved, index), moving)
        gradient: dict[str, Array] = back(chunks.keep_fresh(index, rows))[0]
        return gradient

    def pushed(direction: dict[str, Array], index: Array) -> Array:
        _, along = jax.jvp(lambda moved: outputs(moved, index), (moving,), (direction,))
        return jnp.asarray(along)

    def apply(u: Array) -> Array:
        direction = chunks.sum(lambda index: pulled(u, index))
        return chunks.lay_out(lambda index: pushed(direction, index))

    return apply


def _largest(apply: Callable[[Array], Array], n: int) -> Array:
    """The largest eigenvalue of a positive semidefinite operator on n numbers, by Lanczos.

    A Krylov space that is exhausted early is filled up with zeros, whose Ritz values are 0.
    """
    start = random.normal(named_key(seed_key(jnp.asarray(0)), "ntk-norm"), (n,), jnp.float64)
    basis = jnp.zeros((_STEPS + 1, n), jnp.float64).at[0].set(start / jnp.linalg.norm(start))
    ritz = jnp.zeros((_STEPS + 1, _STEPS + 1), jnp.float64)

    def step(k: Array, so_far: tuple[Array, Array]) -> tuple[Array, Array]:
        basis, ritz = so_far
        w = apply(basis[k])
        along = basis @ w
        w = w - basis.T @ along
        w = w - basis.T @ (basis @ w)  # once more: Lanczos loses orthogonality to rounding
        size = jnp.linalg.norm(w)
        goes_on = size > 1e-13 * jnp.max(jnp.abs(along))
        size = jnp.where(goes_on, size, 0.0)
        basis = basis.at[k + 1].set(jnp.where(goes_on, w / jnp.where(goes_on, size, 1.0), 0.0))
        ritz = ritz.at[k, k].set(along[k]).at[k, k + 1].set(size).at[k + 1, k].set(size)
        return basis, ritz

    _, ritz = lax.fori_loop(0, _STEPS, step, (basis, ritz))
    return jnp.linalg.eigvalsh(ritz[:_STEPS, :_STEPS])[-1]
