"""Whether the number of seeds that the judge asks for decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import drawing
import numpy as np
from numpy.random import Generator

from earlyspec.judge import outcomes
from earlyspec.judge.evidence import Evidence
from earlyspec.theorems import _base as th

Maker = Callable[[Generator, int], Sequence[Evidence]]
PILOTS: tuple[tuple[str, th.Outcome, int, Maker], ...] = (
    (
        "rate: d^-0.5 against < 0, 5 sizes, noise 0.3", th.Rate("r", "t", drawing.GAPS), 5,
        lambda rng, r: drawing.sweep(rng, drawing.power(-0.5), 5, r, 0.3),
    ),
    (
        "contrast: ratio 1.2, spread 0.4",
        th.Contrast("c", "t", drawing.GAPS, drawing.LIES), 5,
        lambda rng, r: drawing.sweep(
            rng, drawing.power(0.0), 1, r, 1.0, lie=lambda d: 1.2, apart=0.4
        ),
    ),
    (
        "frequency: probability 0.98 against >= 0.9",
        th.Frequency("f", "t", drawing.GAPS, 1.0, 0.9), 20,
        lambda rng, r: [drawing.evidence(16, np.where(rng.random(r) < 0.98, 0.5, 2.0))],
    ),
    (
        "mean: 1 against 1 +- 0.1, spread 0.3",
        th.Limit("m", "t", drawing.GAPS, 1.0, 0.1, mean=True), 8,
        lambda rng, r: [drawing.evidence(16, 1 + 0.3 * rng.standard_normal(r))],
    ),
)  # fmt: skip


def shares(outcome: th.Outcome, seeds: int, make: Maker, repetitions: int) -> tuple[float, float]:
    """The median number asked for by a pilot, and the share of runs with it that decide."""
    rng = np.random.default_rng(20200614)
    asked = []
    for _ in range(repetitions):
        made = make(rng, seeds)
        needed = outcomes.decide([outcome] * len(made), made)[0].seeds_needed
        asked += [needed] if needed is not None else []
    middle = int(np.median(asked))
    decided = 0
    for _ in range(repetitions):
        made = make(rng, middle)
        decided += outcomes.decide([outcome] * len(made), made)[0].word == "confirmed"
    return middle, decided / repetitions


def table() -> Iterator[str]:
    """Markdown."""
    yield from ("## Seeds that would decide", "")
    yield "| statement | seeds of the pilot | seeds asked for (median) | then confirmed, per cent |"
    yield "| --- | --- | --- | --- |"
    for name, outcome, seeds, make in PILOTS:
        asked, decided = shares(outcome, seeds, make, 300)
        yield f"| {name} | {seeds} | {asked:g} | {100 * decided:.0f} |"
