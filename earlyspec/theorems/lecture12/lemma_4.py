"""Lemma 4: the kernel hardly moves in a ball around the start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from earlyspec.theorems import _base as th
from earlyspec.theorems.lecture12 import _setting as setting


class Lemma4(th.Theorem):
    """While no neuron has moved far, the kernel is nearly the one of the start.

    Statement: with probability at least 1 - delta over W(0), for all W at once with
        max_r ||w_r - w_r(0)|| <= R = c delta lambda_0 / n^2:  ||H(W) - H(0)|| <= lambda_0 / 4.
    Reading: with c = sqrt(2 pi) / 16, the constant of the proof. `ball` is the statement itself, of
        all W in the ball and not of those that the run visits: the supremum is enclosed between
        a search of the ball and the norm of a matrix B(R) that counts the neurons near their
        kinks. No run stays in a ball as small (6e-5 for n = 8, delta = 0.1); so `path`, which is
        ours, judges the computed bound ||H(W(t)) - H(0)|| <= ||B(R_t)|| at every recorded time,
        with R_t the movement of the row that has moved most. Its lie has R_t^2, and is caught where
        rows move little; that of `ball` is a radius lambda_0, without delta and n^2.
        The lecture prints max_r ||w_r - w_r(0)||^2 <= R; the proof has, and needs, the norm without
        the square. `printed: true` judges the printed form, which is false: nearly parallel inputs
        refute it. That lambda_min(H(W)) >= lambda_0 / 2 follows takes Lemma 3 as well.
    """

    identifier: ClassVar[str] = "lecture12/lemma-4"
    source: ClassVar[th.Source] = th.Source("lecture12", "Lemma 4")
    needs_training: ClassVar[bool] = False

    delta: setting.Probability = 0.1
    """The probability with which the lemma may fail."""
    printed: bool = False
    """Judge the ball as it is printed, with the square of the norm."""

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The network at its start, and inputs whose kernel has a floor."""
        yield from setting.network(c)
        yield setting.initialisation(c)
        yield setting.has_floor()

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The ball in enough seeds; the computed bound along a run."""
        yield self._ball("printed" if self.printed else "proof")
        if _trains(c):
            yield self._path(c, 1.0)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """A ball that does not shrink with n, and the square of the movement in place of it."""
        wide = self._ball("floor")
        yield th.Control("wide/ball", "R = lambda_0, without delta and n^2", wide.id, wide)
        if _trains(c):
            lie = self._path(c, 2.0)
            text = "the square of the largest movement in the place of R"
            yield th.Control(f"squared/{lie.id}", text, lie.id, lie)

    def _ball(self, ball: Literal["proof", "printed", "floor"]) -> th.Frequency:
        square = "^2" if self.printed else ""
        given = {} if ball == "proof" else {"ball": ball}
        return th.Frequency(
            "ball",
            f"sup ||H(W) - H(0)|| <= lambda_0 / 4 over max_r ||w_r - w_r(0)||{square} <= R, "
            f"delta = {self.delta:g}",
            th.Series(th.measurement("kernel-ball", delta=self.delta, **given), "once"),
            1.0,
            1 - self.delta,
        )

    def _path(self, c: th.Cell, power: float) -> th.Bound:
        drift = th.measurement("kernel-drift", layers="first")
        given = {} if power == 1.0 else {"power": power}
        return th.Bound(
            "path",
            "||H(W(t)) - H(0)|| <= ||B(R_t)|| at every recorded time",
            th.Series(drift, "path", scale=c.n / c.d, unit="1"),
            th.Series(th.measurement("kernel-ball-bound", **given), "path"),
        )


def _trains(c: th.Cell) -> bool:
    """Whether there is a run whose first layer moves; the kernel is read off it, and v stays."""
    return c.eta_1 > 0 and c.eta_2 == 0


KIND = Lemma4
