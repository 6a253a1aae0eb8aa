"""Certificate from the defects of the steps."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._certified import Certificate


class CertificateDefect(Certificate):
    """What single steps do otherwise than the linear model adds up to a bound on the gap to it.

    Statement: let u(t) be the outputs of any network on the training inputs, v(t) those of a linear
        model with kernel K, both from 0 by full-batch gradient descent with the same step eta on
        (1/(2n)) ||. - y||^2, and 0 <= eta lambda_max(K) / n <= 2. Then for all t
        ||u(t) - v(t)|| <= sum_(s<t) ||e_s||,  e_s = u(s+1) - u(s) + (eta/n) K (u(s) - y).
    Reading: not in the paper; it is the step from which its proof starts, kept as numbers. No
        width, no smoothness and no early time is asked for: it is a proof for this run. A bound
        larger than the network's own outputs says nothing, and is vacuous.
    """

    identifier: ClassVar[str] = "hu2020/certificate-defect"
    source: ClassVar[th.Source] = th.Source("hu2020", "Theorem C.2, proof")
    word: ClassVar[str] = "certificate-defect"
    text: ClassVar[str] = "||u(t) - v(t)|| <= sum_(s<t) ||e_s||"


KIND = CertificateDefect
