"""From numbers to places on paper: linear and logarithmic axes with ticks at round numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from earlyspec.report.numbers import text

Kind = Literal["linear", "log", "log1p"]


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where, in the axis's numbers, and its label; `10^-3` is a power."""

    at: float
    label: str


@dataclass(frozen=True)
class Axis:
    """A scale over [low, high] onto [start, end] in pixels, with its ticks.

    `log1p` is log(1 + x), which has room for step 0.
    """

    kind: Kind
    low: float
    high: float
    start: float
    end: float
    ticks: tuple[Tick, ...] = field(default=())

    def __call__(self, x: float) -> float:
        """The place of a number, in pixels."""
        share = (self._bend(x) - self._bend(self.low)) / (
            self._bend(self.high) - self._bend(self.low)
        )
        return self.start + share * (self.end - self.start)

    def _bend(self, x: float) -> float:
        if self.kind == "linear":
            return x
        return math.log10(x) if self.kind == "log" else math.log10(1 + x)


def linear(low: float, high: float, start: float, end: float, most: int = 6) -> Axis:
    """A linear axis that begins and ends at a round number at or beyond the data."""
    low, high = _apart(low, high)
    step = _round_step((high - low) / most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    marks = [k * step for k in range(first, last + 1)]
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    labels = _plain(marks, decimals)
    ticks = tuple(map(Tick, marks, labels))
    return Axis("linear", marks[0], marks[-1], start, end, ticks)


def steps(high: float, start: float, end: float, most: int = 8) -> Axis:
    """A linear axis from 0 that ends where the data end, with as many ticks as have room."""
    while True:
        step = _round_step(max(high, 1e-12) / most)
        marks = [k * step for k in range(int(high / step + 1e-9) + 1)]
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        ticks = tuple(map(Tick, marks, _plain(marks, decimals)))
        room = max(7.0 * len(tick.label) for tick in ticks) + 8
        if most <= 1 or room <= (end - start) * step / (high or 1.0):
            return Axis("linear", 0.0, high or 1.0, start, end, ticks)
        most -= 1


def log_steps(high: float, start: float, end: float) -> Axis:
    """An axis of log(1 + step): 0, then powers of ten."""
    marks = [0.0] + [10.0**k for k in range(math.floor(math.log10(max(high, 1.0))) + 1)]
    ticks = tuple(Tick(mark, text(mark)) for mark in marks)
    return Axis("log1p", 0.0, max(high, 1.0), start, end, ticks)


def log(low: float, high: float, start: float, end: float, decades: float = 8.0) -> Axis:
    """A logarithmic axis with a little room around positive data, `decades` at most.

    Ticks are powers of ten; over fewer decades 1, 2, 5 times those, too, and over a fraction of
    one the round numbers of a linear axis.
    """
    low = max(low, high * 10.0**-decades)
    spread = max(math.log10(high / low), 0.1)
    low, high = low * 10 ** (-0.04 * spread), high * 10 ** (0.04 * spread)
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for factors in ((1,), (1, 3), (1, 2, 5), (1, 1.5, 2, 3, 5, 7)):
        marks = [f * 10.0**k for k in powers for f in factors if low <= f * 10.0**k <= high]
        if len(marks) >= 3:
            break
    if len(marks) < 3:
        step = _round_step((high - low) / 5)
        marks = [k * step for k in range(math.ceil(low / step), math.floor(high / step) + 1)]
    every = math.ceil(len(marks) / 8)
    bare = factors == (1,) and (min(marks) < 1e-3 or max(marks) > 1e4)
    labels = [f"10^{round(math.log10(m))}" if bare else text(m, 4) for m in marks]
    return Axis("log", low, high, start, end, tuple(map(Tick, marks, labels))[::every])


def log_sizes(sizes: Sequence[float], start: float, end: float) -> Axis:
    """A logarithmic axis whose ticks are the sizes themselves, as far as their labels fit."""
    low, high = min(sizes), max(sizes)
    spread = max(math.log10(high / low), 0.1)
    axis = Axis("log", low * 10 ** (-0.06 * spread), high * 10 ** (0.06 * spread), start, end)
    ticks: list[Tick] = []
    for size in sorted(set(sizes)):
        label = text(size)
        room = 7.0 * (len(label) + (len(ticks[-1].label) if ticks else 0)) / 2 + 8
        if not ticks or axis(size) - axis(ticks[-1].at) >= room:
            ticks.append(Tick(size, label))
    return Axis("log", axis.low, axis.high, start, end, tuple(ticks))


def _apart(low: float, high: float) -> tuple[float, float]:
    """Ends of an axis that has a length even if all data are one number."""
    if high > low:
        return low, high
    return low - (abs(low) / 2 or 0.5), high + (abs(high) / 2 or 0.5)


def _round_step(rough: float) -> float:
    """The next of 1, 2, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(f * power for f in (1, 2, 5, 10) if f * power >= rough * (1 - 1e-9))


def _plain(marks: Sequence[float], decimals: int) -> list[str]:
    """Labels with the same number of decimals; powers of ten where those would be long."""
    if decimals > 4 or max(map(abs, marks)) >= 1e5:
        parts = [f"{mark:z.4e}".split("e") for mark in marks]
        whole = [f"{digits.rstrip('0').rstrip('.')}e{int(power)}" for digits, power in parts]
        return ["0" if label == "0e0" else label for label in whole]
    return [f"{mark:z.{decimals}f}" for mark in marks]
