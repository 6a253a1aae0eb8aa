"""Lemma B.3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from earlyspec.theorems import _base as th


class LemmaB3(th.Theorem):
    """An entrywise product with a positive matrix grows by its largest diagonal entry at most.

    Statement: lambda_max(A o B) <= lambda_max(A) max_i B_ii for positive semidefinite A and B.
    Reading: a fact about matrices, tried on some that are made of each seed's inputs, and on one
        that is nearly as bad as the lemma allows: it must hold in every seed.
    """

    identifier: ClassVar[str] = "hu2020/lemma-b.3"
    source: ClassVar[th.Source] = th.Source("hu2020", "Lemma B.3")

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """None."""
        yield from ()

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The inequality, in every seed."""
        yield th.Bound(
            "schur",
            "lambda_max(A o B) <= lambda_max(A) max_i B_ii",
            th.Series(th.measurement("schur-norm"), "once"),
            1.0,
        )

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """A smaller constant."""
        yield th.Control(
            "mean/schur",
            "the mean of B_ii in place of the largest",
            "schur",
            th.Bound(
                "schur",
                "lambda_max(A o B) <= lambda_max(A) max_i B_ii",
                th.Series(th.measurement("schur-norm", against="mean"), "once"),
                1.0,
            ),
        )


KIND = LemmaB3
