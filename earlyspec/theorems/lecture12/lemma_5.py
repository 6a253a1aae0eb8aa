"""Lemma 5: what a kernel that keeps half of its floor buys."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, ClassVar

from earlyspec.theorems import _base as th
from earlyspec.theorems.lecture12 import _setting as setting

MARGIN = 0.15
"""An exponent this near -1/2 counts as -1/2; -1 does not, nor 0."""


class Lemma5(th.Theorem):
    """While the kernel keeps half of its floor the loss falls exponentially and no neuron goes far.

    Statement: if lambda_min(H(s)) >= lambda_0 / 2 for all s in [0, t], then
        (1) ||u(t) - y||^2 <= exp(-lambda_0 t) ||u(0) - y||^2;
        (2) ||w_r(t) - w_r(0)|| <= R' = 2 sqrt(n) ||u(0) - y|| / (lambda_0 sqrt(m)) for every r.
    Reading: the hypothesis is looked at where the run is recorded. (1) is judged as its root, at
        every recorded time. (2), and (2'), which is ours: ||X|| in the place of sqrt(n), smaller
        where inputs are at angles to each other; some three to ten times the truth. The printed
        form has misprints: y for t in the exponential, and s sqrt(n) for 2 sqrt(n). `slope: true`
        judges that the largest movement goes as m^(-1/2), to 0.15, over a sweep of the width alone.
        Its lies: four times the rate, the largest eigenvalue in the place of lambda_0, and R' with
        another factor 1 / sqrt(m).
    """

    identifier: ClassVar[str] = "lecture12/lemma-5"
    source: ClassVar[th.Source] = th.Source("lecture12", "Lemma 5")
    architectures: ClassVar[tuple[str, ...]] = ("two-layer",)

    slope: bool = False
    """Judge the exponent of m too; for a sweep of the width, all else fixed."""

    def conditions(self, c: th.Cell) -> Iterator[th.Condition]:
        """The network, the flow, and a kernel that keeps half of its floor."""
        yield from setting.network(c)
        yield setting.initialisation(c)
        yield from setting.flow(c)
        yield setting.has_floor()
        yield setting.kept_floor()

    def outcomes(self, c: th.Cell) -> Iterator[th.Outcome]:
        """The decay, and both bounds on the movement; the exponent of m, if asked for."""
        yield _decay()
        yield _movement("movement", "R' = 2 sqrt(n) ||u(0) - y|| / (lambda_0 sqrt(m))")
        yield _movement(
            "movement-sharper", "2 ||X|| ||u(0) - y|| / (lambda_0 sqrt(m))", form="inputs"
        )
        if self.slope:
            yield _exponent(-0.5)

    def controls(self, c: th.Cell) -> Iterator[th.Control]:
        """Faster decay, and shorter ways."""
        truth = _decay()
        fast = _decay(factor=2.0)
        yield th.Control("rate/decay", "four times the rate", truth.id, fast)
        if setting.differ(c):
            largest = _decay(eigenvalue="largest")
            text = "the largest eigenvalue in the place of lambda_0"
            yield th.Control("largest/decay", text, truth.id, largest)
        for name, given in (("movement", {}), ("movement-sharper", {"form": "inputs"})):
            lie = _movement(name, "R' with another factor 1 / sqrt(m)", 1 / math.sqrt(c.m), **given)
            yield th.Control(f"narrower/{name}", "1/m in the place of 1/sqrt(m)", name, lie)
        if self.slope:
            wrong = _exponent(-1.0)
            yield th.Control(f"exponent/{wrong.id}", "an exponent of -1 in m", wrong.id, wrong)


def _decay(**given: Any) -> th.Bound:
    return th.Bound(
        "decay",
        "||u(t) - y|| <= exp(-lambda_0 t / 2) ||u(0) - y|| at every recorded time",
        setting.left(),
        setting.decay(**given),
    )


def _movement(name: str, bound: str, scale: float = 1.0, **given: Any) -> th.Bound:
    return th.Bound(
        name,
        f"max_r ||w_r(t) - w_r(0)|| <= {bound}",
        setting.moved(),
        th.Series(th.measurement("row-movement-bound", **given), "path", scale=scale),
    )


def _exponent(target: float) -> th.Exponent:
    series = th.Series(th.measurement("row-movement"), "max")
    text = "max_r ||w_r(t) - w_r(0)|| ~ m^(-1/2)"
    return th.Exponent("slope", text, series, target, MARGIN, over="m")


KIND = Lemma5
