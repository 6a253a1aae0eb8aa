"""Lemma B.2."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from earlyspec.theorems import _base as th


class LemmaB2(th.Theorem):
    """A diagonal has no larger spectral norm than its matrix, and the rest at most twice it.

    Statement: ||diag(A)|| <= ||A|| and ||A - diag(A)|| <= 2 ||A|| for square A.
    Reading: a fact about matrices, tried on some that are made of each seed's inputs, and on one
        that is nearly as bad as the lemma allows: it must hold in every seed.
    """

    identifier: ClassVar[str] = "hu2020/lemma-b.2"
    source: ClassVar[th.Source] = th.Source("hu2020", "Lemma B.2")

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """None."""
        yield from ()

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The inequality, in every seed."""
        yield th.Bound(
            "diagonal",
            "||diag(A)|| <= ||A||",
            th.Series(th.measurement("diagonal-norm"), "once"),
            1.0,
        )
        yield th.Bound(
            "rest",
            "||A - diag(A)|| <= 2 ||A||",
            th.Series(th.measurement("diagonal-norm", part="rest"), "once"),
            2.0,
        )

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """A smaller constant."""
        yield th.Control(
            "half/diagonal",
            "a diagonal has half the norm at most",
            "diagonal",
            th.Bound(
                "diagonal",
                "||diag(A)|| <= ||A||",
                th.Series(th.measurement("diagonal-norm"), "once"),
                0.5,
            ),
        )
        yield th.Control(
            "once/rest",
            "the rest has the norm of the matrix at most",
            "rest",
            th.Bound(
                "rest",
                "||A - diag(A)|| <= 2 ||A||",
                th.Series(th.measurement("diagonal-norm", part="rest"), "once"),
                1.0,
            ),
        )


KIND = LemmaB2
