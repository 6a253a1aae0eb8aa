"""Certificate from the linear model alone."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._certified import Apriori


class CertificateAprioriLin(Apriori):
    """The linear model's own path bounds how far a network can be from it, before one is trained.

    Statement: as for theorem-c.2-explicit, with ||v(s) - y|| in place of ||y||:
        ||u(t) - v(t)|| <= D_t,  D_(s+1) = (1 + h epsilon) D_s + h epsilon ||v(s) - y||,  D_0 = 0,
        if for all s <= t, with rho_s = ||v(s) - y|| + D_s,
        sqrt((s-1) h (rho_0^2 - max(||v(s-1) - y|| - D_(s-1), 0)^2
            + (7 h epsilon + h^2 epsilon^2) sum_(k<s-1) rho_k^2))
        + sqrt(h (1 + h epsilon)) rho_(s-1) <= R.
    Reading: not in the paper. Sharper than theorem-c.2-explicit where the linear model has learned
        something. Where no radius qualifies there is no certificate: the condition `ball` fails
        then, and nothing is said about the theory.
    """

    identifier: ClassVar[str] = "hu2020/certificate-apriori-lin"
    source: ClassVar[th.Source] = th.Source("hu2020", "Theorem C.2, proof")
    word: ClassVar[str] = "certificate-apriori-lin"
    text: ClassVar[str] = "||u(t) - v(t)|| <= D_t"


KIND = CertificateAprioriLin
