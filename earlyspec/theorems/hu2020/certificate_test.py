"""Certificate on fresh inputs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._certified import Certificate, same_descent


class CertificateTest(Certificate):
    """A bound on the gap to the linear model on inputs that neither has seen.

    Statement: as for certificate-defect, on inputs X' with K' = Psi(X') Psi(X)^T:
        ||f_t(X') - f_lin_t(X')|| <= sum_(s<t) ( ||e'_s|| + (eta/n) ||K' (u(s) - v(s))|| ),
        e'_s = f_(s+1)(X') - f_s(X') + (eta/n) K' (u(s) - y).
    Reading: not in the paper. It holds for any step; what it asks for is the same descent on both.
    """

    identifier: ClassVar[str] = "hu2020/certificate-test"
    source: ClassVar[th.Source] = th.Source("hu2020", "Theorem C.2, proof")
    word: ClassVar[str] = "certificate-test"
    text: ClassVar[str] = "||f_t(X') - f_lin_t(X')|| <= sum of the test defects"
    split: ClassVar[Literal["train", "test"]] = "test"

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The same descent on both, and no more."""
        yield from same_descent(c)


KIND = CertificateTest
