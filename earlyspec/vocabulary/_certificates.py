"""What the certificates share: the step, norms, and the defect of one step.

u(t) are the network's outputs on the training inputs, v(t) those of its linear model with kernel
K, r = u - y, h = eta / n. Then u(t) - v(t) = delta(t) obeys
    delta(t+1) = (I - h K) delta(t) + e_t,   e_t = u(t+1) - u(t) + h K r_t,
exactly and for any network, and every certificate is a way of summing up the defects e_t.

Source: ours, from the proof of hu2020, Theorem C.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import TYPE_CHECKING, Literal

from earlyspec.vocabulary._closeness import BallError
from earlyspec.vocabulary._kernels import FeatureTerm, Kernel, NetworkTerm, Point, layer_weights
from earlyspec.vocabulary._norms import norm
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot

Layers = Literal["first", "second", "both"]


def step_over_n(ops: Ops, at: Snapshot) -> Array:
    """h = eta / n, eta the step of the faster layer in the units of hu2020, ()."""
    rates = [ops.asarray(rate) for rate in at.cell.effective_rates()]
    return reduce(ops.maximum, rates) / at.cell.n


def residual(at: Snapshot) -> Array:
    """r = u - y on the training inputs, (n,)."""
    return at.network("train") - at.labels("train")


def defect(ops: Ops, before: Snapshot, after: Snapshot, model: str, split: str = "train") -> Array:
    """e_t = f_{t+1} - f_t + h K_split (u(t) - y): what one step does that the linear model's not.

    Returns: (n of the split,).
    """
    pull = before.apply_reference_kernel(model, residual(before), split)
    return after.network(split) - before.network(split) + step_over_n(ops, before) * pull


def linear_step(ops: Ops, at: Snapshot, model: str, linear: Array) -> Array:
    """v(t+1) = v(t) - h K (v(t) - y), (n,) -> (n,)."""
    pull = at.apply_reference_kernel(model, linear - at.labels("train"), "train")
    return linear - step_over_n(ops, at) * pull


def start_sum(ops: Ops, length: Array) -> dict[str, Array]:
    """A sum over steps before the first: what the lengths start from, and that it is still open."""
    return {"total": length, "open": 1.0 + 0.0 * length}


def add_to_sum(
    so_far: Mapping[str, Array], length: Array, steps: Literal["all", "first"]
) -> dict[str, Array]:
    """The sum with one more step's length; with `first`, only the first is ever added."""
    still = so_far["open"] if steps == "all" else 0.0 * so_far["open"]
    return {"total": so_far["total"] + so_far["open"] * length, "open": still}


def difference(
    at: Snapshot, model: str, layers: Layers, left: Point = "now", right: Point = "now"
) -> Kernel:
    """J(left) J(right)^T - K of the named layers."""
    weights = layer_weights(at.cell.network, layers)
    return (NetworkTerm(1.0, weights, left, right), FeatureTerm(-1.0, model))


def largest(ops: Ops, at: Snapshot, kernel: Kernel) -> Array:
    """An upper bound on the spectral norm of a kernel on the training inputs, ()."""
    return ops.sum(at.kernel_norm(kernel, "spectral", "train"))


def ball_error(ops: Ops, at: Snapshot, model: str, layers: Layers) -> BallError | None:
    """epsilon(R) about the weights of a snapshot; None where no Lipschitz constant is known.

    The first layer of a two-layer network: ||J(W) - J(W')|| <= L ||W - W'||_F with
    L = sup|phi''| max_i ||x_i|| ||X|| / (d sqrt(m)). The second layer's Jacobian is constant while
    it alone trains, L = 0.

    Source: ours, from hu2020, Lemma D.5 and Theorem C.2.
    """
    start = largest(ops, at, difference(at, model, layers))
    if layers == "second":
        return BallError(start, 0.0 * start, 0.0 * start)
    phi = at.cell.network.activation
    if layers == "both" or phi is None or phi.curvature_bound is None:
        return None
    x = at.inputs("train")
    n, d = x.shape
    longest = ops.sqrt(ops.max(ops.sum(x * x, axis=1)))
    spread = ops.sqrt(at.gram_norm("train") * n)  # ||X||
    lipschitz = phi.curvature_bound * longest * spread / (d * at.cell.m**0.5)
    weights = layer_weights(at.cell.network, layers)
    jacobian = ops.sqrt(largest(ops, at, (NetworkTerm(1.0, weights),)))  # ||J(0)||
    return BallError(start, 2.0 * jacobian * lipschitz, lipschitz * lipschitz)


def slowest(ops: Ops, at: Snapshot, model: str) -> Array:
    """mu, the smallest non-zero eigenvalue of (eta/n) K; 0 if all are 0, ()."""
    values = at.reference_spectrum(model)
    least = -ops.max(ops.where(values > 0, -values, -ops.max(values)))
    return step_over_n(ops, at) * at.cell.n * least


def movement(ops: Ops, at: Snapshot, layer: Literal["first", "second"]) -> Array:
    """||theta(t) - theta(0)|| of one layer, ()."""
    moved = at.weights(layer) - at.initial_weights(layer)
    return norm(ops, moved)
