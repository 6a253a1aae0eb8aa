"""Gradient descent on nearly the same kernel stays close: the explicit form of Theorem C.2.

h = eta / n; K the kernel of the linear model, h ||K|| <= 1; epsilon bounds
||J(theta) J(theta')^T - K|| on the ball of radius R about the initial weights.

Source: hu2020, Theorem C.2; the explicit constants are ours.
"""

from __future__ import annotations

from typing import NamedTuple

from earlyspec.vocabulary._no_bound import NO_BOUND
from earlyspec.vocabulary._ops import Array, Ops, ScalarOps

_ITERATIONS = 64  # of the radius; where more are needed, the radius is not certified
_LARGEST_TAU = 300.0  # beyond, exp overflows, and no radius is certified anyway


class BallError(NamedTuple):
    """epsilon(R) = start + slope R + curvature R^2.

    Attributes:
      start: ||Theta(0) - K||.  slope: 2 ||J(0)|| L.  curvature: L^2, L the Lipschitz constant of J.
    """

    start: Array
    slope: Array
    curvature: Array

    def at(self, radius: Array) -> Array:
        """epsilon on the ball of that radius."""
        return self.start + self.slope * radius + self.curvature * radius * radius


def tau(h: Array, epsilon: Array, t: Array) -> Array:
    """tau = h epsilon t."""
    return h * epsilon * t


def first_steps(ops: Ops | type[ScalarOps], h: Array, residual: Array, tau: Array) -> Array:
    """A, with sqrt(t - 1) A the length of the path of the first t - 1 steps at most.

    A^2 = h ||r_0||^2 (1 + (7 tau + tau^2) e^(2 tau)), residual = ||r_0||.
    """
    return residual * ops.sqrt(h * (1.0 + (7.0 * tau + tau * tau) * ops.exp(2.0 * tau)))


def last_step(ops: Ops | type[ScalarOps], h: Array, residual: Array, tau: Array) -> Array:
    """B, which the last step's length is at most: B^2 = h ||r_0||^2 (1 + tau) e^(2 tau)."""
    return residual * ops.sqrt(h * (1.0 + tau) * ops.exp(2.0 * tau))


def movement(
    ops: Ops | type[ScalarOps], h: Array, residual: Array, epsilon: Array, t: Array
) -> Array:
    """sqrt(t - 1) A + B: how far the weights have moved after t >= 1 steps at most."""
    now = ops.minimum(tau(h, epsilon, t), 0.0 * t + _LARGEST_TAU)
    before = ops.sqrt(ops.maximum(t - 1.0, 0.0 * t))
    return before * first_steps(ops, h, residual, now) + last_step(ops, h, residual, now)


def certified_radius(
    ops: Ops | type[ScalarOps], h: Array, residual: Array, error: BallError, t: Array
) -> tuple[Array, Array]:
    """A radius that t >= 1 steps cannot leave, and whether it is certified.

    The smallest fixed point of R <- sqrt(t - 1) A + B, reached from below, widened by a hair, and
    then tried: an iteration that was cut short certifies nothing false.
    """
    radius = 0.0 * t
    for _ in range(_ITERATIONS):
        moved = movement(ops, h, residual, error.at(radius), t)
        radius = ops.minimum(moved, 0.0 * t + NO_BOUND)  # far out, numbers overflow
    radius = radius * (1.0 + 1e-9)
    within = movement(ops, h, residual, error.at(radius), t) <= radius
    return radius, within


def closeness(
    ops: Ops | type[ScalarOps], h: Array, residual: Array, epsilon: Array, t: Array
) -> Array:
    """||u(t) - v(t)|| <= ||r_0|| ((1 + h epsilon)^t - 1), without cancellation."""
    return residual * ops.expm1(t * ops.log1p(h * epsilon))
