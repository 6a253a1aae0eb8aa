"""Word: gram norm."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from earlyspec.vocabulary._base import Measurement, Split
from earlyspec.vocabulary._ops import Array, Ops

if TYPE_CHECKING:
    from earlyspec.vocabulary._snapshot import Snapshot


class GramNorm(Measurement):
    """How strongly the inputs line up: the largest eigenvalue of their Gram matrix over n.

    N3 = ||X X^T|| / n, the spectral norm; about (1 + sqrt(d/n))^2 for isotropic inputs.

    Source: hu2020, Claim 3.1.
    """

    unit: ClassVar[str] = "1"
    per_step: ClassVar[bool] = False

    split: Split = "train"
    """The inputs it is taken over."""

    def measure(self, ops: Ops, at: Snapshot) -> Array:
        return at.gram_norm(self.split)


KIND = GramNorm
