"""Every theorem against every kind of model: its hypotheses decided, or a finding; no crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from earlyspec import registry, session
from earlyspec.diagnostics.finding import Severity

MODELS = {
    "two-layer": "width: 8, activation: relu",
    "fully-connected": "depth: 2, width: 8, activation: erf",
    "convolutional": "image: 6, filter: 3, channels: 4, depth: 1, activation: erf",
    "diagonal-linear": "scale: 0.5",
    "single-neuron": "start: 1",
    "kernel-ridge": "kernel: exponential",
}
TRAINED = {
    "descends": "train: {layers: all, learning_rate: 0.01, steps: 3}\n",
    "flows": "train: {layers: all, optimizer: gradient-flow, solver: fixed, step: 0.5, time: 1}\n",
    "stands": "",
}
SPEC = """\
earlyspec: 1
title: A small spec
data:
  inputs: {{distribution: sphere, dim: 6}}
  labels: {{rule: linear}}
  train: 5
  test: 4
architecture: {{kind: {kind}, {fields}}}
{train}claims: [{claim}]
seeds: 2
"""


def test_no_model_is_left_out() -> None:
    assert set(MODELS) == set(registry.names("architectures"))


@pytest.mark.parametrize("theorem", registry.theorems())
def test_it_is_checked_and_could_be_measured(tmp_path: Path, theorem: str) -> None:
    path, could = tmp_path / "spec.yaml", False
    needed = [name for name, f in registry.theorem(theorem).model_fields.items() if f.required]
    claim = f"{{theorem: {theorem}{''.join(f', {name}: 0.5' for name in needed)}}}"
    for kind, fields in MODELS.items():
        for train in TRAINED.values():
            text = SPEC.format(kind=kind, fields=fields, train=train, claim=claim)
            path.write_text(text, encoding="utf-8")
            checked = session.check(str(path))
            errors = [each for each in checked.findings if each.severity is Severity.ERROR]
            if errors:
                assert "ES900" not in {each.code for each in errors}
                continue
            could = True
            assert checked.plan is not None
            for quantity in checked.plan.cells[0].quantities:
                only = registry.load("measurements", quantity.word.kind).architectures
                assert kind in (only or (kind,)), quantity.id
    assert could, "there is no model that it can be held against"
