"""What is the JAX backend's own about gradient flow."""

import pytest
from conformance.cells import flowing

from earlyspec.backend import find
from earlyspec.plans.nodes import Integrator


@pytest.mark.parametrize("method", ["explicit", "implicit", "fixed"])
def test_a_flow_is_lowered_for_platforms_that_are_not_here(method, tmp_path):
    how = {"step": 0.1} if method == "fixed" else {"tolerance": 1e-8, "absolute": 1e-8}
    program = find("jax").compile(flowing(Integrator(method, **how)), tmp_path)
    for platform in ("cuda", "tpu"):
        text = program.text("stablehlo", platform)
        assert "module" in text
        assert "callback" not in text
