"""What a gradient flow costs, before it is paid."""

from __future__ import annotations

import pytest

from earlyspec.compiler.cost import cost
from earlyspec.compiler.flow_cost import flow_bytes, gradients
from earlyspec.compiler.lower import lower
from earlyspec.language.load import load
from earlyspec.plans.nodes import Cell
from earlyspec.source.document import Document

SPEC = """\
earlyspec: 1
title: A flow
data: {{inputs: {{distribution: gaussian, dim: 10}}, labels: {{rule: linear}}, train: 8, test: 5}}
architecture: {{kind: two-layer, width: 64, activation: tanh}}
train: {{layers: both, {train}}}
measure: loss
"""


def cell(train: str) -> Cell:
    """The one cell of a small spec that trains like that."""
    loaded = load(Document("spec.yaml", SPEC.format(train=train)))
    assert loaded.specs, loaded.findings
    (found,) = lower([(point.values, point.spec) for point in loaded.specs]).cells
    return found


def test_equal_steps_are_counted() -> None:
    fixed = cell("optimizer: gradient-flow, time: 3, solver: fixed, step: 0.5")
    assert gradients(fixed) == 6 * 6  # six steps of six stages
    assert gradients(cell("learning_rate: 0.1, steps: 36")) == 36
    assert cost(fixed).flops == pytest.approx(cost(cell("learning_rate: 0.1, steps: 36")).flops)


def test_an_implicit_solver_keeps_the_square_of_the_weights() -> None:
    explicit = cell("optimizer: gradient-flow, time: 3")
    implicit = cell("optimizer: gradient-flow, time: 3, solver: implicit")
    weights = 64 * 10 + 64
    assert flow_bytes(implicit) - flow_bytes(explicit) > 8 * 2 * weights**2
    assert flow_bytes(explicit) < 8 * 20 * weights
    assert cost(implicit).field[cost(implicit).dominant] == "train.solver"
    assert flow_bytes(cell("learning_rate: 0.1, steps: 36")) == 0


def test_times_are_short_and_end_where_the_flow_does() -> None:
    linear = cell("optimizer: gradient-flow, time: 10, record: {count: 4}").dynamics.recorded
    assert linear == (0.0, 3.33333, 6.66667, 10.0)
    ratios = cell(
        "optimizer: gradient-flow, time: 10, record: {spacing: logarithmic, count: 5}"
    ).dynamics.recorded
    assert ratios == pytest.approx((0.0, 0.01, 0.1, 1.0, 10.0))
    listed = cell("optimizer: gradient-flow, time: 10, record: [0.5, 2]").dynamics.recorded
    assert listed == (0.0, 0.5, 2.0, 10.0)


def test_a_horizon_gives_the_time_of_a_flow_unrounded() -> None:
    train = "optimizer: gradient-flow, learning_rate: 0.7"
    text = SPEC.format(train=train).replace("measure:", "regime: {horizon: 0.3}\nmeasure:")
    loaded = load(Document("spec.yaml", text))
    (found,) = lower([(point.values, point.spec) for point in loaded.specs]).cells
    assert found.horizon == pytest.approx(0.3, rel=1e-12)
    assert found.steps == pytest.approx(0.3 * 10 * 2.302585092994046 / 0.7)
