"""The error function in float64, at a third of the cost of XLA's own on a CPU."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

from earlyspec.vocabulary._ops import Array

# erf(a) = a T(a^2) / U(a^2) for a < 1, and 1 - exp(-a^2) P(a) / Q(a) for 1 <= a < 8.
# Source: S. Moshier, Cephes, ndtr.c.
_T = (9.60497373987051638749, 90.0260197203842689217, 2232.00534594684319226,
      7003.32514112805075473, 55592.3013010394962768)  # fmt: skip
_U = (1.0, 33.5617141647503099647, 521.357949780152679795, 4594.32382970980127987,
      22629.0000613890934246, 49267.3942608635921086)  # fmt: skip
_P = (2.46196981473530512524e-10, 0.564189564831068821977, 7.46321056442269912687,
      48.6371970985681366614, 196.520832956077098242, 526.445194995477358631,
      934.528527171957607540, 1027.55188689515710272, 557.535335369399327526)  # fmt: skip
_Q = (1.0, 13.2281951154744992508, 86.7072140885989742329, 354.937778887819891062,
      975.708501743205489753, 1823.90916687909736289, 2246.33760818710981792,
      1656.66309194161350182, 557.535340817727675546)  # fmt: skip
_SATURATED = 6.5  # erf is 1 to the last bit from 5.93 on


def erf(x: Array) -> Array:
    """Erf entrywise, to 5e-16 relative in float64 and as XLA has it in other types."""
    return _erf64(x) if jnp.result_type(x) == jnp.float64 else lax.erf(x)


@jax.custom_jvp
def _erf64(x: Array) -> Array:
    a = jnp.minimum(jnp.abs(x), _SATURATED)
    square = a * a
    near = a < 1
    # One division for both branches: XLA computes both on every lane anyway.
    ratio = jnp.where(near, a * _horner(_T, square), _horner(_P, a)) / jnp.where(
        near, _horner(_U, square), _horner(_Q, a)
    )
    size = jnp.where(near, ratio, 1 - jnp.exp(-square) * ratio)
    return jnp.where(x < 0, -size, size)


@_erf64.defjvp
def _erf64_jvp(primals: tuple[Any], tangents: tuple[Any]) -> tuple[Array, Array]:
    (x,), (dx,) = primals, tangents
    return _erf64(x), 2 / math.sqrt(math.pi) * jnp.exp(-x * x) * dx


def _horner(coefficients: Sequence[float], x: Array) -> Array:
    total = jnp.full_like(x, coefficients[0])
    for each in coefficients[1:]:
        total = total * x + each
    return total
