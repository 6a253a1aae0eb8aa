"""How far training moves the kernel, by the width, against the theory sheet of hu2020, 8.5.

d = 40, n = 300, trained to c = 1; ||Theta(T) - Theta(0)|| d / n at m = 100 ... 3200 there, and its
slope in m. The labels and the rate there are those of 8.4; here, too, by the reference backend.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("earlyspec_reference")

import earlyspec
from earlyspec.backend import find

WIDTHS = (100, 400, 1600)
# activation, layers: the rate; the drift at m = 100 and 3200 of the sheet, and its slope in m.
ROWS = {
    ("erf", "first"): ("d / 4", 0.0125, 0.00034, -1.05),
    ("erf", "both"): ("d / 4", 0.282, 0.0086, -1.01),
    ("relu", "first"): ("d / 4", 0.031, 0.0030, -0.69),
    ("relu", "both"): ("2", 0.245, 0.0078, -0.99),
}
SPEC = """\
earlyspec: 1
title: How far training moves the kernel
let: {{m: 100}}
data:
  inputs: {{distribution: gaussian, dim: 40}}
  labels: {{rule: teacher, network: {{width: 5, activation: erf}}, then: sign}}
  train: 300
  test: 2
architecture: {{kind: two-layer, width: m, activation: {activation}, init: symmetric}}
regime: {{horizon: 1}}
train: {{layers: {layers}, learning_rate: {rate}, record: {{spacing: linear, count: 2}}}}
measure: [{{kind: kernel-drift, layers: {layers}}}]
sweep: {{m: {widths}}}
seeds: 3
"""


@pytest.mark.parametrize(("activation", "layers"), ROWS)
def test_the_drift_falls_with_the_width_as_the_sheet_has_it(activation, layers, tmp_path):
    """Its slope in m to 0.15, and its size on the line between the sheet's ends to a third."""
    rate, narrow, wide, slope = ROWS[activation, layers]
    path = tmp_path / "drift.yaml"
    path.write_text(
        SPEC.format(activation=activation, layers=layers, rate=rate, widths=list(WIDTHS))
    )
    checked = earlyspec.check(path)
    assert checked.plan is not None, checked.findings
    found = []
    for cell in checked.plan.cells:
        (drift,) = (each for each in cell.quantities if each.id.startswith("kernel-drift"))
        alone = replace(cell, quantities=(drift,), references=())
        program = find("reference").compile(alone, tmp_path)
        last = [program.run(seed, None).series[drift.id][-1][0] for seed in cell.seeds]
        found.append(np.exp(np.mean(np.log(last))))
    fitted, _ = np.polyfit(np.log(WIDTHS), np.log(found), 1)
    assert fitted == pytest.approx(slope, abs=0.15)
    ends = np.log([100, 3200]), np.log([narrow, wide])
    expected = np.exp(np.interp(np.log(WIDTHS), *ends))
    np.testing.assert_allclose(found, expected, rtol=1 / 3)
