"""When a network leaves its linear model, against the theory sheet of hu2020, 8.8.

Erf, both layers, d = 32, n = 1500, m = 512: E (f - f_lin)^2 / E f_lin^2 on training and on fresh
inputs, at the step c d log(d) / eta. The sheet prints one run; here means of two seeds.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("earlyspec_reference")

import earlyspec
from earlyspec.backend import find

SHEET = {1: (0.010, 0.010), 4: (0.012, 0.011), 8: (0.020, 0.013), 15: (0.045, 0.021)}
D, RATE = 32, 8
STEPS = [round(c * D * math.log(D) / RATE) for c in SHEET]
SPEC = f"""\
earlyspec: 1
title: When a network leaves its linear model
data:
  inputs: {{distribution: gaussian, dim: {D}}}
  labels: {{rule: teacher, network: {{width: 5, activation: erf}}, then: sign}}
  train: 1500
  test: 2000
architecture: {{kind: two-layer, width: 512, activation: erf, init: symmetric}}
train: {{layers: both, learning_rate: {RATE}, steps: {STEPS[-1]}, record: [0, *STEPS]}}
claims: [hu2020/theorem-d.1]
measure: [relative-gap, {{kind: relative-gap, split: test}}]
seeds: 2
""".replace("*STEPS", ", ".join(map(str, STEPS)))
NAMES = ("relative-gap", "relative-gap(split=test)")


def test_the_gap_grows_as_the_sheet_has_it(tmp_path):
    """To a third, the scatter of single runs; memorisation shows on training inputs first."""
    path = tmp_path / "departure.yaml"
    path.write_text(SPEC)
    checked = earlyspec.check(path)
    assert checked.plan is not None, checked.findings
    (cell,) = checked.plan.cells
    own = tuple(each for each in cell.quantities if each.id in NAMES)
    paired = tuple(each for each in cell.references if each.name == "paired")
    program = find("reference").compile(replace(cell, quantities=own, references=paired), tmp_path)
    runs = [program.run(seed, None).series for seed in cell.seeds]
    found = np.mean([[np.ravel(run[name])[1:] for name in NAMES] for run in runs], axis=0)
    np.testing.assert_allclose(found.T, list(SHEET.values()), rtol=1 / 3)
    assert found[0, -1] > 1.5 * found[1, -1]
