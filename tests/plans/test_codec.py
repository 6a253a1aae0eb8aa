"""Plans survive JSON, and their hash sees what runs and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from by_hand import cell

from earlyspec.plans import codec, nodes


def _plan(**changes) -> nodes.Plan:
    made = nodes.Plan(
        format=1,
        title="a title",
        cite=None,
        cells=(
            cell(references=(nodes.Reference("paired", nodes.Word("reference_models", "zero")),)),
        ),
        claims=(nodes.Claim("hu2020/theorem-d.1", {"within": 0.02}, "supported"),),
        swept=("d",),
        controls=True,
    )
    return replace(made, **changes)


def test_round_trip() -> None:
    plan = _plan()
    again = codec.decode(nodes.Plan, json.loads(codec.text(plan)))
    assert again == plan
    assert codec.text(again) == codec.text(plan)
    assert codec.digest(again) == codec.digest(plan)


def test_the_hash_ignores_words_about_the_plan_and_the_order_of_keys() -> None:
    one = cell(point={"d": 1.0, "c": 2.0})
    other = cell(point={"c": 2.0, "d": 1.0})
    assert codec.digest(one) == codec.digest(other)
    assert codec.digest(_plan(title="b", cite="c")) == codec.digest(_plan())


@pytest.mark.parametrize(
    "changes", [{"n": 2001}, {"alpha": 0.21}, {"precision": "float32"}, {"rates": (5.0, 4.0)}]
)
def test_the_hash_sees_every_number(changes) -> None:
    assert codec.digest(cell(**changes)) != codec.digest(cell())


def test_the_hash_is_the_same_in_another_process() -> None:
    # A literal: it must not move between processes, platforms or releases of Python.
    assert codec.digest(nodes.Plan(1, "", None, (), (), (), True)) == "1f67110ea581c0d2"


def test_a_plan_has_no_infinite_number() -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        codec.text(cell(alpha=float("inf")))


def test_a_word_is_named_by_its_parameters() -> None:
    word = nodes.Word("measurements", "prediction-gap", {"split": "test", "model": "naive"})
    assert word.label == "prediction-gap(model=naive, split=test)"
    assert nodes.Word("measurements", "loss").label == "loss"


@pytest.mark.parametrize("broken", [{"format": "1"}, {"controls": None}, {"cells": [{}]}])
def test_what_is_not_a_plan_is_refused(broken) -> None:
    data = codec.encode(_plan()) | broken
    with pytest.raises((KeyError, TypeError, ValueError)):
        codec.decode(nodes.Plan, data)
