"""Two curves, point by point: one fact, told by the point that moved farthest."""

from __future__ import annotations

import math

from earlyspec.judge.verdicts import Estimate
from earlyspec.report.diff.ledger import Ledger
from earlyspec.report.diff.model import Change, Level
from earlyspec.report.diff.noise import SIGMAS, Neighbours
from earlyspec.report.model import Curve


def curve(ledger: Ledger, where: str, what: str, old: Curve, new: Curve) -> None:
    """Compares the steps that both have; what the others do is not known."""
    if old.seeds != new.seeds:
        ledger.add(Change(Level.NUMBER, "setting", where, "seeds", str(old.seeds), str(new.seeds)))
    if old.unit != new.unit:
        ledger.add(Change(Level.NUMBER, "text", where, f"{what}, unit", old.unit, new.unit))
    before, after = _points(old), _points(new)
    if before.keys() != after.keys():
        counts = _count(old), _count(new)
        ledger.add(Change(Level.NUMBER, "setting", where, "recorded steps", *counts))
    scale = max((abs(v) for v in (*old.mean, *new.mean) if math.isfinite(v)), default=0.0)
    neighbours = Neighbours(scale=scale)
    told = [
        (*ledger.judge(before[step], after[step], neighbours), step)
        for step in after
        if step in before
    ]
    beyond = [each for each in told if each[1] or (each[0] is not None and each[0] > SIGMAS)]
    for distance, _, step in told:
        if not beyond:
            ledger.stayed(before[step], after[step], distance)
    if beyond:
        distance, widened, step = max(beyond, key=lambda each: each[0] or 0.0)
        label = f"{what} at step {step}"
        sides = before[step], after[step]
        ledger.judged(where, label, *sides, distance, widened, more=len(beyond) - 1)


def _points(curve: Curve) -> dict[float, Estimate]:
    """Estimates by step; a point without a band has no interval."""
    rows = zip(curve.steps, curve.mean, curve.low, curve.high, strict=True)
    return {
        step: Estimate(mean) if low == mean == high else Estimate(mean, low, high)
        for step, mean, low, high in rows
    }


def _count(curve: Curve) -> str:
    last = f", to {curve.steps[-1]}" if curve.steps else ""
    return f"{len(curve.steps)} steps{last}"
