"""What a run returns: plain floats, and nothing of the array library that made them."""

from __future__ import annotations

from collections.abc import Mapping

from earlyspec.frozen import dataclass


@dataclass(frozen=True)
class Divergence:
    """The run left the numbers: at which step (a flow: time) it was noticed, in what, and how."""

    step: float
    what: str
    how: str = "is not finite"


@dataclass(frozen=True)
class SeedRun:
    """One seed of one cell.

    Attributes:
      seed: the seed.
      steps: the recorded steps (a flow's times) that were reached; all of the cell's, unless the
        run diverged.
      series: quantity id -> one tuple a recorded step (length 1 for a scalar quantity).
      once: quantity id -> the values of a quantity measured before the first step.
      divergence: where the run left the numbers, or None. Values at and after it are not kept.
    """

    seed: int
    steps: tuple[float, ...]
    series: Mapping[str, tuple[tuple[float, ...], ...]]
    once: Mapping[str, tuple[float, ...]]
    divergence: Divergence | None


@dataclass(frozen=True)
class CellRun:
    """All seeds of one cell, in the order of the cell's seeds."""

    seeds: tuple[SeedRun, ...]
