"""Runs made by hand for a claim: every number it reads is given by a function."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from by_hand import run

from earlyspec import registry
from earlyspec.judge import claims
from earlyspec.judge.verdicts import ClaimVerdict
from earlyspec.plans import nodes
from earlyspec.plans.measurements import CellRun
from earlyspec.theorems import _base as th

Number = Callable[[nodes.Word, nodes.Cell], float]
"""What a measurement shows in a cell, before luck."""


def judge(
    theorem: str,
    cells: Sequence[nodes.Cell],
    number: Number,
    noise: float = 0.03,
    **parameters: object,
) -> ClaimVerdict:
    """The verdict on a claim whose measurements are made up."""
    claim = nodes.Claim(theorem, parameters, None)
    revived = claims.revive(claim)
    rng = np.random.default_rng(7)
    runs = [_run(revived, c, number, rng, noise) for c in cells]
    plan = nodes.Plan(1, "t", None, tuple(cells), (claim,), ("d",), True)
    return claims.judge(plan, runs)[0]


def series(theorem: th.Theorem, c: nodes.Cell) -> list[th.Series]:
    """Every series that a claim reads in a cell, those of its controls too."""
    records = [*theorem.conditions(c), *theorem.outcomes(c)]
    records += [control.outcome for control in theorem.controls(c)]
    return [each for record in records for each in th.series_of(record)]


def _run(
    theorem: th.Theorem, c: nodes.Cell, number: Number, rng: np.random.Generator, noise: float
) -> CellRun:
    """Every seed has luck of its own, which all its numbers share, and each a little more."""
    curves, onces = [], []
    for _ in c.seeds:
        luck = np.exp(noise * rng.standard_normal())
        curve: dict[str, tuple[float, float]] = {}
        once: dict[str, float] = {}
        for each in series(theorem, c):
            label = each.word.label
            if label in curve or label in once:
                continue
            own = np.exp(noise / 3 * rng.standard_normal())
            value = float(number(each.word, c) * luck * own)
            if each.reduce == "once":
                once[label] = value
            else:
                curve[label] = (0.0, value)
        curves.append(curve)
        onces.append(once)
    return run((0, 1), curves, onces)


def outcomes(theorem: str, c: nodes.Cell, **parameters: object) -> dict[str, th.Outcome]:
    """The outcomes of a claim by id."""
    made = registry.theorem(theorem).model_validate(parameters)
    return {outcome.id: outcome for outcome in made.outcomes(c)}


def conditions(theorem: str, c: nodes.Cell, **parameters: object) -> dict[str, th.Condition]:
    """The conditions of a claim by id."""
    made = registry.theorem(theorem).model_validate(parameters)
    return {condition.id: condition for condition in made.conditions(c)}


def controls(theorem: str, c: nodes.Cell, **parameters: object) -> dict[str, th.Control]:
    """The controls of a claim by id."""
    made = registry.theorem(theorem).model_validate(parameters)
    return {control.id: control for control in made.controls(c)}
