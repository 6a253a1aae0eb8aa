"""Theorems 3.2, 3.5 and D.1 where the learning rate is relative: measured, or unknown."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from by_hand import cell, run

from earlyspec import registry
from earlyspec.judge.conditions import decide
from earlyspec.judge.evidence import Evidence
from earlyspec.plans import nodes
from earlyspec.theorems import _base as th

NORM = 0.4


def relative(c: float = 2.0, steps: int = 39, **changes: object) -> nodes.Cell:
    made = cell(rates=(c, c), steps=steps, **changes)  # type: ignore[arg-type]
    return replace(made, dynamics=replace(made.dynamics, relative=True))


def words(made: nodes.Cell, norm: float = NORM, **claim: object) -> dict[str, str]:
    """The word of each condition, all that is measured but the norm being absent."""
    theorem = registry.theorem("hu2020/theorem-d.1")(**claim)
    seeds = len(made.seeds)
    evidence = Evidence(made, run((0,), [{}] * seeds, [{"ntk-norm": norm}] * seeds))
    return {each.id: decide([each], [evidence]).word for each in theorem.conditions(made)}


def absolute(made: nodes.Cell, norm: float = NORM) -> nodes.Cell:
    rates = tuple(rate / norm for rate in made.dynamics.rates)
    return replace(made, dynamics=replace(made.dynamics, rates=rates, relative=False))


@pytest.mark.parametrize("c", [0.5, 3.0, 30.0])
@pytest.mark.parametrize("steps", [10, 39, 3000])
@pytest.mark.parametrize("constants", [{}, {"step": 0.1}, {"horizon": 3.0}, {"step": 20.0}])
def test_the_measured_norm_decides_as_the_rate_itself_would(
    c: float, steps: int, constants: dict[str, float]
) -> None:
    asked = relative(c, steps)
    mine = words(asked, constants=constants)
    theirs = words(absolute(asked), constants=constants)
    assert mine.keys() == theirs.keys()
    assert {name: mine[name] for name in ("step", "horizon")} == {
        name: theirs[name] for name in ("step", "horizon")
    }


def test_both_words_occur_there() -> None:
    assert words(relative(0.5))["step"] == "holds"
    assert words(relative(30.0))["step"] == "fails"
    assert words(relative(0.5, 3000))["horizon"] == "fails"


def test_before_a_run_nothing_is_claimed_of_the_rate() -> None:
    theorem = registry.theorem("hu2020/theorem-d.1")()
    made = relative()
    evidence = [Evidence(made, None)]
    verdicts = {each.id: decide([each], evidence) for each in theorem.conditions(made)}
    assert {verdicts[name].word for name in ("step", "horizon", "stability")} == {"unknown"}


def test_in_a_sweep_the_exponent_of_the_norm_decides() -> None:
    theorem = registry.theorem("hu2020/theorem-d.1")()

    def step(power: float) -> str:
        evidence, conditions = [], []
        for d in (16, 32, 64, 128):
            made = relative(0.1, d=d, n=d * d)
            norms = [{"ntk-norm": (1 + 0.01 * k) * d**power} for k in range(5)]
            evidence.append(Evidence(made, run((0,), [{}] * 5, norms)))
            conditions.append(next(x for x in theorem.conditions(made) if x.id == "step"))
        return decide(conditions, evidence).word

    assert step(0.0) == "holds"  # eta = O(1), far below d / log(n)
    assert step(-2.0) == "fails"  # eta ~ d^2


def test_a_claimed_horizon_is_unknown_and_says_why() -> None:
    theorem = registry.theorem("hu2020/theorem-d.1")(horizon=0.5)
    made = relative()
    time = next(each for each in theorem.conditions(made) if each.id == "time")
    assert isinstance(time, th.Structural)
    assert time.holds is None
    assert "norm(ntk)" in time.found
    assert all(series.until is None for o in theorem.outcomes(made) for series in th.series_of(o))


@pytest.mark.parametrize("name", ["hu2020/theorem-3.2", "hu2020/theorem-3.5", "hu2020/theorem-d.1"])
def test_the_linear_model_steps_in_the_same_unit(name: str) -> None:
    made = relative(2.0)
    for reference in registry.theorem(name)().references(made):
        assert reference.word.parameters["eta"] == 2.0
    assert math.isnan(made.horizon)
