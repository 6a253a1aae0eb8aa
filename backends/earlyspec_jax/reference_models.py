"""Linear reference models: the whole path of gradient descent in closed form."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import lax

from earlyspec.backend import Unsupported
from earlyspec.vocabulary._ops import Array
from earlyspec_jax.chunks import in_memory
from earlyspec_jax.data import Split, chunk, chunking
from earlyspec_jax.ops import FLOAT64
from earlyspec_jax.shape import Shape

NULL = 64 * 2.0**-52  # eigenvalues below this share of the largest are 0


class Moments(NamedTuple):
    """All that gradient descent of a linear model knows of the data.

    Attributes:
      gram: Psi^T Psi / n, (p, p).  target: Psi^T y / n, (p,).
    """

    gram: Array
    target: Array


class Modes(NamedTuple):
    """The directions that a linear model learns independently of each other.

    Attributes:
      values, vectors: of Psi^T Psi / n = V diag(l) V^T; rising, (p,), and as columns, (p, p).
      target: V^T Psi^T y / n, (p,).
    """

    values: Array
    vectors: Array
    target: Array


class Path(NamedTuple):
    """Gradient descent from 0 on (1/(2n)) |Psi beta - y|^2 at chosen steps.

    Attributes:
      betas: the parameters, (steps, p).  stiffness: eta lambda_max(Psi^T Psi) / n, ().
      values, vectors: of Psi^T Psi / n, as in `Modes`, null values 0.
    """

    betas: Array
    stiffness: Array
    values: Array
    vectors: Array


def moments(shape: Shape, name: str, train: Split, trace_square: Array) -> Moments:
    """The moments of a reference model on the training data, summed chunk by chunk."""
    chunks = chunking(shape, "train")

    def of_chunk(index: Array) -> tuple[Array, Array]:
        x, y = chunk(train, chunks.start(index), chunks.rows, jnp.float64)
        psi = chunks.keep_fresh(index, features(shape, name, x, trace_square).T)
        # Laid out as it stands: as rows x p, its product hangs on the number of threads.
        psi = in_memory(psi)  # (p, rows)
        return psi @ psi.T, psi @ y

    gram, target = chunks.sum(of_chunk)
    return Moments(gram / chunks.count, target / chunks.count)


def modes(of: Moments) -> Modes:
    """The modes, by LAPACK on the host: p is small, and not every device has float64."""
    gram, target = np.asarray(of.gram), np.asarray(of.target)
    if not np.all(np.isfinite(gram)):
        lost = np.full_like(gram, np.nan)
        return Modes(lost[0], lost, lost[0])
    values, vectors = np.linalg.eigh(gram)
    return Modes(values, vectors, vectors.T @ target)


def paths(
    of: Mapping[str, Modes],
    etas: Mapping[str, Array],
    steps: Array,
    at_limit: Collection[str] = (),
    flows: bool = False,
) -> dict[str, Path]:
    """beta(t) = V diag(s_t) V^T b, s_t(l) = (1 - (1 - eta l)^t) / l, s_t(0) = eta t.

    In a gradient flow s_t(l) = (1 - exp(-eta l t)) / l instead.

    At the limit t -> infinity of a stable step, s(l) = 1 / l: minimum-norm least squares.

    Args:
      of: the modes of each model, l and V, and V^T b with b = Psi^T y / n.
      etas: the step of each, ().
      steps: t, any of them, (steps,).
      at_limit: the models whose t is infinite, whatever `steps` says.
      flows: whether they follow a gradient flow, and t is time.
    Source: hu2020, Section 3; ours, as an explicit formula for its eqs 5, 9 and 11.
    """
    if not of:
        return {}
    # not `> ...` turned round: NaN must stay
    null = {name: each.values <= NULL * each.values[-1] for name, each in of.items()}
    seen = {name: jnp.where(null[name], 0.0, each.values) for name, each in of.items()}
    # One after another in one array, so that XLA compiles the powers once for all models.
    rates = jnp.concatenate([etas[name] * values for name, values in seen.items()])
    shares = in_memory(learned(rates[None, :], steps[:, None], flows))
    found, first = {}, 0
    for name, each in of.items():
        last = first + each.values.shape[0]
        share = shares[:, first:last]  # (steps, p)
        if name in at_limit:
            share = jnp.ones_like(share)
        # Along null directions Psi^T y vanishes; what rounding left of it must not grow with t.
        target = jnp.where(null[name], 0.0, each.target)  # (p,)
        scaled = target / jnp.where(null[name], 1.0, each.values)
        betas = (share * scaled[None, :]) @ each.vectors.T
        stiffness, vectors = etas[name] * each.values[-1], jnp.asarray(each.vectors)
        found[name] = Path(betas, stiffness, seen[name], vectors)
        first = last
    return found


def learned(rate: Array, t: Array, flows: bool) -> Array:
    """The share of a mode that is learned: 1 - (1 - rate)^t after t steps, t whole.

    In a gradient flow 1 - exp(-rate t), at time t. Without cancellation where the rate is small.
    """
    t = t.astype(jnp.float64)
    if flows:
        return -jnp.expm1(-rate * t)
    slow = rate < 1
    near = -jnp.expm1(t * jnp.log1p(-jnp.where(slow, rate, 0.5)))
    sign = jnp.where(t % 2 == 0, 1.0, -1.0)  # of a negative base
    far = 1 - sign * jnp.power(jnp.where(slow, 1.0, rate - 1), t)
    return jnp.where(slow, near, far)


def features(shape: Shape, name: str, x: Array, trace_square: Array) -> Array:
    """Psi of a chunk whose examples are columns, (d, rows) -> (rows, p).

    Raises: Unsupported for a model that is no linear one.
    """
    if name not in shape.references:
        raise Unsupported(f"the features of `{name}`, which has none")
    return shape.references[name].features(FLOAT64, x.T, trace_square)


def outputs(
    shape: Shape, name: str, data: Split, split: str, trace_square: Array, betas: Array
) -> Array:
    """Psi beta for every row of betas, (steps, p) -> (steps, n)."""
    chunks = chunking(shape, split)

    def of_chunk(index: Array) -> Array:
        x, _ = chunk(data, chunks.start(index), chunks.rows, jnp.float64)
        return betas @ features(shape, name, x, trace_square).T  # (steps, rows)

    return chunks.lay_out(of_chunk)


def apply_kernel(
    shape: Shape, name: str, splits: Mapping[str, Split], split: str, trace_square: Array, r: Array
) -> Array:
    """Psi_split (Psi_train^T r), (n,) -> (n of the split,)."""
    beta = pull(shape, name, splits["train"], trace_square, r)
    return outputs(shape, name, splits[split], split, trace_square, beta[None, :])[0]


def project(
    shape: Shape, name: str, train: Split, trace_square: Array, of: Path, r: Array
) -> Array:
    """The part of r in the range of Psi: Psi (Psi^T Psi)^+ Psi^T r, (n,) -> (n,)."""
    target = of.vectors.T @ pull(shape, name, train, trace_square, r) / shape.cell.n
    null = of.values <= 0
    beta = of.vectors @ jnp.where(null, 0.0, target / jnp.where(null, 1.0, of.values))
    return outputs(shape, name, train, "train", trace_square, beta[None, :])[0]


def pull(shape: Shape, name: str, train: Split, trace_square: Array, r: Array) -> Array:
    """Psi^T r on the training inputs, (n,) -> (p,)."""
    chunks = chunking(shape, "train")

    def of_chunk(index: Array) -> Array:
        start = chunks.start(index)
        x, _ = chunk(train, start, chunks.rows, jnp.float64)
        part = chunks.keep_fresh(index, lax.dynamic_slice_in_dim(r, start, chunks.rows))
        return features(shape, name, x, trace_square).T @ part

    return chunks.sum(of_chunk)
