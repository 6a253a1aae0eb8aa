"""The report as data. Every rendering is a function of it and of nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from earlyspec.judge.times import Time
from earlyspec.judge.verdicts import ClaimVerdict

FORMAT = 1


@dataclass(frozen=True)
class Curve:
    """A recorded quantity of one cell: mean over seeds and the pointwise spread.

    Attributes:
      quantity: id of the measurement, component k written `id[k]` when it has several.
      unit: its unit.
      steps: recorded steps, (k,).
      mean, low, high: over seeds, (k,); low and high bound a 95 % interval of the mean, and are
        the mean for a single seed.
      seeds: how many seeds reached all steps.
    """

    quantity: str
    unit: str
    steps: tuple[float, ...]
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    seeds: int


@dataclass(frozen=True)
class Once:
    """A quantity measured before the first step, over seeds."""

    quantity: str
    unit: str
    mean: float
    low: float
    high: float
    seeds: int


@dataclass(frozen=True)
class CellReport:
    """What one sweep point did.

    Attributes:
      point: swept names and their values.  sizes: d, n, m, T and the rates, by letter.
      horizon_step: the step up to which the theorems speak, for figures; None for none.
      diverged: one sentence a seed that diverged.
      times: when the network left its linear model, and when that had converged.
      flows: whether the network flows: its steps are times then.
    """

    point: Mapping[str, float]
    sizes: Mapping[str, float]
    curves: tuple[Curve, ...]
    once: tuple[Once, ...]
    diverged: tuple[str, ...]
    horizon_step: float | None = None
    times: tuple[Time, ...] = ()
    flows: bool = field(default=False, metadata={"unwritten": "false"})

    @property
    def clock(self) -> str:
        """What its steps are called: `step`, or `time`."""
        return "time" if self.flows else "step"


@dataclass(frozen=True)
class Report:
    """A run, told.

    Attributes:
      format: version of this schema.  title, cite: as in the spec.
      spec: the spec's file name.  plan: the plan's hash.
      seeds: the seeds.  precision, backend: as run.
      claims: the verdicts, in the spec's order.  cells: in the sweep's order.
    """

    format: int
    title: str
    cite: str | None
    spec: str
    plan: str
    seeds: tuple[int, ...]
    precision: str
    backend: str
    claims: tuple[ClaimVerdict, ...]
    cells: tuple[CellReport, ...]

    @property
    def clock(self) -> str:
        """What the steps are called: `step`, or `time`; all cells of a spec move alike."""
        return next((cell.clock for cell in self.cells), "step")

    def _repr_markdown_(self) -> str:
        from earlyspec.report.notebook import markdown

        return markdown(self)

    def _repr_html_(self) -> str:
        from earlyspec.report.notebook import page

        return page(self)
