"""What kernel ridge regression on the sphere errs, from the spectrum alone.

Source: lecture11, Theorem 1, in the form that holds at finite d: d^k is N(d, k) there, and the
error is the deterministic equivalent of Simon et al. 2021 and Cheng and Montanari 2022.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from earlyspec.frozen import dataclass
from earlyspec.mathematics.harmonics import dimension


@dataclass(frozen=True)
class Spectrum:
    """A kernel on the sphere by degree.

    Attributes:
      d: the dimension.
      values: mu_0, mu_1, ..., each of multiplicity N(d, k).
      tail: the mass sum_{k beyond} N(d, k) mu_k of the degrees that are left out.
    """

    d: int
    values: tuple[float, ...]
    tail: float

    def mass_beyond(self, degree: int) -> float:
        """Sum_{k > degree} N(d, k) mu_k: what the higher degrees add to a ridge."""
        rest = range(degree + 1, len(self.values))
        return self.tail + math.fsum(dimension(self.d, k) * self.values[k] for k in rest)


def predicted_error(of: Spectrum, n: int, ridge: float, powers: Sequence[float]) -> float:
    """The test error of ridge regression on n noiseless labels, (K + ridge I)^-1 y.

    kap > 0 solves n = sum_k N_k mu_k / (mu_k + kap) + ridge / kap, where the mass of the degrees
    left out counts as ridge; gam = (1/n) sum_k N_k (mu_k / (mu_k + kap))^2; the error is
    sum_k p_k (kap / (mu_k + kap))^2 / (1 - gam).

    Args:
      of: the kernel.
      n: labels.
      ridge: not divided by n.
      powers: p_k, the power of the target in degree k, k = 0, 1, ...
    """
    learned = _learned(of, n, ridge)
    shares = [*learned, *[0.0] * (len(powers) - len(learned))]
    left = math.fsum(p * (1 - s) ** 2 for p, s in zip(powers, shares, strict=False))
    return left / kept(of, n, ridge)


def kept(of: Spectrum, n: int, ridge: float) -> float:
    """1 - gam: the share of n samples that is not used up; the error is the larger the less."""
    learned = _learned(of, n, ridge)
    return 1 - math.fsum(dimension(of.d, k) * s * s for k, s in enumerate(learned)) / n


def _learned(of: Spectrum, n: int, ridge: float) -> list[float]:
    """mu_k / (mu_k + kap) by degree."""
    kap = _effective_ridge(of, n, ridge + max(of.tail, 0.0))
    return [mu / (mu + kap) if mu > 0 else 0.0 for mu in of.values]


def _effective_ridge(of: Spectrum, n: int, ridge: float) -> float:
    """kap, by bisection of a falling function on a logarithmic scale."""
    counts = [dimension(of.d, k) for k in range(len(of.values))]

    def freedom(kap: float) -> float:
        seen = (
            c * max(mu, 0.0) / (max(mu, 0.0) + kap) for c, mu in zip(counts, of.values, strict=True)
        )
        return math.fsum(seen) + ridge / kap

    trace = math.fsum(c * max(mu, 0.0) for c, mu in zip(counts, of.values, strict=True))
    high = (trace + ridge) / n  # freedom(kap) <= (trace + ridge) / kap
    low = high * 1e-18
    for _ in range(200):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if freedom(middle) > n else (low, middle)
    return math.sqrt(low * high)
