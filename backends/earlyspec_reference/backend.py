"""The entry point of the reference backend."""

from __future__ import annotations

import platform
from pathlib import Path

import numpy as np

from earlyspec.backend import Device, require_steps
from earlyspec.plans.nodes import Cell
from earlyspec_reference import dynamics, models
from earlyspec_reference.program import ReferenceProgram


class ReferenceBackend:
    """NumPy in float64, straight from the formulas: slow, short, and the other opinion."""

    name = "reference"

    def compile(self, cell: Cell, root: Path) -> ReferenceProgram:
        """The cell's program, which interprets it.

        Raises: Unsupported for an architecture without gradients by hand, or an optimiser of optax.
        """
        models.require_support(cell.network)
        dynamics.require_support(cell.dynamics)
        require_steps(cell)
        return ReferenceProgram(cell, root)

    def device(self) -> Device:
        """The processor and NumPy."""
        return Device(
            platform="cpu",
            name=platform.processor() or platform.machine(),
            count=1,
            versions={"numpy": np.__version__, "python": platform.python_version()},
        )

    def platforms(self) -> tuple[str, ...]:
        """None: there is no program text."""
        return ()

    def forget(self) -> None:
        """Nothing is kept between programs."""


BACKEND = ReferenceBackend()
