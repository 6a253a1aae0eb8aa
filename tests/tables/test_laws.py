"""Claim 3.1's three numbers for five laws, against the theory sheet of hu2020, 8.1.

n = 4d; means of three seeds at d = 32, 128 and 512 there, and here by the reference backend.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("earlyspec_reference")

import earlyspec
from earlyspec.backend import find

SIZES = (32, 128, 512)
NUMBERS = ("norm-deviation", "inner-product", "gram-norm")
LAWS = {
    "gaussian": ((1.95, 1.95, 1.98), (1.98, 1.87, 1.79), (2.13, 2.19, 2.24)),
    "rademacher": ((0.0, 0.0, 0.0), (1.82, 1.72, 1.87), (2.07, 2.16, 2.23)),
    "uniform": ((1.15, 1.17, 1.17), (1.78, 1.79, 1.84), (2.09, 2.19, 2.22)),
    "gaussian, covariance: {kind: ar1, rho: 0.5}": (
        (2.71, 2.38, 2.75),
        (2.71, 2.60, 2.50),
        (3.71, 3.91, 4.11),
    ),
}
HEAVY = ((9.0, 55.0, 246.0), (3.7, 10.0, 21.0), (2.3, 4.3, 8.7))
SPEC = """\
earlyspec: 1
title: The three numbers of Claim 3.1
let: {{d: 32}}
data:
  inputs: {{distribution: {law}, dim: d}}
  labels: {{rule: random}}
  train: 4 * d
  test: 2
architecture: {{kind: two-layer, width: 2, activation: erf, init: symmetric}}
train: {{layers: first, learning_rate: 1, steps: 1}}
measure: [norm-deviation, inner-product, gram-norm]
sweep: {{d: [32, 128, 512]}}
seeds: 3
"""


def numbers(law, folder):
    """(number, size, seed) array."""
    path = folder / "law.yaml"
    path.write_text(SPEC.format(law=law))
    checked = earlyspec.check(path)
    assert checked.plan is not None, checked.findings
    runs = []
    for cell in checked.plan.cells:
        alone = tuple(each for each in cell.quantities if each.id in NUMBERS)
        program = find("reference").compile(replace(cell, quantities=alone, references=()), folder)
        runs.append([program.run(seed, None).once for seed in cell.seeds])
    return np.array([[[run[name][0] for run in cell] for cell in runs] for name in NUMBERS])


@pytest.mark.parametrize("law", LAWS)
def test_numbers_are_those_of_the_sheet(law, tmp_path):
    """Each mean of three within what two such means differ by: four standard errors, and 3 %."""
    found = numbers(law, tmp_path)
    error = np.sqrt(np.mean(found.var(axis=2, ddof=1), axis=1) * 2 / 3)[:, None]
    expected = np.array(LAWS[law])
    assert np.all(np.abs(found.mean(axis=2) - expected) <= 4 * error + 0.03 * expected)


def test_heavy_tails_show_as_in_the_sheet(tmp_path):
    """Student's t with three degrees: all three grow with d, by powers like the sheet's to 0.4."""
    found = np.log(numbers("student-t, freedom: 3", tmp_path)).mean(axis=2)
    size = np.log(SIZES)
    for ours, sheet in zip(found, HEAVY, strict=True):
        slopes = [np.polyfit(size, values, 1)[0] for values in (ours, np.log(sheet))]
        assert slopes[0] == pytest.approx(slopes[1], abs=0.4)
        assert slopes[0] > 0.2
