"""The meta-theorem of Oymak et al. 2019: what it asks for and what it promises, with constants.

Gradient descent theta <- theta - eta J^T r on (1/2) ||r||^2, r = f(theta) - y; J_ref the reference
Jacobian, lam_s and u_s its singular values and left singular vectors; alpha the cut-off, beta a
bound on ||J|| and ||J_ref||; T = Gamma / (eta alpha^2) steps.

Source: Oymak et al. 2019, the meta-theorem and its lemmas; constants that are not printed are ours.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from earlyspec.vocabulary._no_bound import NO_BOUND
from earlyspec.vocabulary._ops import Array, Ops

UNSEPARATED = 1e6
"""The ratio lam_c / lam_(c+1) where no singular value is below the cut-off."""


class Spaces(NamedTuple):
    """A residual and the Jacobian's singular values, split at the cut-off.

    Attributes:
      information: ||P_I r||, the part along singular vectors with lam_s >= alpha, ().
      nuisance: ||P_N r||, the rest, ().
      inverse: ||J_I^+ r||, ().
      gap: the smallest lam_s >= alpha over the largest below; 0 if there is none above, 1e6 if none
        below, ().
    """

    information: Array
    nuisance: Array
    inverse: Array
    gap: Array


def spaces(ops: Ops, gram: Array, r: Array, alpha: float) -> Spaces:
    """The information and the nuisance space.

    Args:
      ops: array functions.
      gram: J J^T, (n, n).
      r: a residual, (n,).
      alpha: the cut-off.
    """
    values, vectors = ops.eigh(gram)
    sizes = ops.sqrt(ops.maximum(values, 0.0 * values))  # lam, rising, (n,)
    parts, above = (vectors.T @ r) ** 2, sizes >= alpha
    inside = ops.where(above, sizes, 1.0 + 0.0 * sizes)
    top, none = ops.max(sizes), 0.0 * ops.max(sizes)
    last = -ops.max(ops.where(above, -sizes, -top))  # the smallest above; lam_1 if none is
    first = ops.max(ops.where(above, 0.0 * sizes, sizes))
    gap = last / ops.maximum(first, last / UNSEPARATED + 1e-300)
    return Spaces(
        information=ops.sqrt(ops.sum(ops.where(above, parts, 0.0 * parts))),
        nuisance=ops.sqrt(ops.sum(ops.where(above, 0.0 * parts, parts))),
        inverse=ops.sqrt(ops.sum(ops.where(above, parts / inside**2, 0.0 * parts))),
        gap=ops.where(top >= alpha, gap, none),
    )


class Setting(NamedTuple):
    """The numbers that the theorem is about.

    Attributes:
      alpha: the cut-off.  delta, gamma: in (0, 1] and from 1 on.
      beta: a bound on ||J|| everywhere, ().
      residual: ||r_0||, ().
      spaces: r_0 split.
    """

    alpha: float
    delta: float
    gamma: float
    beta: Array
    residual: Array
    spaces: Spaces

    # Hypotheses.

    def radius(self) -> Array:
        """R = 2 (||J_I^+ r_0|| + (Gamma/alpha) ||P_N r_0|| + delta (Gamma/alpha) ||r_0||)."""
        far = self.gamma / self.alpha
        return 2.0 * (
            self.spaces.inverse + far * self.spaces.nuisance + self.delta * far * self.residual
        )

    def eps_allowed(self) -> Array:
        """delta alpha^3 / (5 Gamma beta^2), for 2 ||J(theta) - J(theta_0)|| within R (H2)."""
        return self.delta * self.alpha**3 / (5.0 * self.gamma * self.beta**2)

    def eps0_allowed(self, ops: Ops) -> Array:
        """(1/5) min(delta alpha, sqrt(delta alpha^3 / (Gamma beta))), for J_ref (H3)."""
        product = ops.sqrt(self.delta * self.alpha**3 / (self.gamma * self.beta))
        return 0.2 * ops.minimum(0.0 * product + self.delta * self.alpha, product)

    # Conclusions.

    def residual_gap(self) -> Array:
        """delta (alpha/beta) ||r_0||; times 3/5 a bound on ||r_t - r~_t|| (C1)."""
        return self.delta * self.alpha / self.beta * self.residual

    def weight_gap(self) -> Array:
        """delta (Gamma/alpha) ||r_0||, a bound on ||theta_t - theta~_t|| (C2)."""
        return self.delta * self.gamma / self.alpha * self.residual

    def movement(self) -> Array:
        """R / 2, a bound on ||theta_t - theta_0|| (C3)."""
        return self.radius() / 2.0

    def final(self) -> Array:
        """e^-Gamma ||P_I r_0|| + ||P_N r_0|| + delta (alpha/beta) ||r_0||, on ||r_T|| (C4)."""
        learned = math.exp(-self.gamma) * self.spaces.information
        return learned + self.spaces.nuisance + self.residual_gap()

    # Ours.

    def linear_distance(self, ops: Ops) -> Array:
        """sqrt(||J_I^+ r_0||^2 + (Gamma/alpha^2) ||P_N r_0||^2), on ||theta~_t - theta_0||."""
        beside = self.gamma / self.alpha**2 * self.spaces.nuisance**2
        return ops.sqrt(self.spaces.inverse**2 + beside)

    def accumulated(self, ops: Ops, eps: Array, eps0: Array | float = 0.0) -> Array:
        """(eps0^2 + eps beta) (Gamma ||P_N r_0|| + ||P_I r_0||) / (alpha^2 - Gamma eps^2).

        A bound on ||r_t - r~_t|| where alpha^2 > Gamma eps^2; 1e6, none, where not.
        """
        weight = self.gamma * self.spaces.nuisance + self.spaces.information
        return refined_accumulation(
            ops, eps0 * eps0 + eps * self.beta, weight, self.alpha, eps, self.gamma
        )


def refined_accumulation(
    ops: Ops, growth: Array, weight: Array, alpha: float, eps: Array, gamma: float
) -> Array:
    """Theta Lambda', Lambda' = (Gamma rho_- + rho_+) / (alpha^2 - Gamma eps^2); 1e6 where not.

    The lemma: if e_0 = 0, r~_t <= (1 - eta alpha^2)^t rho_+ + rho_- and
    e_t <= (1 + eta eps^2) e_(t-1) + eta Theta r~_(t-1), then e_t <= Theta Lambda' for
    t <= Gamma / (eta alpha^2).

    Args:
      ops: array functions.
      growth: Theta.
      weight: Gamma rho_- + rho_+.
      alpha: the cut-off.
      eps: the Jacobian's gap.
      gamma: Gamma.
    """
    room = alpha**2 - gamma * eps**2
    known = room > 0
    bound = growth * weight / ops.where(known, room, 1.0 + 0.0 * room)
    return ops.where(known, ops.minimum(bound, 0.0 * bound + NO_BOUND), NO_BOUND + 0.0 * bound)


def steps(gamma: float, beta: float, alpha: float) -> tuple[int, float]:
    """T = ceil(Gamma beta^2 / alpha^2) and eta = Gamma / (alpha^2 T): the fewest steps allowed."""
    count = math.ceil(gamma * beta**2 / alpha**2)
    return count, gamma / (alpha**2 * count)
