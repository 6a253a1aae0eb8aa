"""Small random matrices of a seed, made of its inputs: what lemmas on matrices are tried on.

Source: ours, for hu2020, Lemmas B.1 to B.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot

MOST = 32  # rows of a matrix


def rows(at: Snapshot) -> int:
    """k, the rows of each matrix; below 2 there are too few inputs for any."""
    return min(MOST, at.cell.n // 2)


def halves(at: Snapshot, k: int) -> tuple[Array, Array]:
    """Two sets of k inputs that share none, (k, d) each."""
    x = at.inputs("train")
    return x[:k], x[k : 2 * k]


def reflection(ops: Ops, x: Array) -> Array:
    """I - (2/k) s s^T with s the signs of the first coordinates: orthogonal, (k, k)."""
    k = x.shape[0]
    s = ops.where(x[:, 0] < 0, -1.0, 1.0)
    return identity(ops, k) - (2.0 / k) * s[:, None] * s[None, :]


def identity(ops: Ops, k: int) -> Array:
    """The identity, (k, k)."""
    i = ops.arange(k)
    return ops.where(i[:, None] == i[None, :], ops.ones((k, k)), ops.zeros((k, k)))


def spectral(ops: Ops, a: Array) -> Array:
    """The spectral norm of any matrix, ()."""
    values, _ = ops.eigh(a @ a.T)
    return ops.sqrt(ops.maximum(values[-1], 0.0))


def largest(ops: Ops, a: Array) -> Array:
    """The largest eigenvalue of a symmetric matrix, ()."""
    return ops.eigh(a)[0][-1]
