"""Gaussian means of an activation in pure Python, so that `check` needs no array library."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import cast

from earlyspec.mathematics.legendre import legendre_rule
from earlyspec.plans.nodes import ActivationFacts
from earlyspec.vocabulary._base import Activation
from earlyspec.vocabulary._ops import Ops, ScalarOps

_EDGE = 14  # the Gaussian mass beyond is 2e-44
_NODES = 24  # in panels of width 1: poles at distance 1.5 or more cost less than 1e-20
_SCALARS = cast(Ops, ScalarOps)  # the functions that activations call


def gaussian_facts(
    phi: Activation, *, slope_bound: float, curvature_bound: float | None, **exact: float
) -> ActivationFacts:
    """The Gaussian constants of phi: zeros by symmetry, `exact` where given, else by quadrature.

    Args:
      phi: the activation.
      slope_bound: sup |phi'|.
      curvature_bound: sup |phi''|; None for a kink.
      exact: fields of `ActivationFacts` whose value is known in closed form.
    """
    if phi.odd:
        exact = {"theta_0": 0.0, "kappa": 0.0, "theta_2": 0.0} | exact
    names = ("zeta", "theta_0", "kappa", "theta_2", "slope_square", "value_square")
    constants = {
        name: exact[name] if name in exact else gaussian_constant(phi, name) for name in names
    }
    return ActivationFacts(
        kind=phi.kind(),
        mean_is_zero=phi.odd,
        smooth=phi.smooth,
        piecewise_linear=phi.piecewise_linear,
        slope_bound=slope_bound,
        curvature_bound=curvature_bound,
        has_dual=phi.has_dual(),
        **constants,
    )


@cache
def gaussian_constant(phi: Activation, name: str) -> float:
    """One of the means zeta, theta_0, kappa, theta_2, slope_square, value_square, by quadrature.

    Composite Gauss-Legendre on [-14, 14]. A panel ends at 0, so that a kink there costs nothing.
    """

    def value(g: float) -> float:
        return float(phi.value(_SCALARS, g))

    def slope(g: float) -> float:
        return float(phi.slope(_SCALARS, g))

    integrands: dict[str, Callable[[float], float]] = {
        "zeta": slope,
        "theta_0": value,
        "kappa": lambda g: g * slope(g),
        "theta_2": lambda g: (g**3 / 2 - g) * slope(g),
        "slope_square": lambda g: slope(g) ** 2,
        "value_square": lambda g: value(g) ** 2,
    }
    return _mean(integrands[name])


@cache
def layer_slopes(phi: Activation, depth: int) -> tuple[float, ...]:
    """zeta_l = E phi'(sqrt(q_l) g) of each hidden layer, input side first.

    q_0 = 1 and q_(l+1) = E phi(sqrt(q_l) g)^2 are the variances of pre-activations in wide
    networks in NTK parametrisation, without biases, on inputs of squared norm d.

    Args:
      phi: the activation.
      depth: L, the number of hidden layers.
    Source: hu2020, Section 4 (the recursion is Poole et al. 2016's).
    """
    facts = phi.facts()
    slopes, variance = [facts.zeta], facts.value_square
    for _ in range(1, depth):
        scale = math.sqrt(variance)
        slopes.append(_mean(lambda g, s=scale: float(phi.slope(_SCALARS, s * g))))  # type: ignore[misc]
        variance = _mean(lambda g, s=scale: float(phi.value(_SCALARS, s * g)) ** 2)  # type: ignore[misc]
    return tuple(slopes)


def _mean(integrand: Callable[[float], float]) -> float:
    """E f(g), g ~ N(0, 1)."""
    return math.fsum(weight * integrand(g) for g, weight in _gaussian_rule())


@cache
def _gaussian_rule() -> tuple[tuple[float, float], ...]:
    """(g, weight) pairs with sum weight f(g) = E f(g), g ~ N(0, 1)."""
    points = []
    for panel in range(-_EDGE, _EDGE):
        for x, weight in legendre_rule(_NODES):
            g = panel + (1 + x) / 2
            density = math.exp(-g * g / 2) / math.sqrt(2 * math.pi)
            points.append((g, weight / 2 * density))
    return tuple(points)
