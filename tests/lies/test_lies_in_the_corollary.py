"""Corollary 3.3: supported on well-conditioned inputs, and not where a direction is too slow."""

from __future__ import annotations

from lies.experiments import claims, failing, truth, words

WELL = """
let: {d: 16, c: 3}
data:
  inputs: {distribution: gaussian, dim: d, covariance: {kind: diagonal, low: 0.4, high: 1.6}}
  labels: {rule: teacher, network: {width: 5, activation: erf}, then: sign}
  train: ceil(1.5 * d^1.5)
  test: 300
architecture: {kind: two-layer, width: 2 * ceil(d^1.5 / 2), activation: erf, init: symmetric}
regime: {alpha: 0.2, horizon: c}
train: {layers: first, learning_rate: d / 4}
claims: [{theorem: hu2020/corollary-3.3, constants: {horizon: 3}}]
sweep: {d: [8, 16, 32, 64]}
seeds: 8
"""
ILL = WELL.replace("low: 0.4, high: 1.6", "low: 0.02, high: 1.98")


def test_the_truth_is_supported_and_catches_every_lie() -> None:
    claim = truth(WELL)
    assert claim.word == "supported", claim.missing
    assert set(words(claim).values()) == {"confirmed"}
    assert {control.of for control in claim.controls} == set(words(claim))
    assert all(control.caught for control in claim.controls)


def test_with_a_direction_that_is_too_slow_it_is_not_supported() -> None:
    (claim,) = claims(ILL)
    assert failing(claim) == {"floor-at-T"}
    assert claim.word not in ("supported", "contradicted")
    (floor,) = [c for c in claim.conditions if c.id == "floor-at-T"]
    assert floor.margin is not None
    assert floor.margin.value < 0.01  # zeta^2 0.02 = 0.0085, and needs 0.2 / (2 c) = 0.033


def test_a_fixed_number_of_steps_is_not_supported() -> None:
    """T = c d / eta: what is left of the slow directions does not fall with d."""
    (claim,) = claims(WELL, {"regime.horizon": "4 / log(d)"})
    assert words(claim)["linear-to-optimum"] != "confirmed"
    assert claim.word != "supported"


def test_no_lie_is_told_that_cannot_be_told_at_the_end() -> None:
    """By then linear models of the same features, scaled otherwise, have met."""
    told = {control.id.split("/")[0] for control in truth(WELL).controls}
    assert told == {"no-log", "nothing-learned", "half-step"}
