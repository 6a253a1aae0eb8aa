"""The meta-theorem and the lemma on the Jacobian: true as specified, not supported once lied to."""

from __future__ import annotations

import pytest
from lies.experiments import claims, failing, words

META = """
let: {alpha: 0.67, gamma: 1, delta: 1, m: 100000, T: ceil(gamma / alpha^2), factor: 1, scale: 1}
data:
  inputs: {distribution: orthonormal, dim: 4}
  labels: {rule: norm, scale: scale}
  train: 4
  test: 1
architecture: {kind: two-layer, width: m, activation: tanh, init: symmetric}
train:
  layers: first
  loss: half-sum
  learning_rate: factor * gamma / (alpha^2 * T)
  steps: T
  record: {spacing: linear, count: T + 1}
claims:
  - {theorem: oymak2019/meta-theorem, alpha: alpha, gamma: gamma, delta: delta}
  - {theorem: oymak2019/meta-theorem-sharp, alpha: alpha, gamma: gamma, delta: delta}
seeds: 2
"""

LEMMA = """
data:
  inputs: {distribution: sphere, dim: 10}
  labels: {rule: norm, scale: 30, then: {kind: flip, probability: 0.5}}
  train: 20
  test: 1
architecture: {kind: two-layer, width: 2000, activation: tanh, init: subtract}
train: {layers: first, learning_rate: 5, steps: 20, record: {spacing: linear, count: 5}}
claims: [oymak2019/net-jacobian-lemma]
seeds: 2
"""


def judged(**settings):
    """Both claims of the meta-theorem."""
    return claims(META, settings)


def test_the_truth_is_supported_and_every_lie_is_caught():
    for claim in judged(scale=0.9):
        assert claim.word == "supported", claim.missing
        assert all(control.caught for control in claim.controls)
    printed, sharp = judged(scale=0.9)
    assert words(printed) == {
        "c1": "confirmed", "c2": "confirmed", "c3": "confirmed", "c4": "vacuous",
    }  # fmt: skip
    assert set(words(sharp).values()) == {"confirmed"}


@pytest.mark.parametrize(
    ("settings", "condition"),
    [
        # Too few neurons, and labels too large: the Jacobian may move by more than H2 allows.
        ({"m": 20000}, {"h2"}),
        ({"scale": 3}, {"h2"}),
        # A smaller delta asks for a Jacobian that moves less.
        ({"delta": 0.5}, {"h2"}),
        # eta = 1.1 / beta^2: stable, and above what H4 allows.
        ({"T": 2, "gamma": 1, "scale": 0.9}, {"h4"}),
        # No singular value is as large.
        ({"alpha": 0.75, "scale": 0.9}, {"split"}),
        # Half of the way: T is not Gamma / (eta alpha^2).
        ({"factor": 0.5, "scale": 0.9}, {"horizon"}),
    ],
)
def test_a_hypothesis_that_fails_is_told_and_nothing_is_supported(settings, condition):
    for claim in judged(**settings):
        assert failing(claim) == condition
        assert claim.word not in ("supported", "contradicted")


def test_far_from_lazy_the_conclusions_break_as_the_theorem_allows():
    """Labels of size 60 and 40 neurons: the linear model is another one altogether."""
    printed, sharp = judged(m=40, scale=60)
    assert {"h2"} <= failing(printed)
    assert (printed.word, sharp.word) == ("not-observed", "not-observed")
    assert "refuted" in words(printed).values()


def test_the_printed_form_of_the_lemma_on_the_jacobian_is_refuted():
    (claim,) = claims(LEMMA)
    assert claim.word == "supported"
    told = {control.id: control.word for control in claim.controls}
    assert told == {"no-width/norm": "refuted", "no-distance/difference": "refuted"}


@pytest.mark.parametrize(
    ("change", "condition"),
    [
        (("distribution: sphere", "distribution: gaussian"), "inputs"),
        (("layers: first", "layers: both"), "layers"),
    ],
)
def test_another_network_than_the_lemmas_is_told(change, condition):
    (claim,) = claims(LEMMA.replace(*change))
    assert condition in failing(claim)
    assert claim.word in ("observed-not-implied", "not-observed")


def test_a_kink_has_no_bound_on_the_way_of_the_jacobian():
    """sup|phi''| is not there: the lemma's first half is seen, and its second says nothing."""
    (claim,) = claims(LEMMA.replace("activation: tanh", "activation: relu"))
    assert failing(claim) == {"activation"}
    assert claim.word == "inconclusive"
    assert words(claim) == {"norm": "confirmed", "difference": "inconclusive"}
    assert "there is no bound at 5 of 5" in claim.missing[0]
