"""Theorems 1 and 2: true as specified, not supported once the theorem or the run is lied to."""

from __future__ import annotations

import pytest
from lies.experiments import claims, failing, words

from earlyspec.plans.nodes import Reference
from earlyspec.theorems.woodworth2020 import _limits

FLOW = """
let: {a: 1, rate: 1, T: 200, n: 5}
data:
  inputs: {distribution: gaussian, dim: 9}
  labels: {rule: linear, nonzero: 2, then: {kind: noise, scale: 0.2}}
  train: n
  test: 1
architecture: {kind: diagonal-linear, scale: a}
train:
  layers: both
  optimizer: gradient-flow
  learning_rate: {positive: 1, negative: rate}
  loss: half-sum
  time: T
  tolerance: 1e-11
  absolute_tolerance: 1e-14
  record: {spacing: linear, count: 2}
claims: [CLAIM]
sweep: {a: [0.02, 0.5]}
seeds: 2
"""
LIMIT = FLOW.replace("CLAIM", "woodworth2020/theorem-1")
RICH = FLOW.replace("CLAIM", "{theorem: woodworth2020/theorem-2-rich, eps: EPS}").replace(
    "sweep: {a: [0.02, 0.5]}\n", ""
)
DESCENT = (
    LIMIT.replace("optimizer: gradient-flow", "optimizer: gd")
    .replace("  time: T\n  tolerance: 1e-11\n  absolute_tolerance: 1e-14\n", "  steps: 10000\n")
    .replace("{positive: 1, negative: rate}", "0.02")
)


def test_the_truth_is_supported_and_every_lie_is_caught():
    (claim,) = claims(LIMIT)
    assert claim.word == "supported", claim.missing
    assert set(words(claim).values()) == {"confirmed"}
    assert len(claim.controls) == 9
    assert all(control.caught for control in claim.controls)


@pytest.mark.parametrize(
    ("depth", "share"),
    [(3, 1.0), (2, 0.5), (2, 0.9)],
    ids=["another depth", "alpha for alpha^2", "a factor of alpha"],
)
def test_a_wrong_potential_is_contradicted(monkeypatch, depth, share):
    def wrong(c):
        log_scale = share * _limits._regime.log_scale(c)
        return Reference(_limits.LIMIT, _limits._word(depth, log_scale))

    monkeypatch.setattr(_limits, "potential", wrong)
    (claim,) = claims(LIMIT, {"controls": False})
    assert claim.word == "contradicted"
    assert words(claim) == {
        "limit": "refuted", "stationary": "confirmed", "gap": "confirmed", "conserved": "confirmed",
    }  # fmt: skip


def test_gradient_descent_is_no_flow():
    """It interpolates, and ends as far from the flow's limit as its steps are long."""
    (claim,) = claims(DESCENT)
    assert claim.word == "not-observed"
    assert failing(claim) == {"flow", "integration"}
    assert words(claim)["limit"] == "refuted"
    assert words(claim)["conserved"] == "refuted"


@pytest.mark.parametrize(
    ("settings", "condition"),
    [
        ({"T": 3}, {"interpolation"}),
        ({"rate": 2}, {"flow"}),
        ({"n": 12}, {"range", "interpolation"}),
    ],
    ids=["stopped early", "two rates", "nothing interpolates"],
)
def test_a_hypothesis_that_fails_is_found(settings, condition):
    (claim,) = claims(LIMIT, settings)
    assert claim.word in ("not-observed", "inconclusive", "observed-not-implied")
    assert failing(claim) == condition
    assert words(claim)["limit"] != "confirmed"


def test_in_the_kernel_regime_alone_no_potential_is_told_from_another():
    (claim,) = claims(LIMIT.replace("[0.02, 0.5]", "[60, 80]"), {"T": 0.02})
    assert claim.word == "inconclusive"
    assert "limit" in {name for name, word in words(claim).items() if word == "inconclusive"}


def test_too_large_a_start_is_not_rich():
    """The bound on alpha fails, whatever the norm turns out to be."""
    (claim,) = claims(RICH.replace("EPS", "0.5"), {"a": 0.5})
    assert failing(claim) == {"alpha"}
    assert claim.word != "supported"


def test_another_network_is_not_observed():
    other = "{kind: two-layer, width: 4, activation: erf}"
    spec = LIMIT.replace("{kind: diagonal-linear, scale: a}", other)
    (claim,) = claims(spec.replace("{positive: 1, negative: rate}", "a"))
    assert claim.word == "not-observed"
    assert failing(claim) == {"model"}
