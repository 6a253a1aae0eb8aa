"""Experiments small enough for the reference backend, in which the truth shows, and how to lie.

Every one is a spec as a user would write it. A lie is either one of its values changed, as with
`--set`, or a theorem that is taught something false.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import earlyspec
from earlyspec import registry
from earlyspec.judge.verdicts import ClaimVerdict
from earlyspec.plans.nodes import Cell, Reference

HEAD = "earlyspec: 1\ntitle: A truth to lie about\n"

FIRST_LAYER = """
let: {d: 16, c: 1}
data:
  inputs: {distribution: gaussian, dim: d}
  labels: {rule: teacher, network: {width: 5, activation: erf}, then: sign}
  train: ceil(1.5 * d^1.5)
  test: 300
architecture: {kind: two-layer, width: 2 * ceil(d^1.5 / 2), activation: erf, init: symmetric}
regime: {alpha: 0.2, horizon: c}
train: {layers: first, learning_rate: d / 2}
claims: [hu2020/theorem-3.2]
sweep: {d: [8, 16, 32, 64]}
seeds: 8
"""

# Labels of mean 0.38: sign(p + 1/2). With kappa != 0 the bias nu is what learns it.
OFFSET = FIRST_LAYER.replace("activation: erf, init", "activation: relu, init").replace(
    "{rule: teacher, network: {width: 5, activation: erf}, then: sign}",
    "{rule: polynomial, coefficients: [0.5, 1], then: sign}",
)

# One size, so the claim says what it calls close: labels have mean square 1.
ONE_SIZE = """
let: {d: 32, c: 1}
data:
  inputs: {distribution: gaussian, dim: d}
  labels: {rule: teacher, network: {width: 5, activation: erf}, then: sign}
  train: 400
  test: 300
architecture: {kind: two-layer, width: 400, activation: erf, init: symmetric}
regime: {alpha: 0.2, horizon: c}
train: {layers: first, learning_rate: 0.8 * d, record: {spacing: linear, count: 4}}
claims: [{theorem: hu2020/theorem-3.2, within: 0.013}]
seeds: 3
"""

KERNEL = """
let: {d: 16}
data:
  inputs: {distribution: gaussian, dim: d}
  labels: {rule: random}
  train: ceil(3 * d^1.2)
  test: 2
architecture: {kind: two-layer, width: 2 * ceil(1.5 * d^1.2), activation: relu, init: symmetric}
regime: {alpha: 0.2}
train: {layers: first, learning_rate: 1, steps: 1}
claims: [hu2020/proposition-3.4]
sweep: {d: [4, 8, 16, 32]}
seeds: 16
"""

SECOND_KERNEL = """
let: {d: 16}
data:
  inputs: {distribution: gaussian, dim: d}
  labels: {rule: random}
  train: ceil(2 * d^1.5)
  test: 2
architecture: {kind: two-layer, width: 2 * ceil(d^2.2), activation: relu, init: symmetric}
regime: {alpha: 0.2}
train: {layers: second, learning_rate: 1, steps: 1}
claims: [hu2020/proposition-d.8]
sweep: {d: [3, 6, 12, 24]}
seeds: 16
controls: false
"""

NORM_TARGET = """
data:
  inputs: {distribution: gaussian, dim: 20}
  labels: {rule: norm, then: {kind: noise, scale: 0.1}}
  train: 500
  test: 1000
architecture: {kind: two-layer, width: 1024, activation: relu, init: symmetric}
train: {layers: both, learning_rate: 1, steps: 30, record: {spacing: linear, count: 4}}
claims: [hu2020/figure-2]
seeds: 4
"""

CERTIFICATE = """
data:
  inputs: {distribution: gaussian, dim: 20}
  labels: {rule: teacher, network: {width: 5, activation: erf}, then: sign}
  train: 150
  test: 60
architecture: {kind: two-layer, width: 300, activation: erf, init: symmetric}
train: {layers: first, learning_rate: 4, steps: 12}
claims: [hu2020/certificate-defect, hu2020/certificate-two-part, hu2020/certificate-eps]
seeds: 2
"""

PREMISE = """
data:
  inputs: {distribution: gaussian, dim: 4}
  labels: {rule: random}
  train: 8
  test: 2
architecture: {kind: two-layer, width: 2, activation: relu, init: symmetric}
claims: [hu2020/assumption-3.2]
"""


def run(spec: str, settings: Mapping[str, object] | None = None) -> earlyspec.Ran:
    """The spec through the public door, with values set as on the command line."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "spec.yaml"
        path.write_text(HEAD + spec, encoding="utf-8")
        ran = earlyspec.run(path, settings, backend="reference")
    assert ran.report is not None, [finding.message() for finding in ran.findings]
    return ran


def claims(spec: str, settings: Mapping[str, object] | None = None) -> tuple[ClaimVerdict, ...]:
    """The verdicts of a run."""
    report = run(spec, settings).report
    assert report is not None
    return report.claims


@cache
def truth(spec: str) -> ClaimVerdict:
    """The one claim of a spec as it stands; run once for all the lies that are held against it."""
    (claim,) = claims(spec)
    return claim


def words(claim: ClaimVerdict) -> dict[str, str]:
    """Outcome -> its word."""
    return {outcome.id: outcome.word for outcome in claim.outcomes}


def failing(claim: ClaimVerdict) -> set[str]:
    """The hypotheses that fail."""
    return {condition.id for condition in claim.conditions if condition.word == "fails"}


def teach(monkeypatch: pytest.MonkeyPatch, theorem: str, lie: str) -> None:
    """Have a theorem take one of its own lies for its linear model, as a wrong formula would."""
    kind = registry.theorem(theorem)
    true = kind.references

    def wrong(self: object, c: Cell) -> Iterator[Reference]:
        words = {reference.name: reference.word for reference in true(self, c)}
        words["paired"] = words[lie]
        return (Reference(name, word) for name, word in words.items())

    monkeypatch.setattr(kind, "references", wrong)
