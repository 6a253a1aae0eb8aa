"""The entry point of the JAX backend."""

from __future__ import annotations

import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jax

from earlyspec.backend import Device, require_steps
from earlyspec.plans.nodes import Cell
from earlyspec_jax.optimisers import require_support
from earlyspec_jax.program import JaxProgram


class JaxBackend:
    """JAX on whatever it finds: one compiled program for all cells of a shape."""

    name = "jax"

    def compile(self, cell: Cell, root: Path) -> JaxProgram:
        """The cell's program; XLA compiles when the first seed of its shape runs.

        Raises: Unsupported for an optimiser that optax lacks, or that needs more than gradients.
        """
        require_support(cell.dynamics)
        require_steps(cell)
        return JaxProgram(cell, root, jax.default_backend())

    def device(self) -> Device:
        """The first device of JAX's default platform."""
        devices = jax.local_devices()
        return Device(
            platform=devices[0].platform,
            name=devices[0].device_kind,
            count=len(devices),
            versions={
                **{
                    name: version(name)
                    for name in ("jax", "jaxlib", "numpy", "optax", "matfree", "diffrax")
                },
                "python": platform.python_version(),
            },
        )

    def platforms(self) -> tuple[str, ...]:
        """What StableHLO can be lowered for, with or without the device."""
        return ("cpu", "cuda", "tpu")

    def forget(self) -> None:
        """Drops every compiled program; XLA keeps the memory maps of each as long as it lives."""
        drop: Any = jax.clear_caches
        drop()


BACKEND = JaxBackend()
