"""Lemma B.1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from earlyspec.theorems import _base as th


class LemmaB1(th.Theorem):
    """A submatrix has no larger spectral norm than its matrix.

    Statement: ||A'|| <= ||A|| for every submatrix A' of A.
    Reading: a fact about matrices, tried on some that are made of each seed's inputs, and on one
        that is nearly as bad as the lemma allows: it must hold in every seed.
    """

    identifier: ClassVar[str] = "hu2020/lemma-b.1"
    source: ClassVar[th.Source] = th.Source("hu2020", "Lemma B.1")

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """None."""
        yield from ()

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The inequality, in every seed."""
        yield th.Bound(
            "submatrix",
            "||A'|| <= ||A||",
            th.Series(th.measurement("submatrix-norm"), "once"),
            1.0,
        )

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """A smaller constant."""
        yield th.Control(
            "half/submatrix",
            "a submatrix has half the norm at most",
            "submatrix",
            th.Bound(
                "submatrix",
                "||A'|| <= ||A||",
                th.Series(th.measurement("submatrix-norm"), "once"),
                0.5,
            ),
        )


KIND = LemmaB1
