"""The linear part of deep networks' kernels: its coefficient, and the model that has it.

Source: hu2020, Section 4; the coefficient is ours.
"""

from __future__ import annotations

import math

from earlyspec.theorems import _base as th


def layer_coefficient(c: th.Cell) -> float:
    """zeta_0^2 ... zeta_(L-1)^2: the coefficient of X X^T / d in the kernel of any one layer."""
    phi = c.network.activation
    slopes = c.network.slopes or ((phi.zeta,) if phi is not None else ())
    return math.prod(slope**2 for slope in slopes)


def deep_linear_model(c: th.Cell) -> th.Word:
    """The linear model of a deep network with an odd activation, for any rates of its layers."""
    together = math.fsum(rate / c.eta for rate in c.effective_rates())
    numbers = {"coefficient": together * layer_coefficient(c), "eta": c.eta}
    return th.Word("reference_models", "deep-linear", numbers)
