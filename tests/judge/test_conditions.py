"""Conditions: structural, scaling by constant and by exponent, measured."""

from __future__ import annotations

import numpy as np
import pytest
from by_hand import cell, run

from earlyspec.judge.conditions import decide
from earlyspec.judge.evidence import Evidence
from earlyspec.theorems._base import Measured, Scaling, Series, Structural, measurement

SIZES = (16, 32, 64, 128)


def _sizes(**letters) -> list[Evidence]:
    return [Evidence(cell(d=d), None) for d in SIZES]


def _scaling(
    lhs, relation: str, rhs: float, constant: float = 1.0, rounding: float = 0.0
) -> Scaling:
    return Scaling("s", "data.train", "text", lhs, relation, rhs, constant, rounding=rounding)


@pytest.mark.parametrize(("holds", "word"), [(True, "holds"), (False, "fails"), (None, "unknown")])
def test_structural(holds: bool | None, word: str) -> None:
    condition = Structural("s", "train", "text", holds, "found")
    assert decide([condition], [Evidence(cell(), None)]).word == word


def test_one_cell_that_fails_fails_the_sweep() -> None:
    conditions = [Structural("s", "train", "t", d != 64, f"d = {d}") for d in SIZES]
    verdict = decide(conditions, _sizes())
    assert verdict.word == "fails"
    assert verdict.found == "d = 64"


@pytest.mark.parametrize(
    ("lhs", "relation", "rhs", "constant", "word"),
    [
        (100, ">~", 99, 1.0, "holds"),
        (100, ">~", 101, 1.0, "fails"),
        (100, ">~", 101, 0.5, "holds"),
        (100, "<~", 99, 1.0, "fails"),
        (100, "<<", 101, 1.0, "holds"),
        (100, "<<", 101, 0.1, "fails"),
    ],
)
def test_one_size_is_decided_by_the_constant(lhs, relation, rhs, constant, word) -> None:
    verdict = decide([_scaling(lhs, relation, rhs, constant)], [Evidence(cell(), None)])
    assert verdict.word == word
    assert verdict.margin is not None
    assert verdict.margin.value == pytest.approx(lhs / rhs)
    assert "constant" in verdict.by


@pytest.mark.parametrize(
    ("power", "needed", "relation", "word"),
    [
        (1.5, 1.2, ">~", "holds"),
        (1.2, 1.2, ">~", "holds"),  # exactly on the line, up to rounding
        (1.1, 1.2, ">~", "fails"),
        (0.0, 1.2, ">~", "fails"),  # n fixed while d grows
        (1.0, 1.0, "<<", "holds"),
        (1.1, 1.0, "<<", "fails"),
    ],
)
def test_a_sweep_is_decided_by_the_exponent_whatever_the_constant(
    power: float, needed: float, relation: str, word: str
) -> None:
    for constant in (0.01, 1.0, 100.0):
        counts = [int(np.ceil(3 * d**power)) for d in SIZES]
        conditions = [
            _scaling(count, relation, d**needed, constant, 1 / count)
            for d, count in zip(SIZES, counts, strict=True)
        ]
        assert decide(conditions, _sizes()).word == word


def _noisy(slope: float, noise: float, seeds: int, rng) -> tuple[list, list[Evidence]]:
    word = measurement("norm-deviation")
    evidence = [
        Evidence(
            cell(d=d, seeds=seeds),
            run(
                (0,),
                [{} for _ in range(seeds)],
                [
                    {word.label: 2.0 * d**slope * np.exp(noise * rng.standard_normal())}
                    for _ in range(seeds)
                ],
            ),
        )
        for d in SIZES
    ]
    condition = _scaling(Series(word, "once"), "<~", 1.0, 4.0)
    return [condition] * len(SIZES), evidence


@pytest.mark.parametrize(
    ("slope", "noise", "seeds", "word"),
    [
        (0.0, 0.05, 8, "holds"),
        (0.02, 0.001, 8, "holds"),  # finite-size drift within the margin is no growth
        (-0.3, 0.05, 8, "holds"),
        (0.26, 0.05, 8, "fails"),  # a mixture of norms
        (1.2, 0.2, 8, "fails"),  # heavy tails
        (0.0, 1.0, 2, "unknown"),  # too few seeds to show anything
    ],
)
def test_a_measured_ratio_must_be_shown_not_to_grow(slope, noise, seeds, word) -> None:
    assert decide(*_noisy(slope, noise, seeds, np.random.default_rng(5))).word == word


def test_a_ratio_of_zero_up_to_rounding_is_bounded() -> None:
    word = measurement("norm-deviation")
    evidence = [Evidence(cell(d=d), run((0,), [{}], [{word.label: 0.0}])) for d in SIZES]
    condition = _scaling(Series(word, "once"), "<~", 1.0)
    assert decide([condition] * 4, evidence).word == "holds"


@pytest.mark.parametrize(("worst", "word"), [(0.99, "holds"), (1.01, "fails")])
def test_measured_takes_the_worst_seed(worst: float, word: str) -> None:
    word_of = measurement("stiffness")
    evidence = Evidence(cell(), run((0,), [{}, {}], [{word_of.label: 0.2}, {word_of.label: worst}]))
    condition = Measured("m", "train", "text", Series(word_of, "once"), "<=", 1.0)
    verdict = decide([condition], [evidence])
    assert verdict.word == word
    assert verdict.margin is not None
    assert verdict.margin.value == worst


def test_before_a_run_a_measured_condition_is_unknown() -> None:
    condition = Measured("m", "t", "text", Series(measurement("stiffness"), "once"), "<=", 1.0)
    assert decide([condition], [Evidence(cell(), None)]).word == "unknown"
