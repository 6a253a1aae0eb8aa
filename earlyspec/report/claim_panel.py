"""One plot of a claim's figure, before it is known how much room there is for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from earlyspec.report.panel import Box, Entry
from earlyspec.report.svg import Canvas


@dataclass(frozen=True)
class Panel:
    """A plot that can be drawn into any box.

    Attributes:
      family: what it is, the first part of the figure's file name.
      title: its own, where there are several.  where: what the figure's title adds.
      statement: what is to be seen to hold, for a figure of this panel alone.
      about: what its marks mean.  told: what is to be seen, in words.
      entries: of the legend.
      height: of the box, in pixels; None for as much as there is.
      draw: draws axes and marks into the box; labels of the axes stand outside of it.
    """

    family: str
    title: str
    where: str
    statement: str
    about: str
    told: str
    entries: tuple[Entry, ...]
    draw: Callable[[Canvas, Box], None]
    height: float | None = None
