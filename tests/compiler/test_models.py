"""Models that a measurement may name, with a claim that brings them and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from earlyspec import session

SPEC = """\
earlyspec: 1
title: Measured, not claimed
data:
  inputs: {{distribution: gaussian, dim: 6}}
  labels: {{rule: linear, then: sign}}
  train: 20
  test: 8
architecture: {architecture}
train: {{layers: {layers}, learning_rate: 1, steps: 8}}
measure: [{measure}]
{rest}
"""
TWO = "{kind: two-layer, width: 8, activation: erf}"
DEEP = "{kind: fully-connected, depth: 2, width: 8, activation: erf}"


def checked(tmp_path: Path, measure: str, architecture=TWO, layers="both", rest=""):
    path = tmp_path / "spec.yaml"
    path.write_text(
        SPEC.format(measure=measure, architecture=architecture, layers=layers, rest=rest)
    )
    return session.check(str(path)), str(path)


@pytest.mark.parametrize("measure", ["relative-gap", "reference-gap", "reference-norm"])
def test_a_network_has_its_linear_model_without_a_claim(tmp_path: Path, measure: str) -> None:
    result, path = checked(tmp_path, measure)
    assert result.ok
    report = session.run_spec(path, session.Options(backend="reference")).report
    assert any(curve.quantity == measure for curve in report.cells[0].curves)


def test_it_is_the_model_of_the_claim(tmp_path: Path) -> None:
    alone, _ = checked(tmp_path, "relative-gap")
    claimed, _ = checked(tmp_path, "relative-gap", rest="claims: [hu2020/theorem-d.1]")
    (paired,) = alone.plan.cells[0].references
    assert paired in claimed.plan.cells[0].references


def test_a_deep_network_has_the_linear_part_of_its_kernel(tmp_path: Path) -> None:
    result, _ = checked(tmp_path, "relative-gap", DEEP, "all")
    assert [each.word.kind for each in result.plan.cells[0].references] == ["deep-linear"]


@pytest.mark.parametrize(
    ("measure", "architecture"),
    [
        ("{kind: relative-gap, model: naive}", TWO),
        ("{kind: relative-gap, model: optimum}", DEEP),
        ("relative-gap", DEEP.replace("erf", "relu")),
    ],
)
def test_a_model_that_nothing_brings_is_a_finding(tmp_path, measure, architecture) -> None:
    layers = "both" if architecture == TWO else "all"
    result, _ = checked(tmp_path, measure, architecture, layers)
    assert [finding.code for finding in result.findings] == ["ES318"]
    assert result.findings[0].span is not None


def test_a_constant_of_no_condition_is_a_finding(tmp_path: Path) -> None:
    claim = "claims: [{{theorem: hu2020/theorem-d.1, constants: {{{}: 3}}}}]"
    right, _ = checked(tmp_path, "loss", rest=claim.format("horizon"))
    assert not [finding for finding in right.findings if finding.code == "ES201"]
    wrong, _ = checked(tmp_path, "loss", rest=claim.format("horizn"))
    (finding,) = [finding for finding in wrong.findings if finding.code == "ES201"]
    assert "horizon" in finding.help()
    assert finding.span.line == 11
    assert not wrong.ok


def test_every_network_has_its_linearisation(tmp_path: Path) -> None:
    for architecture, layers in ((TWO, "first"), (DEEP.replace("erf", "relu"), "all")):
        measure = "{kind: prediction-gap, model: linearised}"
        result, _ = checked(tmp_path, measure, architecture, layers)
        assert result.ok
        names = [each.name for each in result.plan.cells[0].references]
        assert names == ["linearised"]


@pytest.mark.parametrize("train", ["optimizer: adam", "optimizer: sgd, batch: 4"])
def test_other_dynamics_than_the_linearisation_knows_are_a_finding(tmp_path, train) -> None:
    path = tmp_path / "spec.yaml"
    measure = "{kind: prediction-gap, model: linearised}"
    text = SPEC.format(measure=measure, architecture=TWO, layers="first", rest="")
    path.write_text(text.replace("steps: 8", f"steps: 8, {train}"))
    result = session.check(str(path))
    assert [finding.code for finding in result.findings] == ["ES330"]
    assert result.findings[0].span.line == 10
    assert result.plan is None


def test_a_kernel_that_does_not_fit_is_a_finding(tmp_path) -> None:
    path = tmp_path / "spec.yaml"
    measure = "{kind: prediction-gap, model: linearised}"
    text = SPEC.format(measure=measure, architecture=TWO, layers="first", rest="")
    path.write_text(text.replace("train: 20\n", "train: 30000\n"))
    options = session.Options(backend="reference", memory=8 * 2**30)
    finding = session.run_spec(str(path), options).findings[-1]
    assert finding.code == "ES502"
    assert finding.part == "linearised network"
