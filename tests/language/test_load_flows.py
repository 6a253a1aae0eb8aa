"""What is said of gradient flows, and what is amiss with it."""

from __future__ import annotations

import pytest

from earlyspec.language.load import load
from earlyspec.source.document import Document

SPEC = """\
earlyspec: 1
title: A flow
data: {{inputs: {{distribution: gaussian, dim: 8}}, labels: {{rule: linear}}, train: 9}}
architecture: {{kind: two-layer, width: 16, activation: {phi}}}
train: {{layers: both, {train}}}
measure: loss
"""
FLOW = "optimizer: gradient-flow"
CASES = {
    "explicit": ("tanh", f"{FLOW}, time: 1", None),
    "implicit": ("tanh", f"{FLOW}, time: 1, solver: implicit, tolerance: 1e-8", None),
    "fixed": ("relu", f"{FLOW}, time: 1, solver: fixed, step: 0.1", None),
    "fixed, smooth": ("tanh", f"{FLOW}, time: 1, solver: fixed, step: 0.1", None),
    "a horizon": ("tanh", FLOW, "ES305"),
    "steps": ("tanh", f"{FLOW}, time: 1, steps: 3", "ES327"),
    "a batch": ("tanh", f"{FLOW}, time: 1, batch: 3", "ES307"),
    "options": ("tanh", f"{FLOW}, time: 1, options: {{b1: 0.9}}", "ES310"),
    "a kink": ("relu", f"{FLOW}, time: 1", "ES329"),
    "no step": ("relu", f"{FLOW}, time: 1, solver: fixed", "ES329"),
    "a step": ("tanh", f"{FLOW}, time: 1, step: 0.1", "ES329"),
    "both": ("relu", f"{FLOW}, time: 1, solver: fixed, step: 0.1, tolerance: 1e-8", "ES329"),
    "too sharp": ("tanh", f"{FLOW}, time: 1, solver: implicit, tolerance: 1e-12", "ES329"),
    "a late record": ("tanh", f"{FLOW}, time: 1, record: [0.5, 2]", "ES308"),
    "descent with a time": ("tanh", "learning_rate: 0.1, steps: 3, time: 1", "ES326"),
    "descent with a solver": ("tanh", "learning_rate: 0.1, steps: 3, solver: fixed", "ES326"),
    "descent without a rate": ("tanh", "steps: 3", "ES202"),
    "half a step": ("tanh", "learning_rate: 0.1, steps: 3, record: [1.5]", "ES203"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_flow_is_read_or_told_about(name: str) -> None:
    phi, train, code = CASES[name]
    loaded = load(Document("spec.yaml", SPEC.format(phi=phi, train=train)))
    assert [each.code for each in loaded.findings] == ([] if code is None else [code])


def test_float32_cannot_show_the_error_of_a_flow() -> None:
    text = SPEC.format(phi="tanh", train=f"{FLOW}, time: 1") + "precision: float32\n"
    assert [each.code for each in load(Document("spec.yaml", text)).findings] == ["ES327"]
