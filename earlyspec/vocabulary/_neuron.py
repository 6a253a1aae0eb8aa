"""The neuron that labelled the data, read off noiseless labels.

Source: ours, for lecture11, Theorem 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot

_NULL = 1e-12


def teacher(ops: Ops, at: Snapshot) -> tuple[Array, Array]:
    """w* of labels y = relu(w* . x) on the training inputs, (d,), and the slowest direction's rate.

    Where y > 0 the labels are linear in x, and so many rows determine w* as soon as they span the
    space; if they do not, it is the solution of least norm. The second is lambda_min(X^T X) / n
    over these rows: near w* they are the active ones.
    """
    x, y = at.inputs("train"), at.labels("train")
    active = ops.where(y > 0, 1.0, 0.0)
    seen = x * active[:, None]
    values, vectors = ops.eigh(seen.T @ seen)
    null = values <= _NULL * values[-1]
    inverse = ops.where(null, 0.0, 1 / ops.where(null, 1.0, values))
    return vectors @ (inverse * (vectors.T @ (seen.T @ y))), values[0] / x.shape[0]


def distance(ops: Ops, w: Array, target: Array) -> Array:
    """||w - w*||, ()."""
    return norm(ops, w - target)
