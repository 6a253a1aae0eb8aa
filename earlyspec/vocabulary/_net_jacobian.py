"""Explicit bounds on the Jacobian of a two-layer network in its first layer.

f(x; W) = V phi(W x), W (k, d) trained, V (K, k) fixed, inputs as rows of X.

Source: Oymak et al. 2019, the lemma on the Jacobian of the network; its second bound as corrected,
with the factor ||W - W'||_F that is not printed, and sup|phi''| in place of the common bound B.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from earlyspec.vocabulary._no_bound import NO_BOUND
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


def largest_norm(slope: float, outputs: int, width: int, weight: Array, inputs: Array) -> Array:
    """sup|phi'| sqrt(K k) ||V||_inf ||X||, a bound on ||J(W)|| for all W, ().

    Args:
      slope: sup|phi'|.
      outputs: K.
      width: k.
      weight: ||V||_inf, the largest entry.
      inputs: ||X||.
    """
    return slope * (outputs * width) ** 0.5 * weight * inputs


def lipschitz(
    curvature: float, outputs: int, weight: Array, inputs: Array, longest: Array | float = 1.0
) -> Array:
    """sup|phi''| sqrt(K) ||V||_inf ||X|| max_i ||x_i||: ||J(W) - J(W')|| over ||W - W'||_F, ().

    Args:
      curvature: sup|phi''|.
      outputs: K.
      weight: ||V||_inf.
      inputs: ||X||.
      longest: max_i ||x_i||, 1 in the paper.
    """
    return curvature * outputs**0.5 * weight * inputs * longest


class JacobianBounds(NamedTuple):
    """Of a network and its training inputs.

    Attributes:
      norm: what ||J(W)|| never exceeds, ().
      lipschitz: ||J(W) - J(W')|| <= lipschitz ||W - W'||_F, ().
    """

    norm: Array
    lipschitz: Array


def of_network(ops: Ops, at: Snapshot) -> JacobianBounds:
    """The bounds of a two-layer network in NTK parametrisation whose second layer stays.

    f(x) = m^(-1/2) v . phi(W x / sqrt(d)): k = m, K = 1, V = v / sqrt(m), inputs x / sqrt(d). Where
    phi'' has no bound, the second is 1e6, which is none.
    """
    phi = at.cell.network.activation
    assert phi is not None, "a two-layer network has an activation"
    x = at.inputs("train")
    n, d = x.shape
    m = at.cell.m
    weight = ops.max(ops.abs(at.initial_weights("second"))) / m**0.5
    inputs = ops.sqrt(at.gram_norm("train") * (n / d))
    longest = ops.sqrt(ops.max(ops.sum(x * x, axis=1)) / d)
    if phi.curvature_bound is None:
        return JacobianBounds(
            largest_norm(phi.slope_bound, 1, m, weight, inputs), NO_BOUND + 0.0 * inputs
        )
    return JacobianBounds(
        largest_norm(phi.slope_bound, 1, m, weight, inputs),
        lipschitz(phi.curvature_bound, 1, weight, inputs, longest),
    )
