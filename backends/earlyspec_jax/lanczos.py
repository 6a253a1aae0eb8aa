"""Lanczos on an applied symmetric operator: its extreme eigenvalues, and how far they may be off.

matfree's Lanczos takes a fixed number of steps; this one stops when its own bound allows it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import jax.numpy as jnp
from jax import lax

from earlyspec.vocabulary._ops import Array

_EVERY = 4  # steps between two looks at the bound
_HALVINGS = 60
_BLOCK = 16  # vectors orthogonalised against at once
_EPSILON = 2.0**-52
_TINY = 2.0**-1000

Apply = Callable[[Array], Array]


class Basis(NamedTuple):
    """A Krylov space with an orthonormal basis, and the operator in it, T.

    Attributes:
      vectors: the basis as rows, zero where there is none yet, at least most + 1 of them.
      diagonal, beside: T, tridiagonal, (most,) each; beside[k] also leads out of the first k + 1.
      size: how many vectors the operator was applied to.
      done: nothing is left to find, to the tolerance or at all.
    """

    vectors: Array
    diagonal: Array
    beside: Array
    size: Array
    done: Array


class Extremes(NamedTuple):
    """The ends of a spectrum.

    Attributes:
      low, high: the smallest and the largest Ritz value; the true ends lie beyond.
      below, above: how far beyond, at most.
    """

    low: Array
    high: Array
    below: Array
    above: Array


def largest_magnitude(
    apply: Apply, start: Array, most: int, missed: float, tolerance: float
) -> tuple[Array, Array]:
    """The spectral norm of a symmetric operator and a bound on its error, both ().

    The value is at most the norm, up to rounding. The norm is at most value + bound, unless the
    start has less weight on the eigenvector of an end than all but a share `missed` of random
    starts have. So the bound needs no gap in the spectrum, and no faith that nothing was missed.

    Args:
      apply: the operator, (n,) -> (n,).
      start: a Gaussian vector, (n,).
      most: applications at most.
      missed: the share of starts for which the bound may fail.
      tolerance: relative bound at which to stop.
    """
    n = start.shape[0]

    def judged(basis: Basis) -> tuple[Array, Array]:
        found = extremes(basis, n, missed)
        value = jnp.maximum(found.high, -found.low)
        beyond = jnp.maximum(found.high + found.above, found.below - found.low)
        return value, beyond - value

    def enough(basis: Basis) -> Array:
        value, bound = judged(basis)
        return bound <= tolerance * value

    basis = krylov(apply, start, most, enough)
    value, bound = judged(basis)
    rounding = _EPSILON * math.sqrt(n) * value
    return value, bound + rounding


def largest_eigenvalues(apply: Apply, start: Array, most: int, count: int) -> Array:
    """The largest eigenvalues of a symmetric operator, falling, (count,), each found once.

    Stops when the residuals of all of them are below 1e-9 of the first; an eigenvalue then is as
    near as that, and nearer by as much again over its distance to the others.
    """

    def enough(basis: Basis) -> Array:
        values, vectors = jnp.linalg.eigh(_tridiagonal(basis))
        index, last = jnp.arange(values.shape[0]), basis.size - 1
        wanted = (index < basis.size) & (index >= basis.size - count)
        residuals = basis.beside[last] * jnp.abs(vectors[last])
        worst = jnp.max(jnp.where(wanted, residuals, 0.0))
        return (basis.size >= 2 * count) & (worst <= 1e-9 * jnp.abs(values[last]))

    basis = krylov(apply, start, most, enough)
    ritz, _ = _ritz(basis)
    place = basis.size - 1 - jnp.arange(count)
    # A space exhausted early has seen all eigenvalues but 0, of which there are plenty.
    return jnp.where(place >= 0, ritz[jnp.maximum(place, 0)], 0.0)


def krylov(apply: Apply, start: Array, most: int, enough: Callable[[Basis], Array]) -> Basis:
    """A Krylov space grown until `enough`, or exhausted, or `most` applications are spent.

    Every vector is orthogonalised against all others, twice, so that T is that of an operator
    within rounding of the given one (Paige).
    """
    n = start.shape[0]
    most = min(most, n)
    blocks = most // _BLOCK + 1
    first = jnp.zeros((blocks * _BLOCK, n), jnp.float64).at[0].set(start / jnp.linalg.norm(start))
    none = jnp.zeros(most, jnp.float64)
    empty = Basis(first, none, none, jnp.asarray(0), jnp.asarray(False))

    def step(basis: Basis) -> Basis:
        k, vectors = basis.size, basis.vectors
        applied = apply(vectors[k])
        diagonal = vectors[k] @ applied
        left = _orthogonal(_orthogonal(applied, vectors, k), vectors, k)
        length = jnp.linalg.norm(left)
        # What rounding leaves of the last direction is no direction.
        exhausted = length <= 8 * _EPSILON * math.sqrt(n) * jnp.linalg.norm(applied)
        length = jnp.where(exhausted, 0.0, length)
        direction = left / jnp.where(exhausted, 1.0, length)
        basis = Basis(
            vectors.at[k + 1].set(jnp.where(exhausted, 0.0, direction)),
            basis.diagonal.at[k].set(diagonal),
            basis.beside.at[k].set(length),
            k + 1,
            exhausted,
        )
        due = ((k + 1) % _EVERY == 0) & ~exhausted
        done = lax.cond(due, enough, lambda at: at.done, basis)
        return basis._replace(done=done)

    return lax.while_loop(lambda at: (at.size < most) & ~at.done, step, empty)


def _orthogonal(z: Array, vectors: Array, k: Array) -> Array:
    """What is left of z without the first k + 1 vectors, block by block."""

    def without(block: Array, left: Array) -> Array:
        some = lax.dynamic_slice_in_dim(vectors, block * _BLOCK, _BLOCK)  # (block, n)
        return left - (some @ left) @ some

    return lax.fori_loop(0, k // _BLOCK + 1, without, z)


def extremes(basis: Basis, n: int, missed: float) -> Extremes:
    """Both ends of the spectrum, with a bound on how far beyond the Ritz values they can be.

    Let p be the orthonormal polynomial of degree k that belongs to T and to the start. If x is an
    eigenvalue and w the weight of the start on its eigenvectors, w p(x)^2 <= |p(A) start|^2 = 1.
    Beyond the Ritz values |p| only grows. So an end lies no further out than where |p| reaches
    w^(-1/2), for the least w that all but a share `missed` of random starts exceed.

    Source: van Dorsselaer, Hochstenbach, van der Vorst (2000), Computing probabilistic bounds for
    extreme eigenvalues of symmetric matrices with the Lanczos method, SIAM J. Matrix Anal. 22(3).
    """
    ritz, inside = _ritz(basis)
    low, high = ritz[0], ritz[basis.size - 1]
    spread = jnp.maximum(jnp.maximum(jnp.abs(low), jnp.abs(high)), _TINY)
    beside = jnp.where(inside, jnp.log(jnp.maximum(basis.beside, _TINY)), 0.0)
    # The first coordinate of a uniform unit vector has a density below sqrt(n / (2 pi)), so it is
    # below delta in size with probability at most delta sqrt(2n / pi); both ends share `missed`.
    delta = min(missed / 2 * math.sqrt(math.pi / (2 * n)), 1.0)

    def beyond(inwards: Array) -> Array:
        """How far beyond an end, given how far inside it the Ritz values are, (most,)."""

        def grown(x: Array) -> Array:
            size = jnp.where(inside, jnp.log(jnp.maximum(inwards + x, _TINY)), 0.0)
            return jnp.sum(size - beside) >= -math.log(delta)  # log |p|

        def halve(_: Array, pair: tuple[Array, Array]) -> tuple[Array, Array]:
            near, far = pair
            middle = (near + far) / 2
            past = grown(middle)
            return jnp.where(past, near, middle), jnp.where(past, middle, far)

        # The bound may lie far out while little is known; 2^20 times the spread is far enough.
        zero = jnp.zeros((), jnp.float64)
        _, far = lax.fori_loop(0, _HALVINGS + 20, halve, (zero, spread * 2.0**20))
        return far

    exhausted = basis.beside[basis.size - 1] == 0
    above = jnp.where(exhausted, 0.0, beyond(high - ritz))
    below = jnp.where(exhausted, 0.0, beyond(ritz - low))
    return Extremes(low, high, below, above)


def _ritz(basis: Basis) -> tuple[Array, Array]:
    """Eigenvalues of T, rising, and then padding, (most,); and which are not padding."""
    inside = jnp.arange(basis.diagonal.shape[0]) < basis.size
    return jnp.linalg.eigvalsh(_tridiagonal(basis)), inside


def _tridiagonal(basis: Basis) -> Array:
    """T, padded with a number that is above all of its eigenvalues, (most, most)."""
    index = jnp.arange(basis.diagonal.shape[0])
    beside = jnp.where(index < basis.size - 1, basis.beside, 0.0)
    above = 2 * jnp.max(jnp.abs(basis.diagonal)) + 4 * jnp.max(beside) + _TINY
    diagonal = jnp.where(index < basis.size, basis.diagonal, above)
    return jnp.diag(diagonal) + jnp.diag(beside[:-1], 1) + jnp.diag(beside[:-1], -1)
