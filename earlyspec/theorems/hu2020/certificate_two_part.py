"""Certificate in two parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._certified import Certificate, same_descent


class CertificateTwoPart(Certificate):
    """What the linear model can say of its own error it corrects; the rest adds up.

    Statement: as for certificate-defect, with Q the projection on the range of the features, mu the
        smallest non-zero eigenvalue of (eta/n) K, and (eta/n) ||K|| + mu <= 2:
        ||u(t) - v(t)|| <= sqrt(a_t^2 + b_t^2),
        a_(t+1) = (1 - mu) a_t + ||Q e_t||,  b_(t+1) = b_t + ||e_t - Q e_t||.
    Reading: not in the paper. Within some sixth of the truth: the part out of range is
        memorisation, which no linear model undoes, and what is not linear. The lie that leaves it
        out, as well as halves of the whole, must be refuted.
    """

    identifier: ClassVar[str] = "hu2020/certificate-two-part"
    source: ClassVar[th.Source] = th.Source("hu2020", "Theorem C.2, proof")
    word: ClassVar[str] = "certificate-two-part"
    text: ClassVar[str] = "||u(t) - v(t)|| <= sqrt(a_t^2 + b_t^2)"

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The same descent, and a step that shrinks every direction in range by 1 - mu."""
        yield from same_descent(c)
        yield th.Measured(
            "stability",
            "train.learning_rate",
            "(eta/n) ||K|| + mu <= 2",
            th.Series(th.measurement("two-part-stiffness"), "once"),
            "<=",
            2.0,
        )

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """One part of the two, and half of both."""
        truth = self.bound(c)
        lies = (
            (
                "in-range",
                "no error is out of the features' range",
                th.Series(th.measurement(self.word, part="in-range"), "path"),
            ),
            (
                "half-step",
                "h = eta / (2n) in place of eta / n",
                th.Series(th.measurement(self.word), "path", scale=0.5),
            ),
        )
        for name, text, limit in lies:
            lie = th.Bound(truth.id, truth.text, truth.series, limit, truth.trivial)
            yield th.Control(f"{name}/{truth.id}", text, truth.id, lie)


KIND = CertificateTwoPart
