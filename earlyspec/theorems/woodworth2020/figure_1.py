"""Figure 1 (a) and (b): what is selected, and how well it generalises, by the initial scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.woodworth2020 import _regime, _setting
from earlyspec.theorems.woodworth2020._least_norm import certified, least_norms
from earlyspec.theorems.woodworth2020._limits import LIMIT, potential


class Figure1(th.Theorem):
    """The smaller the scale, the nearer to the least L1 norm, and the better on sparse data.

    Statement: sparse regression, y = <beta*, x> + noise with a sparse beta* and n < d. As alpha
        falls, the limit of gradient flow goes from the interpolant of least Euclidean norm to that
        of least L1 norm, and its error on fresh inputs falls with it.
    Reading: the limit is that of Theorem 1, solved for as a convex problem and not integrated. Over
        a sweep of the scale, the excess of the L1 norm over the least and the error rise with
        alpha, and the squared Euclidean norm falls: exponents of the right sign,
        about the scales that are shown and no others. The transition is no power law, and bends.
    """

    identifier: ClassVar[str] = "woodworth2020/figure-1"
    source: ClassVar[th.Source] = th.Source("woodworth2020", "Figure 1")
    architectures: ClassVar[tuple[str, ...]] = ()
    needs_training: ClassVar[bool] = False

    over: str = "scale"
    """The `let` name that is swept, and that `architecture.scale` is."""

    def references(self, c: th.Cell) -> Iterator[th.Reference]:
        """The limit, and the interpolants of least norms."""
        yield from least_norms()
        if _regime.is_diagonal(c):
            yield potential(c)

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The model, sparse labels, fewer inputs than dimensions."""
        yield _setting.model(c, 2, None)
        if not _regime.is_diagonal(c):
            return
        yield _regime.regime(c)
        sparse = c.labels.kind == "linear" and c.labels.parameters["nonzero"] is not None
        found = c.labels.kind
        if sparse:
            found += f", {c.labels.parameters['nonzero']} of {c.d} coefficients"
        yield th.Structural("sparse", "data.labels", "labels of a sparse beta*", sparse, found)
        text = "fewer inputs than dimensions: n < d"
        yield th.Structural("inputs", "data.train", text, c.n < c.d, f"n = {c.n}, d = {c.d}")
        yield certified()

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """Both excesses and the error, over the scales that are shown."""
        yield from _setting.not_diagonal(c)
        if not _regime.is_diagonal(c):
            return
        yield from self._rates()

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Each the other way round."""
        if not _regime.is_diagonal(c):
            return
        for rate in self._rates():
            other: Literal["<", ">"] = ">" if rate.relation == "<" else "<"
            text = f"the other way round: exponent {other} 0"
            yield th.Control(f"reversed/{rate.id}", text, rate.id, replace(rate, relation=other))

    def _rates(self) -> tuple[th.Rate, ...]:
        euclidean = th.measurement("norm-excess", norm="l2-squared", of=LIMIT, ratio=True)
        error = th.measurement("reference-loss", model=LIMIT, split="test")
        return (
            self._rate("l1", th.measurement("norm-excess", of=LIMIT), ">", "||beta||_1 / m1 - 1"),
            self._rate("l2", euclidean, "<", "||beta||_2^2 / m2^2"),
            self._rate("error", error, ">", "the error on fresh inputs"),
        )

    def _rate(self, name: str, word: th.Word, relation: Literal["<", ">"], what: str) -> th.Rate:
        way = "rises" if relation == ">" else "falls"
        return th.Rate(
            name,
            f"{what} {way} with alpha",
            th.Series(word, "last"),
            over=self.over,
            relation=relation,
            asymptotic=False,
        )


KIND = Figure1
