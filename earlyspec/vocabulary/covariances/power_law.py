"""Word: power law."""

from __future__ import annotations

from earlyspec.vocabulary._base import NonNegative
from earlyspec.vocabulary.covariances._axis_aligned import AxisAligned


class PowerLaw(AxisAligned):
    """Variances fall along the coordinates as a power of their rank, as those of images do.

    Sigma = diag(s_1, ..., s_d) with s_k proportional to k^(-exponent), scaled so that
    Tr Sigma = d. ||Sigma|| grows with d for any exponent above 0, like d^exponent below 1 and like
    d above 1, where Assumption 3.1 wants O(1).

    Source: hu2020, Assumption 3.1 (a law that it excludes).
    """

    exponent: NonNegative
    """How fast variances fall; 0 is the identity."""

    def variances(self, dim: int) -> list[float]:
        return [k**-self.exponent for k in range(1, dim + 1)]


KIND = PowerLaw
