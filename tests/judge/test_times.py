"""Times read off hand-made series: interpolation, censoring, excursions, and what a run gives."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from conformance.cells import build, linear, quantity

from earlyspec.judge.times import (
    CONVERGED,
    ESCAPE,
    Passage,
    convergence,
    fall,
    over_seeds,
    rise,
    times,
)
from earlyspec.plans.measurements import Divergence, SeedRun
from earlyspec.plans.nodes import Reference, Word

STEPS = (0, 1, 10, 100, 1000)


def test_a_power_law_passes_where_it_does():
    """Values c t^2 pass 0.1 at t = sqrt(0.1 / c), whatever steps were recorded."""
    values = [1e-5 * t**2 for t in STEPS]
    assert rise(STEPS, values, 0.1) == Passage(pytest.approx(100.0), True)
    assert rise((0, 7, 900), [0.0, 1e-5 * 49, 8.1], 0.1).step == pytest.approx(100.0)
    losses = [1.0, *(t**-0.5 for t in STEPS[1:])]
    assert fall(STEPS, losses, 0.1).step == pytest.approx(100.0)


def test_without_logarithms_the_way_is_straight():
    assert rise((0, 10), [0.0, 0.4], 0.1) == Passage(2.5, True)
    assert rise((0, 10), [0.05, 0.25], 0.1) == Passage(2.5, True)
    assert rise((2, 10), [0.0, 0.4], 0.1) == Passage(4.0, True)
    assert fall((1, 5), [0.4, 0.0], 0.1) == Passage(4.0, True)


def test_what_never_happens_is_not_before_the_end():
    assert rise(STEPS, [0.0, 0.01, 0.02, 0.05, 0.1], 0.1) == Passage(1000.0, False)
    assert fall(STEPS, [1.0] * 5, 0.1) == Passage(1000.0, False)


def test_what_holds_from_the_start_happens_at_step_0():
    assert rise(STEPS, [1.0] * 5, 0.1) == Passage(0.0, True)
    assert rise((3,), [1.0], 0.1) == Passage(3.0, True)


def test_the_last_passage_counts_and_excursions_are_told():
    values = [0.0, 1.0, 0.01, 0.01, 1.0]
    assert rise(STEPS, values, 0.1) == Passage(pytest.approx(100 * math.sqrt(10)), True, True)
    assert rise(STEPS, [0.0, 1.0, 0.01, 0.01, 0.02], 0.1) == Passage(1000.0, False, True)
    assert rise(STEPS, [1.0, 0.01, 0.01, 0.01, 0.02], 0.1) == Passage(1000.0, False, True)
    # The passage lies between the two records beside it, not at the excursion.
    assert fall(STEPS, [1.0, 0.01, 1.0, 0.01, 0.01], 0.1).step == pytest.approx(10**1.5)


def exponential(rate, steps, limit=0.2):
    return [limit + 0.8 * math.exp(-rate * t) for t in steps]


def test_an_exponential_converges_at_log_100_over_its_rate():
    steps = range(0, 1001)
    truth = math.log(1 / CONVERGED) / 0.02
    known = convergence(steps, exponential(0.02, steps), limit=0.2)
    assert known == Passage(pytest.approx(truth, rel=1e-3), True)
    guessed = convergence(steps, exponential(0.02, steps))
    assert guessed == Passage(pytest.approx(truth, rel=1e-3), True)


@pytest.mark.parametrize("end", [50, 150, 250])
def test_a_model_that_still_learns_has_only_a_lower_bound(end):
    steps = range(0, end + 1)
    truth = math.log(1 / CONVERGED) / 0.02
    found = convergence(steps, exponential(0.02, steps))
    assert not found.reached
    assert 0.5 * min(end, truth) < found.step < truth
    known = convergence(steps, exponential(0.02, steps), limit=0.2)
    assert known.reached == (end > truth)


def test_the_last_loss_bounds_the_time_from_below_for_power_laws_too():
    """L(t) = (1 + t)^(-a): 1 % is left at t = 100^(1/a) - 1."""
    for power, end, reached in ((2.0, 4000, True), (1.0, 1000, True), (0.5, 20_000, False)):
        steps = range(0, end + 1)
        found = convergence(steps, [(1 + t) ** -power for t in steps])
        truth = 100 ** (1 / power) - 1
        assert found.step < truth
        assert found.reached == reached
        if reached:
            assert found.step > 0.9 * truth


def test_nothing_to_learn_is_learned_at_once_and_a_blow_up_is_not():
    assert convergence(STEPS, [0.5] * 5) == Passage(0.0, True)
    assert convergence(STEPS, [0.5] * 5, limit=0.5) == Passage(0.0, True)
    assert convergence(STEPS, [0.5, 0.5 + 1e-15, 0.5, 0.5 - 1e-15, 0.5]).reached
    assert not convergence(STEPS, [0.5, 0.6, 1.0, 9.0, 1e9]).reached
    assert not convergence(STEPS, [0.5, 0.6, 1.0, 9.0, 1e9], limit=0.1).reached


def test_seeds_have_a_geometric_mean_with_a_t_interval_of_logarithms():
    """Logs 4, 5, 6: mean 5, standard error 1 / sqrt(3), t(2) = 4.302652729749."""
    time = over_seeds("id", "what", 0.1, [Passage(math.exp(k), True) for k in (6, 4, 5)])
    half = 4.302652729749 / math.sqrt(3)
    assert time.step.value == pytest.approx(math.exp(5))
    assert time.step.low == pytest.approx(math.exp(5 - half), rel=1e-9)
    assert time.step.high == pytest.approx(math.exp(5 + half), rel=1e-9)
    assert (time.first, time.last) == (pytest.approx(math.exp(4)), pytest.approx(math.exp(6)))
    assert (time.reached, time.seeds, time.not_before, time.returned) == (3, 3, None, 0)


def test_a_censored_seed_leaves_no_mean():
    seeds = [Passage(40.0, True), Passage(900.0, False, True), Passage(50.0, True, True)]
    time = over_seeds("id", "what", 0.1, seeds)
    assert time.step is None
    assert (time.first, time.last, time.not_before) == (40.0, 50.0, 900.0)
    assert (time.reached, time.seeds, time.returned) == (2, 3, 2)
    none = over_seeds("id", "what", 0.1, [Passage(9.0, False), Passage(7.0, False)])
    assert (none.step, none.first, none.reached, none.not_before) == (None, None, 0, 7.0)


def test_seeds_that_leave_at_once_have_step_0_or_no_mean():
    at_once = Passage(0.0, True)
    assert over_seeds("id", "what", 0.1, [at_once, at_once]).step.value == 0.0
    mixed = over_seeds("id", "what", 0.1, [at_once, Passage(5.0, True)])
    assert (mixed.step, mixed.first, mixed.last) == (None, 0.0, 5.0)
    assert over_seeds("id", "what", 0.1, [Passage(5.0, True)]).step.low is None


# What a run gives.

GAPS = [0.0, 0.001, 0.01, 0.1, 1.0]
LOSSES = [1.0, 0.8, 0.2, 0.2, 0.2]


def cell_and_run(losses=LOSSES, limits=None, steps=STEPS, divergence=None):
    quantities = [
        quantity("relative-gap", split="test"),
        quantity("relative-gap", model="naive"),
        quantity("reference-loss"),
        quantity("reference-loss", split="test"),
    ]
    series = {
        quantities[0].id: [(v,) for v in GAPS[: len(steps)]],
        quantities[1].id: [(9.0,)] * len(steps),
        quantities[2].id: [(v,) for v in losses[: len(steps)]],
        quantities[3].id: [(7.0,)] * len(steps),
    }
    references = {"paired": {}, "naive": {"theta_1": 0.0}}
    cell = build(quantities=quantities, references=references, recorded=STEPS)
    if limits is not None:
        limit = quantity("reference-loss", model="limit")
        word = Word("reference_models", "optimum", dict(linear(cell).parameters))
        cell = replace(
            cell,
            references=(*cell.references, Reference("limit", word)),
            quantities=(*cell.quantities, limit),
        )
        series[limit.id] = [(v,) for v in limits]
    return cell, SeedRun(0, tuple(steps), series, {}, divergence)


def test_a_run_gives_the_escape_on_the_split_that_was_recorded_and_the_limit():
    cell, run = cell_and_run()
    escape, limit = times(cell, [run, run])
    assert (escape.id, escape.threshold, escape.seeds) == ("escape(split=test)", ESCAPE, 2)
    assert escape.step.value == pytest.approx(100.0)
    assert limit.id == "linear-limit"
    assert limit.step.value == pytest.approx(1 + 9 * 0.592 / 0.6)  # excess 0.6, 0 and not 0.008


def test_the_recorded_loss_of_the_optimum_is_the_limit():
    cell, run = cell_and_run(losses=[1.0, 0.8, 0.4, 0.3, 0.21], limits=[0.2] * 5)
    _, limit = times(cell, [run])
    assert limit.step is None  # 0.01 of 0.8 are left, more than 1 %
    assert limit.not_before == 1000.0
    cell, run = cell_and_run(losses=[1.0, 0.8, 0.4, 0.3, 0.2], limits=[0.2] * 5)
    _, limit = times(cell, [run])
    assert 100 < limit.step.value < 1000
    other = replace(
        cell,
        references=tuple(
            replace(each, word=replace(each.word, parameters={**each.word.parameters, "zeta": 9.0}))
            if each.name == "limit"
            else each
            for each in cell.references
        ),
    )
    assert times(other, [run])[1].step is None  # the optimum of another model is not asked


def test_a_seed_that_diverged_counts_as_far_as_it_went():
    cell, run = cell_and_run(steps=STEPS[:3], divergence=Divergence(50, "training loss"))
    escape, _ = times(cell, [run])
    assert (escape.reached, escape.not_before) == (0, 10.0)
    empty = SeedRun(1, (), {key: () for key in run.series}, {}, Divergence(0, "training loss"))
    assert times(cell, [run, empty])[0].seeds == 1
    assert times(cell, [empty]) == ()


def test_without_a_linear_model_there_is_no_time():
    cell = build(quantities=[quantity("loss")], references={})
    run = SeedRun(0, STEPS, {"loss": tuple((v,) for v in LOSSES)}, {}, None)
    assert times(cell, [run]) == ()
