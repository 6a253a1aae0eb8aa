"""A plan, what its cells returned, and the verdicts, put together as a report."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from earlyspec.judge.absence import none_at
from earlyspec.judge.claims import revive
from earlyspec.judge.intervals import mean
from earlyspec.judge.times import times
from earlyspec.judge.verdicts import ClaimVerdict, Estimate
from earlyspec.plans.codec import digest
from earlyspec.plans.measurements import CellRun, SeedRun
from earlyspec.plans.nodes import Cell, Plan, Quantity
from earlyspec.report.model import FORMAT, CellReport, Curve, Once, Report
from earlyspec.theorems._base import series_of


def assemble(
    plan: Plan, runs: Sequence[CellRun], claims: tuple[ClaimVerdict, ...], spec: str, backend: str
) -> Report:
    """The report of a run.

    Args:
      plan: what ran.
      runs: what its cells returned, in its order.
      claims: the verdicts on it.
      spec: the spec's file name, without its folder.
      backend: the backend's name.
    """
    return Report(
        format=FORMAT,
        title=plan.title,
        cite=plan.cite,
        spec=spec,
        plan=digest(plan),
        seeds=plan.cells[0].seeds,
        precision=plan.cells[0].precision,
        backend=backend,
        claims=claims,
        cells=tuple(_cell(cell, run, plan) for cell, run in zip(plan.cells, runs, strict=True)),
    )


def _cell(cell: Cell, run: CellRun, plan: Plan) -> CellReport:
    unit = " norm(ntk)" if cell.dynamics.relative else ""
    sizes = {
        "d": cell.d,
        "n": cell.n,
        "n_test": cell.n_test,
        "m": cell.m,
        "T": cell.steps,
        f"eta_1{unit}": cell.eta_1,
        f"eta_2{unit}": cell.eta_2,
        "c": cell.horizon,
    }
    clock = cell.dynamics.clock
    whole = [seed for seed in run.seeds if seed.divergence is None]
    return CellReport(
        point=dict(cell.point),
        sizes={letter: value for letter, value in sizes.items() if math.isfinite(value)},
        curves=tuple(curve for q in _told(cell, plan) if q.per_step for curve in _curves(q, whole)),
        once=tuple(o for q in cell.quantities if not q.per_step for o in _once(q, run.seeds)),
        diverged=tuple(
            f"seed {seed.seed} at {clock} {lost.step:.12g}: {lost.what} {lost.how}"
            for seed in run.seeds
            if (lost := seed.divergence) is not None
        ),
        horizon_step=_horizon(cell, plan),
        times=times(cell, run.seeds),
        flows=cell.dynamics.flows,
    )


def _told(cell: Cell, plan: Plan) -> list[Quantity]:
    """The quantities that a reader wants curves of: not those that only serve to catch a lie."""
    truths, lies = set(), set()
    for theorem in map(revive, plan.claims):
        records = [*theorem.conditions(cell), *theorem.outcomes(cell)]
        truths |= {series.word.label for record in records for series in series_of(record)}
        told = [control.outcome for control in theorem.controls(cell)]
        lies |= {series.word.label for record in told for series in series_of(record)}
    lies -= truths
    return [quantity for quantity in cell.quantities if quantity.id not in lies]


def _horizon(cell: Cell, plan: Plan) -> float | None:
    """The last step that every outcome of every claim speaks of; None without a claim.

    Descent is for T steps because of a horizon; a flow that ends is only no longer followed.
    """
    ends = () if cell.dynamics.flows else (cell.steps,)
    untils = [
        end
        for claim in plan.claims
        for outcome in revive(claim).outcomes(cell)
        for series in series_of(outcome)[:1]
        for end in (ends if series.until is None else (series.until,))
    ]
    return min(untils, default=None)


def _curves(quantity: Quantity, runs: Sequence[SeedRun]) -> Iterator[Curve]:
    """One curve a component; none where every seed diverged.

    A bound's has the steps at which every seed has one: what stands for none has no mean.

    The components of a quantity, such as the outputs at five test points, are those of one seed:
    another seed draws other points, and their mean would be of nothing.
    """
    having = [run for run in runs if quantity.id in run.series]
    if not having:
        return
    width = len(having[0].series[quantity.id][0])
    having = having if width == 1 else having[:1]
    none = none_at(quantity.word)
    kept = [
        i
        for i in range(len(having[0].steps))
        if none is None or all(max(run.series[quantity.id][i]) < none for run in having)
    ]
    if not kept:
        return
    for k in range(width):
        rows = [[run.series[quantity.id][i][k] for i in kept] for run in having]
        told = [mean(step) for step in zip(*rows, strict=True)]
        yield Curve(
            quantity.id if width == 1 else f"{quantity.id}[{k}]",
            quantity.unit,
            tuple(having[0].steps[i] for i in kept),
            tuple(each.value for each in told),
            tuple(_low(each) for each in told),
            tuple(_high(each) for each in told),
            len(having),
        )


def _once(quantity: Quantity, runs: Sequence[SeedRun]) -> Iterator[Once]:
    values = [max(run.once[quantity.id]) for run in runs if quantity.id in run.once]
    none = none_at(quantity.word)
    there = all(math.isfinite(v) and (none is None or v < none) for v in values)
    if values and there:
        told = mean(values)
        yield Once(quantity.id, quantity.unit, told.value, _low(told), _high(told), len(values))


def _low(estimate: Estimate) -> float:
    return estimate.value if estimate.low is None else estimate.low


def _high(estimate: Estimate) -> float:
    return estimate.value if estimate.high is None else estimate.high
