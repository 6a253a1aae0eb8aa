"""The kernel of a first layer that trains alone: its least eigenvalue, its balls, its time.

In the units of lecture12: inputs x / sqrt(d), the loss (1/2) sum r^2, dW/dt = -grad L.

Source: lecture12, Lemmas 2 to 5.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from earlyspec import registry
from earlyspec.vocabulary._kernels import (
    InfiniteTerm,
    NetworkTerm,
    Point,
    chosen_layers,
    layer_weights,
)
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot

SMALLEST = 1e-30
"""What stands for lambda_0 where there is none, so that what is divided by it stays a number."""
SOLVER = 1000.0
"""The error of a flow, over the tolerance of a step of its solver: it takes tens to hundreds of
steps, and the descent does not let errors grow."""
KINKS = 0.25
"""Equal steps of length h miss the moment at which a neuron turns, and chatter where it slides
along a kink. What that costs is n h / m of the first residual, and h of the movement of a row,
times a number: 0.02 in nine seeds of ten, and at most 0.17 and 0.10 in some 400 (n = 4 and 8,
m = 8 ... 128, h = 1/20 and 1/5, against steps of h / 16). It is largest where two paths part, one
on either side of a kink."""
DIRECTIONS = 8
"""Inputs along which a ball is searched for weights that move the kernel far."""


def kernel(at: Snapshot, point: Point, layers: str = "first") -> Array:
    """H at the weights now or at step 0 on the training inputs, (n, n)."""
    term = NetworkTerm(1.0, layer_weights(at.cell.network, layers), point, point)
    return at.kernel_block((term,), at.cell.n, "train")


def infinite_kernel(at: Snapshot) -> Array:
    """H_inf on the training inputs, (n, n)."""
    term = InfiniteTerm(1.0, chosen_layers(at.cell.network, "first"))
    return at.kernel_block((term,), at.cell.n, "train")


def ends(ops: Ops, matrix: Array) -> tuple[Array, Array]:
    """The smallest and the largest eigenvalue of a symmetric matrix, () each."""
    values, _ = ops.eigh(matrix)
    return values[0], values[-1]


def lambda_0(ops: Ops, at: Snapshot) -> Array:
    """The smallest eigenvalue of H_inf, (); `SMALLEST` at least."""
    return ops.maximum(ends(ops, infinite_kernel(at))[0], ops.asarray(SMALLEST))


def input_norm(ops: Ops, at: Snapshot) -> Array:
    """||X|| / sqrt(d) of the training inputs, ()."""
    x = at.inputs("train")
    return ops.sqrt(ends(ops, x @ x.T)[1] / x.shape[1])


def residual(ops: Ops, at: Snapshot) -> Array:
    """||u(t) - y||, ()."""
    return norm(ops, at.network("train") - at.labels("train"))


def first_residual(ops: Ops, at: Snapshot) -> Array:
    """||u(0) - y||, (); not squared over n."""
    word = registry.revive(at.cell.network.word)
    u = -at.labels("train")
    if not getattr(getattr(word, "init", None), "subtracts", False):
        start = {name: at.initial_weights(name) for name in at.cell.network.layers}
        u = u + word.forward(ops, start, at.inputs("train"))
    return norm(ops, u)


def time(at: Snapshot) -> Array:
    """The time of the flow on (1/2) sum r^2 with rate 1 that has come as far, ()."""
    return at.cell.eta_1 / at.cell.n * at.time()


def residual_error(ops: Ops, at: Snapshot) -> Array:
    """The error that a flow's solver may have left in the residual, over the first one, ()."""
    kinks = KINKS * at.cell.n / at.cell.m
    return _error(ops, at, kinks)


def movement_error(ops: Ops, at: Snapshot) -> Array:
    """The relative error that a flow's solver may have left in the movement of a row, ()."""
    return _error(ops, at, KINKS)


