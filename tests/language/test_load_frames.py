"""No more inputs at right angles than there are dimensions."""

from __future__ import annotations

from pathlib import Path

import pytest

from earlyspec import session

SPEC = """\
earlyspec: 1
title: A frame
data:
  inputs: {{distribution: orthonormal, dim: 4}}
  labels: {{rule: random}}
  train: {train}
  test: {test}
architecture: {{kind: two-layer, width: 8, activation: tanh}}
train: {{layers: first, learning_rate: 1, steps: 2}}
measure: loss
"""


@pytest.mark.parametrize(("train", "test", "line"), [(5, 1, 6), (4, 6, None), (4, 4, None)])
def test_more_inputs_than_dimensions_are_a_finding(tmp_path: Path, train, test, line) -> None:
    path = tmp_path / "spec.yaml"
    path.write_text(SPEC.format(train=train, test=test))
    errors = [each for each in session.check(str(path)).findings if each.code == "ES302"]
    assert [each.span.line for each in errors] == ([] if line is None else [line])
    if errors:
        assert "at most 4 `orthonormal` inputs" in errors[0].message()
