"""Bounds known before training: supported where they exist and hold, and by none that does not."""

from __future__ import annotations

import pytest
from lies.experiments import claims, failing, words

from earlyspec.vocabulary import _certificates
from earlyspec.vocabulary._closeness import BallError

# A wide network and a short run: the bound is below what the network says at every step.
APRIORI = """
let: {d: 20, m: 2000, T: 6}
data:
  inputs: {distribution: gaussian, dim: d}
  labels: {rule: teacher, network: {width: 5, activation: erf}, then: sign}
  train: 300
  test: 2
architecture: {kind: two-layer, width: m, activation: erf, init: symmetric}
train: {layers: first, learning_rate: 0.3, steps: T, record: {spacing: linear, count: T + 1}}
claims: [hu2020/theorem-c.2-explicit, hu2020/certificate-apriori-lin]
seeds: 2
"""
EXPLICIT = {"gap": "confirmed", "movement": "confirmed", "linear-movement": "confirmed"}
ALONG = {"gap": "confirmed", "movement": "confirmed"}


def test_where_a_bound_exists_and_holds_it_is_supported():
    explicit, along = claims(APRIORI)
    for claim in (explicit, along):
        assert claim.word == "supported", claim.missing
        assert all(control.caught for control in claim.controls)
        # At no step is the bound above what the network says, so at none is it said to be.
        assert "trivial" not in claim.outcomes[0].found
    assert words(explicit) == EXPLICIT
    assert words(along) == ALONG


@pytest.mark.parametrize("settings", [{"m": 40, "T": 20}, {"T": 80}])
def test_where_there_is_none_nothing_is_confirmed_by_it(settings):
    """Too narrow, or too long: the first steps have a bound that holds, and the last have none."""
    explicit, along = claims(APRIORI, settings)
    for claim in (explicit, along):
        assert claim.word == "inconclusive"
        assert failing(claim) == {"ball"}
        found = {outcome.id: outcome for outcome in claim.outcomes}
        for name in ("gap", "movement"):
            assert found[name].word == "inconclusive"
            assert "there is no bound at" in found[name].missing
            assert "e+0" not in found[name].found  # what stands for none is not shown as a bound
        assert any("there is no bound" in reason for reason in claim.missing)
    # What asks for no ball is judged as ever.
    assert words(explicit)["linear-movement"] == "confirmed"


def test_a_kink_has_no_bound_at_any_step():
    for claim in claims(APRIORI.replace("activation: erf, init", "activation: relu, init")):
        assert claim.word == "inconclusive"
        assert failing(claim) == {"activation", "ball"}
        assert words(claim)["gap"] == words(claim)["movement"] == "inconclusive"
        assert "at 7 of 7 recorded steps" in claim.outcomes[0].missing


def test_a_ball_whose_kernel_is_said_to_err_by_a_tenth_is_contradicted(monkeypatch):
    true = _certificates.ball_error

    def lie(*given):
        start, slope, curvature = true(*given)
        return BallError(0.1 * start, 0.0 * slope, 0.0 * curvature)

    monkeypatch.setattr(_certificates, "ball_error", lie)
    for claim in claims(APRIORI):
        assert claim.word == "contradicted"
        assert words(claim)["gap"] == "refuted"
