"""A run's numbers, as the judge reads them: one reduced value a seed, or why there is none."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from earlyspec.frozen import dataclass
from earlyspec.plan.measurements import CellRun, SeedRun
from earlyspec.plan.nodes import Cell
from earlyspec.theorems._base import Series


class Missing(Exception):
    """A seed gave no number; the message says why."""


@dataclass(frozen=True)
class Evidence:
    """A cell with what its run returned; `run` is None before anything has run."""

    cell: Cell
    run: CellRun | None

    def values(self, series: Series) -> tuple[float, ...]:
        """The series reduced to one number a seed, in the order of the seeds.

        Raises: Missing if nothing has run, a seed diverged before the time that counts, or the
          quantity was not measured.
        """
        if self.run is None:
            raise Missing("nothing was run")
        return tuple(_reduce(series, seed) for seed in self.run.seeds)


def _reduce(series: Series, run: SeedRun) -> float:
    name = series.word.label
    if series.reduce == "once":
        if name not in run.once:
            raise Missing(f"{name} was not measured")
        return _finite(name, max(run.once[name]))
    if run.divergence is not None and (series.until is None or run.divergence.step <= series.until):
        raise Missing(
            f"seed {run.seed} diverged at step {run.divergence.step} ({run.divergence.what})"
        )
    if name not in run.series:
        raise Missing(f"{name} was not measured")
    counted = [
        _finite(name, value)
        for step, values in zip(run.steps, run.series[name], strict=True)
        for value in values
        if series.until is None or step <= series.until
    ]
    if not counted:
        raise Missing(f"{name} was not recorded up to step {series.until}")
    return counted[-1] if series.reduce == "last" else max(counted)


def _finite(name: str, value: float) -> float:
    if not math.isfinite(value):
        raise Missing(f"{name} is not a finite number")
    return value


def sweeps(evidence: Sequence[Evidence], over: str) -> list[list[Evidence]]:
    """The cells in groups in which `over` is what varies, sizes rising within a group.

    Swept names that are functions of the size, as under `zip`, do not split a group.
    """
    names = [name for name in evidence[0].cell.point if _splits(name, evidence, over)]
    groups: dict[tuple[float, ...], list[Evidence]] = {}
    for each in evidence:
        groups.setdefault(tuple(each.cell.point[name] for name in names), []).append(each)
    return [sorted(group, key=lambda e: size(e, over)) for group in groups.values()]


def size(evidence: Evidence, over: str) -> float:
    """The letter `over` (d, n or m) of a cell, or the swept name."""
    cell = evidence.cell
    letters: Mapping[str, float] = {"d": cell.d, "n": cell.n, "m": cell.m}
    return letters[over] if over in letters else cell.point[over]


def describe(group: Sequence[Evidence], everything: Sequence[Evidence], over: str) -> str:
    """What tells this group from the others: `alpha = 0.2`; empty if it is the only one."""
    names = [name for name in everything[0].cell.point if _splits(name, everything, over)]
    point = group[0].cell.point
    return ", ".join(f"{name} = {point[name]:g}" for name in names)


def _splits(name: str, evidence: Sequence[Evidence], over: str) -> bool:
    seen: dict[float, float] = {}
    return any(
        seen.setdefault(size(each, over), each.cell.point[name]) != each.cell.point[name]
        for each in evidence
    )
