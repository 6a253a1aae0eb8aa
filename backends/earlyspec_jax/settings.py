"""The JAX settings under which a program is traced and run, whatever the caller has set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import jax


@contextmanager
def exact() -> Iterator[None]:
    """Float64 is on, float32 products are float32 products, and seeds mean what they meant.

    Nothing is set for the caller: the settings hold inside the context alone.
    """
    with (
        jax.enable_x64(True),
        # A GPU would multiply in TF32 otherwise, a TPU in bfloat16.
        jax.default_matmul_precision("highest"),
        jax.threefry_partitionable(True),
    ):
        yield
