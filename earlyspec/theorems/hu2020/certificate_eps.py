"""Certificate from the distance of the kernels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._certified import Certificate, one_layer, trains_one_layer


class CertificateEps(Certificate):
    """The distance of the kernels along the way adds up to a bound on the gap to the linear model.

    Statement: as for certificate-defect, with one layer trained,
        ||u(t) - v(t)|| <= (eta/n) sum_(s<t) epsilon_s ||u(s) - y||,
        epsilon_s = ||Jbar_s J(s)^T - K||, Jbar_s the mean of the Jacobian over the segment from the
        weights of step s to those of step s + 1.
    Reading: not in the paper, whose proof has one epsilon for all pairs of a ball. epsilon_s is not
        the error of the tangent kernel at either end. Three to five times the truth, so that half
        of it would hold as well; drift and the segment are too small a part of it to be told from
        their absence. Its lie is that only the first step errs.
    """

    identifier: ClassVar[str] = "hu2020/certificate-eps"
    source: ClassVar[th.Source] = th.Source("hu2020", "Theorem C.2, proof")
    word: ClassVar[str] = "certificate-eps"
    text: ClassVar[str] = "||u(t) - v(t)|| <= (eta/n) sum_(s<t) epsilon_s ||u(s) - y||"
    halves: ClassVar[bool] = False

    def given(self, c: th.Cell) -> dict[str, Any]:
        """The layer that trains."""
        layer = one_layer(c)
        return {} if layer is None else {"layers": layer}

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """Those of every certificate; and one layer, for which the mean Jacobian is explicit."""
        yield from super().conditions(c)
        yield trains_one_layer(c)


KIND = CertificateEps
