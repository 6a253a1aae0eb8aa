"""lecture12 with a constant, an exponent or an eigenvalue changed: the verdict must turn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from lies.experiments import claims, words

from earlyspec import registry
from earlyspec.theorems import _base as th

FLOW = "optimizer: gradient-flow, loss: half-sum, solver: fixed"
CIRCLE = """
data:
  inputs: {distribution: sphere, dim: 2}
  labels: {rule: random}
  train: 16
  test: 2
architecture: {kind: two-layer, width: 10000, activation: relu, init: signs}
claims: [{theorem: lecture12/lemma-4, delta: 0.2}]
seeds: 20
"""
START = """
data:
  inputs: {distribution: sphere, dim: 10}
  labels: {rule: random}
  train: 8
  test: 2
architecture: {kind: two-layer, width: 512, activation: relu, init: signs}
claims: [{theorem: lecture12/lemma-3, delta: 0.2}]
seeds: 20
"""
FALL = f"""
data:
  inputs: {{distribution: sphere, dim: 10}}
  labels: {{rule: random}}
  train: 8
  test: 2
architecture: {{kind: two-layer, width: 512, activation: relu, init: signs}}
train: {{layers: first, {FLOW}, step: 0.5, time: 25, record: {{spacing: linear, count: 6}}}}
claims: [lecture12/lemma-5]
seeds: 3
"""
RIGHT_ANGLES = f"""
data:
  inputs: {{distribution: orthonormal, dim: 4}}
  labels: {{rule: random}}
  train: 4
  test: 2
architecture: {{kind: two-layer, width: 4096, activation: relu, init: subtract}}
train: {{layers: first, {FLOW}, step: 0.25, time: 12, record: {{spacing: linear, count: 13}}}}
claims: [lecture12/certificate]
seeds: 3
"""
Change = Callable[[th.Outcome], th.Outcome]


def scaled(factor: float) -> Change:
    """The limit times a factor."""

    def change(outcome: th.Outcome) -> th.Outcome:
        assert isinstance(outcome, th.Bound | th.Frequency)
        limit = outcome.limit
        if isinstance(limit, th.Series):
            return replace(outcome, limit=replace(limit, scale=factor * limit.scale))
        return replace(outcome, limit=factor * limit)

    return change


def given(**parameters: object) -> Change:
    """The limit's measurement with other parameters."""

    def change(outcome: th.Outcome) -> th.Outcome:
        assert isinstance(outcome, th.Bound | th.Frequency)
        assert isinstance(outcome.limit, th.Series)
        word = outcome.limit.word
        other = replace(word, parameters={**word.parameters, **parameters})
        return replace(outcome, limit=replace(outcome.limit, word=other))

    return change


LIES = {
    "lemma 3 with 1/m in the place of 1/sqrt(m)": (START, "start", scaled(512**-0.5)),
    "lemma 5 with four times the rate": (FALL, "decay", given(factor=2.0)),
    "lemma 5 with the largest eigenvalue": (FALL, "decay", given(eigenvalue="largest")),
    "lemma 5 with 1/m in R'": (FALL, "movement", scaled(512**-0.5)),
    "certificate with four times the rate": (RIGHT_ANGLES, "decay", given(factor=2.0)),
    "certificate with half of R": (RIGHT_ANGLES, "movement", scaled(0.5)),
}


def teach(monkeypatch: pytest.MonkeyPatch, theorem: str, of: str, change: Change) -> None:
    """Have a theorem say something else, and give it no control to demote it."""
    kind = registry.theorem(theorem)
    true = kind.outcomes

    def wrong(self: th.Theorem, c: th.Cell) -> Iterator[th.Outcome]:
        for outcome in true(self, c):
            yield change(outcome) if outcome.id == of else outcome

    monkeypatch.setattr(kind, "outcomes", wrong)


@pytest.mark.parametrize("spec", [START, FALL, RIGHT_ANGLES, CIRCLE])
def test_the_truth_is_supported_and_catches_every_lie(spec: str) -> None:
    (claim,) = claims(spec)
    assert claim.word == "supported", claim.missing
    assert claim.controls
    assert all(control.caught for control in claim.controls)


@pytest.mark.parametrize(("spec", "of", "change"), LIES.values(), ids=LIES)
def test_a_changed_theorem_is_contradicted(
    monkeypatch: pytest.MonkeyPatch, spec: str, of: str, change: Change
) -> None:
    teach(monkeypatch, _claimed(spec), of, change)
    (wrong,) = claims(spec, {"controls": False})
    assert wrong.word == "contradicted"
    assert words(wrong)[of] == "refuted"


def _claimed(spec: str) -> str:
    found = re.search(r"lecture12/[a-z0-9-]+", spec)
    assert found is not None
    return found.group()


def test_lemma_4_as_it_is_printed_is_contradicted() -> None:
    """Erratum E2: the square of the norm makes a ball of radius sqrt(R), far larger than R."""
    printed = CIRCLE.replace("delta: 0.2", "delta: 0.2, printed: true")
    (claim,) = claims(printed)
    assert claim.word == "contradicted"
    assert words(claim)["ball"] == "refuted"


def test_a_dropped_factor_2_in_the_movement_is_caught_at_right_angles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """There 2 ||X|| ||u(0) - y|| / (lambda_0 sqrt(m)) is twice the truth of a neuron that is on."""
    spec = RIGHT_ANGLES.replace("certificate", "lemma-5").replace("4096", "256")
    spec = spec.replace("seeds: 3", "seeds: 8")
    teach(monkeypatch, "lecture12/lemma-5", "movement-sharper", scaled(0.5))
    (wrong,) = claims(spec, {"controls": False})
    assert words(wrong)["movement-sharper"] == "refuted"
    assert wrong.word == "contradicted"


def test_theorem_1_never_has_more_than_was_promised() -> None:
    """Its width is out of reach, so what is seen is not implied; and that width is told."""
    (claim,) = claims(FALL.replace("lemma-5", "theorem-1").replace("seeds: 3", "seeds: 6"))
    (width,) = (each for each in claim.conditions if each.id == "width")
    assert width.word == "fails"
    assert width.margin is not None
    assert width.margin.value > 1e13
    assert claim.word in ("observed-not-implied", "inconclusive")
    assert claim.outcomes[0].estimate is not None
    assert claim.outcomes[0].estimate.value == 1.0


def test_a_certificate_that_fails_promises_nothing() -> None:
    (claim,) = claims(RIGHT_ANGLES.replace("4096", "256"))
    (failed,) = (each for each in claim.conditions if each.word == "fails")
    assert failed.id == "certificate"
    assert claim.word == "observed-not-implied"


def test_descent_by_steps_is_no_flow() -> None:
    by_steps = "loss: half-sum, learning_rate: 0.5, steps: 50"
    steps = FALL.replace(f"{FLOW}, step: 0.5, time: 25", by_steps)
    (claim,) = claims(steps)
    assert {each.id for each in claim.conditions if each.word == "fails"} == {"flow"}
    assert claim.word == "observed-not-implied"
