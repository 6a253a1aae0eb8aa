"""One core and strict arrays for every test, set before any array library is imported."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

for _name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR"):
    os.environ[f"{_name}_NUM_THREADS"] = "1"
os.environ.setdefault("JAX_PLATFORMS", "cpu")
# A dot product summed by several threads need not give the same bits twice.
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false")
# A silent float32 or a shape broadcast by accident is a fault, not a convenience.
os.environ.setdefault("JAX_NUMPY_DTYPE_PROMOTION", "strict")
os.environ.setdefault("JAX_NUMPY_RANK_PROMOTION", "raise")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rewrite` updates the goldens under tests/diagnostics for review."""
    parser.addoption("--rewrite", action="store_true", help="write the goldens anew")


@pytest.fixture(autouse=True, scope="module")
def _compiled_programs_are_let_go() -> Iterator[None]:
    """XLA maps each program it compiles into memory; Linux allows a process some 65 000 maps."""
    yield
    maps = Path("/proc/self/maps")
    if "jax" in sys.modules and maps.exists() and maps.read_bytes().count(b"\n") > 10_000:
        sys.modules["jax"].clear_caches()