def _error(ops: Ops, at: Snapshot, kinks: float) -> Array:
    """0 before the first step, and where steps are what is meant; else by the solver."""
    integrator = at.cell.dynamics.integrator
    if integrator is None:
        return ops.asarray(0.0)
    error = SOLVER * integrator.tolerance
    if integrator.method == "fixed":
        step = at.cell.eta_1 / at.cell.n * integrator.step
        # Between kinks a method of order 5 leaves (lambda h)^5 / 720, and the largest lambda rules.
        smooth = (ends(ops, infinite_kernel(at))[1] * step) ** 5 / 120
        error = kinks * step + smooth
    return ops.where(at.time() > 0, error, 0.0)


def two_layers(at: Snapshot) -> Any:
    """The architecture, which has two layers.

    Raises: Unsupported if it has not.
    """
    from earlyspec.vocabulary._base import Unsupported

    if at.cell.network.word.kind != "two-layer":
        raise Unsupported("a neuron's movement and its kink, of other than two layers")
    return registry.revive(at.cell.network.word)


def weights(at: Snapshot, point: Point) -> tuple[Array, Array]:
    """W, (m, d), and v, (m,), in NTK parametrisation: f = m^(-1/2) v . phi(W x / sqrt(d)).

    Raises: Unsupported for other than two layers.
    """
    outer, inner = two_layers(at).divisors(at.cell.d)
    of = at.weights if point == "now" else at.initial_weights
    return of("first") * (math.sqrt(at.cell.d) / inner), of("second") * (
        math.sqrt(at.cell.m) / outer
    )


def row_moves(ops: Ops, at: Snapshot) -> Array:
    """||w_r(t) - w_r(0)|| of every neuron, (m,)."""
    moved = weights(at, "now")[0] - weights(at, "initial")[0]
    return ops.sqrt(ops.sum(moved * moved, axis=1))


def distances(at: Snapshot) -> Array:
    """w_r(0) . x_i / sqrt(d), how far each neuron is from turning on an input, (m, n)."""
    x = at.inputs("train")
    return weights(at, "initial")[0] @ x.T / math.sqrt(x.shape[1])


def ball_bound(ops: Ops, at: Snapshot, radius: Array) -> Array:
    """||B(R)||: no W with max_r ||w_r - w_r(0)|| <= R has a kernel further from that of W(0).

    B_ij = |x_i . x_j| / d times the share of neurons with |w_r(0) . x_i| / sqrt(d) <= R or likewise
    for x_j, weighted by v_r^2: |H(W) - H(0)| <= B entry by entry, hence in norm.

    Source: lecture12, Lemma 4, proof; that it is computed and not bounded is ours.
    """
    x, (_, v) = at.inputs("train"), weights(at, "initial")
    m = v.shape[0]
    near = ops.where(ops.abs(distances(at)) <= radius, 1.0, 0.0)  # (m, n)
    weighted = (v * v)[:, None] * near
    share = ops.sum(weighted, axis=0) / m  # (n,)
    either = share[:, None] + share[None, :] - near.T @ weighted / m
    return ends(ops, ops.abs(x @ x.T) / x.shape[1] * either)[1]


def ball_search(ops: Ops, at: Snapshot, radius: Array) -> Array:
    """The largest ||H(W) - H(0)|| found with max_r ||w_r - w_r(0)|| = R: a bound from below, ().

    All neurons are shifted alike, along the mean input and along a few inputs, both ways.

    Source: lecture12, Lemma 4; the search is ours.
    """
    x, (_, v) = at.inputs("train"), weights(at, "initial")
    (n, d), m = x.shape, v.shape[0]
    products, z = x @ x.T / d, distances(at)
    before = ops.where(z >= 0, 1.0, 0.0)  # (m, n)

    def gram(on: Array) -> Array:
        return products * (on.T @ ((v * v)[:, None] * on)) / m

    start, found = gram(before), [ops.asarray(0.0)]
    for direction in (ops.mean(x, axis=0), *(x[k] for k in range(min(n, DIRECTIONS)))):
        size = norm(ops, direction)
        unit = direction / ops.where(size > 0, size, 1.0)  # (d,)
        shift = radius * (x @ unit) / math.sqrt(d)  # (n,)
        for way in (1.0, -1.0):
            moved = gram(ops.where(z + way * shift[None, :] >= 0, 1.0, 0.0)) - start
            low, high = ends(ops, moved)
            found.append(ops.maximum(-low, high))
    return ops.max(ops.stack(found))
