"""A run's numbers, as the judge reads them: one reduced reading a seed, or why there is none."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeVar

from earlyspec.frozen import dataclass
from earlyspec.judge.absence import none_at
from earlyspec.plans.measurements import CellRun, SeedRun
from earlyspec.plans.nodes import Cell
from earlyspec.theorems._base import Series


class Missing(Exception):
    """A seed gave no number; the message says why."""


@dataclass(frozen=True)
class Reading:
    """A number, and how far from the truth its estimator may have left it.

    Of a bound that does not exist the number is infinity.
    """

    value: float
    error: float = 0.0

    @property
    def low(self) -> float:
        return self.value - self.error

    @property
    def high(self) -> float:
        return self.value + self.error


@dataclass(frozen=True)
class Evidence:
    """A cell with what its run returned; `run` is None before anything has run."""

    cell: Cell
    run: CellRun | None

    def values(self, series: Series) -> tuple[float, ...]:
        """The series reduced to one number a seed, in the order of the seeds, errors left out.

        Raises: Missing, as `readings` does.
        """
        return tuple(reading.value for reading in self.readings(series))

    def readings(self, series: Series, or_none: bool = False) -> tuple[Reading, ...]:
        """The series reduced to one reading a seed, in the order of the seeds.

        or_none: a bound that does not exist is read as infinity.

        Raises: Missing if nothing has run, a seed diverged before the time that counts, the
          quantity was not measured, or it is a bound and there is none.
        """
        bounded, none = self._bounded(series), none_at(series.word)
        found = tuple(_reduce(series, seed, bounded, none) for seed in self._seeds())
        return found if or_none else _all_there(series, found)

    def paths(self, series: Series, or_none: bool = False) -> tuple[dict[float, Reading], ...]:
        """The series at every recorded step that counts, a seed each; all components' largest.

        Raises: Missing, as `readings` does.
        """
        bounded, none = self._bounded(series), none_at(series.word)
        found = tuple(_path(series, seed, bounded, none) for seed in self._seeds())
        if not or_none:
            _all_there(series, [reading for path in found for reading in path.values()])
        return found

    def _seeds(self) -> tuple[SeedRun, ...]:
        if self.run is None:
            raise Missing("nothing was run")
        return self.run.seeds

    def _bounded(self, series: Series) -> bool:
        label = series.word.label
        return any(q.bounded_error for q in self.cell.quantities if q.id == label)


Readings = TypeVar("Readings", bound=Sequence[Reading])


def _all_there(series: Series, found: Readings) -> Readings:
    if any(math.isinf(reading.value) for reading in found):
        raise Missing(f"{series.word.label}: there is no such bound")
    return found


def _reduce(series: Series, run: SeedRun, bounded: bool, none: float | None) -> Reading:
    if series.reduce == "once":
        name = series.word.label
        if name not in run.once:
            raise Missing(f"{name} was not measured")
        return _reading(series, run.once[name], bounded, none)
    path = list(_path(series, run, bounded, none).values())
    return path[-1] if series.reduce == "last" else _largest(path)


def _largest(path: Sequence[Reading]) -> Reading:
    """The maximum: it lies between the largest lower end and the largest upper one."""
    value = max(reading.value for reading in path)
    if math.isinf(value):
        return Reading(value)
    above = max(reading.high for reading in path) - value
    below = value - max(reading.low for reading in path)
    return Reading(value, max(above, below))


def _path(series: Series, run: SeedRun, bounded: bool, none: float | None) -> dict[float, Reading]:
    name = series.word.label
    if run.divergence is not None and (series.until is None or run.divergence.step <= series.until):
        raise Missing(
            f"seed {run.seed} diverged at step {run.divergence.step} ({run.divergence.what})"
        )
    if name not in run.series:
        raise Missing(f"{name} was not measured")
    path = {
        step: _reading(series, values, bounded, none)
        for step, values in zip(run.steps, run.series[name], strict=True)
        if series.until is None or step <= series.until
    }
    if not path:
        raise Missing(f"{name} was not recorded up to step {series.until}")
    return path


def _reading(series: Series, values: Sequence[float], bounded: bool, none: float | None) -> Reading:
    """The largest component; of an estimate, the last of the values is the bound on its error."""
    if not all(map(math.isfinite, values)):
        raise Missing(f"{series.word.label} is not a finite number")
    numbers, error = (values[:-1], abs(values[-1])) if bounded else (values, 0.0)
    if none is not None and max(numbers) >= none:
        return Reading(math.inf)
    return Reading(max(numbers) * series.scale, error * abs(series.scale))


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
    """The letter `over` (d, n or m) of a cell, or the swept name; NaN, one size, for no such."""
    cell = evidence.cell
    letters: Mapping[str, float] = {"d": cell.d, "n": cell.n, "m": cell.m}
    return letters[over] if over in letters else cell.point.get(over, math.nan)


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
