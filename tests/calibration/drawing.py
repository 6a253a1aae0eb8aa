"""Evidence made up to be judged: curves over sizes with noise of many kinds, and estimates."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from by_hand import cell, run
from numpy.random import Generator

from earlyspec.judge import outcomes
from earlyspec.judge.evidence import Evidence
from earlyspec.plans.nodes import Quantity
from earlyspec.theorems import _base as th

GAP, LIE = th.measurement("prediction-gap"), th.measurement("prediction-gap", model="lie")
GAPS, LIES = th.Series(GAP, "max"), th.Series(LIE, "max")

Noise = Callable[[Generator, int], np.ndarray]
Curve = Callable[[float], float]


Truth = Literal["true", "false", "edge", "open"]


@dataclass(frozen=True)
class Seen:
    """What the judge said, and whether its interval holds the truth, where there is one."""

    word: str
    covers: bool | None = None


@dataclass(frozen=True)
class Case:
    """A statement and a way to draw evidence about it."""

    section: str
    name: str
    truth: Truth
    judge: Callable[[Generator], Seen]


# Noise of logarithms, of standard deviation about 1.

NOISES: Mapping[str, Noise] = {
    "normal": lambda rng, k: rng.standard_normal(k),
    "heavy (t, 3 degrees)": lambda rng, k: rng.standard_t(3, k) / np.sqrt(3),
    "skewed (exponential)": lambda rng, k: rng.exponential(size=k) - 1,
}


def sizes(count: int) -> tuple[int, ...]:
    return tuple(16 * 2**k for k in range(count))


@functools.cache
def _cell(d: int, seeds: int, bounded: bool = False):
    quantities = tuple(Quantity(w.label, w, True, "1", bounded) for w in (GAP, LIE))
    return cell(d=d, seeds=seeds, quantities=quantities)


def evidence(d: int, values: Sequence[float], other: Sequence[float] | None = None) -> Evidence:
    """One cell, one recorded step, a value a seed."""
    others = values if other is None else other
    rows = zip(values, others, strict=True)
    curves = [{GAP.label: (float(a),), LIE.label: (float(b),)} for a, b in rows]
    return Evidence(_cell(d, len(values)), run((0,), curves))


def estimated(d: int, values: Sequence[float], error: float) -> Evidence:
    """The same, as estimates with a bound on their error."""
    plain = run((0,), [{GAP.label: (float(v),)} for v in values])
    seeds = (
        replace(s, series={GAP.label: ((*s.series[GAP.label][0], error),)}) for s in plain.seeds
    )
    return Evidence(_cell(d, len(values), True), replace(plain, seeds=tuple(seeds)))


def sweep(
    rng: Generator, curve: Curve, count: int, seeds: int, noise: float, kind: str = "normal",
    falling: float = 1.0, lie: Curve | None = None, apart: float = 0.1,
) -> list[Evidence]:  # fmt: skip
    """A curve over sizes; `falling`: noise of the last size over that of the first."""
    scales = noise * np.geomspace(1.0, falling, count)
    made = []
    for d, scale in zip(sizes(count), scales, strict=True):
        luck = np.exp(scale * NOISES[kind](rng, seeds))
        other = None
        if lie is not None:
            other = lie(d) * luck * np.exp(apart * rng.standard_normal(seeds))
        made.append(evidence(d, curve(d) * luck, other))
    return made


def power(p: float) -> Curve:
    return lambda d: d**p


# Sections.


def decided(outcome: th.Outcome, made: Sequence[Evidence], truth: float | None = None) -> Seen:
    verdict = outcomes.decide([outcome] * len(made), made)[0]
    if truth is None or verdict.estimate is None or verdict.estimate.low is None:
        return Seen(verdict.word)
    return Seen(verdict.word, verdict.estimate.low <= truth <= verdict.estimate.high)


def rate(exponent: float = 0.0, **more) -> th.Rate:
    return th.Rate("r", "falls", GAPS, exponent=exponent, **more)


def shape(count: int, seeds: int) -> str:
    """Of a sweep, in words."""
    return f"{count} sizes, {seeds} seeds"
