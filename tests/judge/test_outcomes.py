"""Outcomes: bounds, limits, contrasts, and rates over a sweep."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from by_hand import cell, run, sweep

from earlyspec.judge.evidence import Evidence
from earlyspec.judge.outcomes import decide
from earlyspec.judge.verdicts import OutcomeVerdict
from earlyspec.plans import nodes
from earlyspec.plans.measurements import Divergence
from earlyspec.theorems._base import (
    Bound,
    Contrast,
    Exponent,
    Fact,
    Frequency,
    Limit,
    Rate,
    Series,
    measurement,
)

GAP = measurement("prediction-gap")
POWER = measurement("output-power")
SIZES = (16, 32, 64, 128)


def _rate(**more) -> Rate:
    return Rate("train", "gap falls", Series(GAP, "max"), **more)


def _power_law(slope: float, noise: float = 0.1, seeds: int = 5, sizes=SIZES, rng=0):
    generator = np.random.default_rng(rng)
    return sweep(
        GAP.label,
        {d: list(d**slope * np.exp(noise * generator.standard_normal(seeds))) for d in sizes},
    )


def _word(evidence: list[Evidence], **more) -> str:
    return decide([_rate(**more)] * len(evidence), evidence)[0].word


@pytest.mark.parametrize(
    ("slope", "word"),
    [(-0.8, "confirmed"), (-0.1, "inconclusive"), (0.0, "inconclusive"), (0.8, "refuted")],
)
def test_a_rate_is_decided_by_the_interval_of_its_slope(slope: float, word: str) -> None:
    assert _word(_power_law(slope)) == word


def test_a_rate_tells_its_range_slopes_and_interval() -> None:
    verdict = decide([_rate()] * 4, _power_law(-0.8))[0]
    assert verdict.fit is not None
    assert [point.size for point in verdict.fit.points] == list(SIZES)
    assert len(verdict.fit.local) == 3
    assert "d = 16 ... 128" in verdict.found


@pytest.mark.parametrize(
    ("sizes", "seeds", "missing"),
    [((16, 32, 128), 5, "4 sizes"), ((16, 20, 25, 30), 5, "factor 6"), (SIZES, 2, "3 seeds")],
)
def test_a_rate_needs_sizes_range_and_seeds(sizes, seeds: int, missing: str) -> None:
    verdict = decide([_rate()] * len(sizes), _power_law(-0.8, seeds=seeds, sizes=sizes))[0]
    assert verdict.word == "inconclusive"
    assert missing in verdict.missing


def test_growth_is_no_refutation_over_a_narrow_range() -> None:
    assert _word(_power_law(0.5, sizes=(16, 32, 64, 100))) == "inconclusive"


def test_one_size_never_confirms_a_rate() -> None:
    evidence = _power_law(-0.8, sizes=(64,))
    assert _word(evidence) == "inconclusive"


@pytest.mark.parametrize(("within", "word"), [(0.05, "confirmed"), (0.01, "refuted")])
def test_a_declared_tolerance_decides_one_size(within: float, word: str) -> None:
    evidence = [Evidence(cell(), run((0, 1), [{GAP.label: (0.0, 0.02)}]))]
    assert _word(evidence, within=within) == word


@pytest.mark.parametrize(
    ("outside", "probability", "word"),
    [
        (0, None, "confirmed"),
        (2, None, "refuted"),
        (2, 0.8, "confirmed"),
        (2, 0.95, "inconclusive"),  # 38 of 40: 0.83 to 0.99
        (12, 0.9, "refuted"),
        (12, 0.7, "inconclusive"),
    ],
)
def test_a_tolerance_with_high_probability(
    outside: int, probability: float | None, word: str
) -> None:
    """The share of seeds that keeps it, with the exact binomial interval; else every seed must."""
    curves = [{GAP.label: (0.0, 0.2 if seed < outside else 0.02)} for seed in range(40)]
    evidence = [Evidence(cell(seeds=40), run((0, 1), curves))]
    assert _word(evidence, within=0.05, probability=probability) == word


def test_a_tolerance_with_high_probability_counts_at_every_size() -> None:
    """The exponent alone would confirm; at one size half of the seeds are outside."""
    evidence = _power_law(-0.8)
    assert _word(evidence, within=10.0, probability=0.4) == "confirmed"
    middle = sorted(evidence[1].values(_rate().series))[2]
    assert _word(evidence, within=middle, probability=0.9) != "confirmed"


def test_a_tolerance_that_nothing_learned_would_meet_is_vacuous() -> None:
    curves = {GAP.label: (0.0, 0.02), POWER.label: (0.0, 0.03)}
    evidence = [Evidence(cell(), run((0, 1), [curves]))]
    assert _word(evidence, within=0.05, trivial=Series(POWER, "max")) == "vacuous"
    assert _word(evidence, within=0.025, trivial=Series(POWER, "max")) == "confirmed"


def test_a_divergence_is_never_a_number() -> None:
    evidence = _power_law(-0.8)
    evidence[2] = Evidence(
        evidence[2].cell,
        run((0,), [{GAP.label: (0.0,)}], divergence={0: Divergence(17, "the loss")}),
    )
    verdict = decide([_rate()] * 4, evidence)[0]
    assert verdict.word == "inconclusive"
    assert "seed 0 diverged at step 17" in verdict.missing


def test_a_divergence_after_the_time_that_counts_does_not_matter() -> None:
    late = run((0, 1), [{GAP.label: (0.0, 0.01)}], divergence={0: Divergence(17, "the loss")})
    outcome = Bound("b", "t", Series(GAP, "max", until=5), 0.05)
    assert decide([outcome], [Evidence(cell(), late)])[0].word == "confirmed"


def test_a_nan_is_never_a_number() -> None:
    evidence = [Evidence(cell(), run((0, 1), [{GAP.label: (0.0, float("nan"))}]))]
    outcome = Bound("b", "t", Series(GAP, "max"), 1.0)
    assert decide([outcome], evidence)[0].word == "inconclusive"


def test_a_quantity_nobody_measured_is_no_evidence() -> None:
    evidence = [Evidence(cell(), run((0, 1), [{}]))]
    assert decide([Bound("b", "t", Series(GAP, "max"), 1.0)], evidence)[0].word == "inconclusive"


def test_a_bound_counts_only_up_to_its_time() -> None:
    evidence = [Evidence(cell(), run((0, 5, 10), [{GAP.label: (0.0, 0.1, 9.0)}]))]
    assert decide([Bound("b", "t", Series(GAP, "max", 5), 1.0)], evidence)[0].word == "confirmed"
    assert decide([Bound("b", "t", Series(GAP, "max", 10), 1.0)], evidence)[0].word == "refuted"
    assert decide([Bound("b", "t", Series(GAP, "last", 5), 0.2)], evidence)[0].word == "confirmed"


def test_one_seed_refutes_an_explicit_bound() -> None:
    seeds = [{GAP.label: (0.0, v)} for v in (0.1, 0.1, 1.1)]
    evidence = [Evidence(cell(), run((0, 1), seeds))]
    assert decide([Bound("b", "t", Series(GAP, "max"), 1.0)], evidence)[0].word == "refuted"


@pytest.mark.parametrize(("value", "word"), [(1.009, "confirmed"), (1.02, "refuted")])
def test_limit(value: float, word: str) -> None:
    evidence = [Evidence(cell(), run((0, 1), [{GAP.label: (0.0, value)}]))]
    outcome = Limit("l", "t", Series(GAP, "last"), 1.0, 0.01)
    assert decide([outcome], evidence)[0].word == word


@pytest.mark.parametrize(
    ("larger", "word"), [(3.0, "confirmed"), (1.0, "inconclusive"), (0.4, "refuted")]
)
def test_contrast_is_paired_over_seeds(larger: float, word: str) -> None:
    rng = np.random.default_rng(6)
    seeds = []
    for _ in range(6):
        base = float(np.exp(rng.standard_normal()))  # seeds differ far more than the pair does
        ratio = larger * float(np.exp(0.1 * rng.standard_normal()))
        seeds.append({GAP.label: (0.0, base), POWER.label: (0.0, base * ratio)})
    evidence = [Evidence(cell(), run((0, 1), seeds))]
    outcome = Contrast("c", "t", Series(GAP, "max"), Series(POWER, "max"))
    assert decide([outcome], evidence)[0].word == word


def test_a_product_sweep_is_judged_group_by_group() -> None:
    evidence = []
    for width, slope in ((1.0, -0.8), (2.0, 0.6)):
        for each in _power_law(slope):
            point = {"d": float(each.cell.d), "c": width}
            evidence.append(Evidence(cell(d=each.cell.d, point=point), each.run))
    verdicts = decide([_rate()] * 8, evidence)
    assert [v.word for v in verdicts] == ["confirmed", "refuted"]
    assert verdicts[0].id == "train [c = 1]"


def test_a_zipped_sweep_is_one_group() -> None:
    evidence = [
        Evidence(cell(d=e.cell.d, point={"d": float(e.cell.d), "n": 2.0 * e.cell.d}), e.run)
        for e in _power_law(-0.8)
    ]
    assert [v.word for v in decide([_rate()] * 4, evidence)] == ["confirmed"]


# Facts, paths, equalities, frequencies.


@pytest.mark.parametrize(
    ("holds", "word"), [(True, "confirmed"), (False, "refuted"), (None, "inconclusive")]
)
def test_a_fact_is_what_the_spec_says(holds: bool | None, word: str) -> None:
    assert decide([Fact("f", "t", holds, "erf")], [Evidence(cell(), None)])[0].word == word


def _paths(*seeds: dict[str, tuple[float, ...]]) -> list[Evidence]:
    return [Evidence(cell(seeds=len(seeds)), run((0, 5, 10), [dict(s) for s in seeds]))]


LIMIT = measurement("jacobian-bound")
PATH = Series(GAP, "path")


@pytest.mark.parametrize(
    ("values", "word"), [((0.0, 0.5, 2.9), "confirmed"), ((0.0, 1.5, 1.6), "refuted")]
)
def test_a_path_is_compared_with_the_limit_at_each_step(values, word: str) -> None:
    """The largest value is below the largest limit in both."""
    evidence = _paths({GAP.label: values, LIMIT.label: (0.0, 1.0, 3.0)})
    verdict = decide([Bound("b", "t", PATH, Series(LIMIT, "path"))], evidence)[0]
    assert verdict.word == word


def test_the_margin_of_a_path_is_the_smallest_relative_one() -> None:
    evidence = _paths(
        {GAP.label: (0.0, 0.5, 2.0), LIMIT.label: (1.0, 1.0, 3.0)},
        {GAP.label: (0.0, 0.9, 2.0), LIMIT.label: (1.0, 1.0, 3.0)},
    )
    verdict = decide([Bound("b", "t", PATH, Series(LIMIT, "path"))], evidence)[0]
    assert verdict.margin == pytest.approx(0.1)
    assert verdict.limit == 1.0
    assert verdict.estimate is not None
    assert verdict.estimate.value == 0.9
    assert "margin 10 %" in verdict.found


def test_a_verdict_names_the_curves_that_it_was_read_from() -> None:
    evidence = _paths({GAP.label: (0.0, 1.0, 2.0), LIMIT.label: (0.0, 1.0, 2.0)})
    bound = Bound("b", "t", PATH, Series(LIMIT, "path", scale=2.0))
    told = [(each.role, each.quantity, each.scale) for each in decide([bound], evidence)[0].traces]
    assert told == [("value", GAP.label, 1.0), ("limit", LIMIT.label, 2.0)]
    maximum = decide([Bound("b", "t", Series(GAP, "max"), Series(LIMIT, "max"))], evidence)[0]
    assert [each.role for each in maximum.traces] == ["value"]
    rate = decide([_rate()], [Evidence(cell(), run((0, 1), [{GAP.label: (0.0, 1.0)}]))])[0]
    assert rate.traces == ()


@pytest.mark.parametrize(
    ("share", "said"),
    [(1e-16, "0 %"), (0.031, "3.1 %"), (-8.6, "-860 %"), (0.24, "24 %"), (-2e9, "-2e+11 %")],
)
def test_a_percentage_reads_as_one(share: float, said: str) -> None:
    from earlyspec.judge import words

    assert words.percent(share) == said


def test_rounding_about_a_limit_of_zero_refutes_nothing() -> None:
    evidence = _paths({GAP.label: (1e-15, 0.5, 0.5), LIMIT.label: (0.0, 1.0, 1.0)})
    bound = Bound("b", "t", PATH, Series(LIMIT, "path"))
    assert decide([bound], evidence)[0].word == "confirmed"
    evidence = _paths({GAP.label: (1e-6, 0.5, 0.5), LIMIT.label: (0.0, 1.0, 1.0)})
    assert decide([bound], evidence)[0].word == "refuted"


@pytest.mark.parametrize(
    ("trivial", "word"), [((0.0, 0.9, 2.0), "vacuous"), ((0.0, 0.9, 4.0), "confirmed")]
)
def test_a_path_is_vacuous_if_what_holds_anyway_meets_it_at_every_step(trivial, word) -> None:
    curves = {GAP.label: (0.0, 0.5, 0.5), LIMIT.label: (0.0, 1.0, 3.0), POWER.label: trivial}
    bound = Bound("b", "t", PATH, Series(LIMIT, "path"), trivial=Series(POWER, "path"))
    assert decide([bound], _paths(curves))[0].word == word


def test_a_known_factor_scales_a_series() -> None:
    evidence = _paths({GAP.label: (0.0, 0.5, 0.5), LIMIT.label: (1.0, 1.0, 1.0)})
    for scale, word in ((1.9, "confirmed"), (2.1, "refuted")):
        bound = Bound("b", "t", Series(GAP, "path", scale=scale), Series(LIMIT, "path"))
        assert decide([bound], evidence)[0].word == word


def _estimates(error: float, *values: float) -> list[Evidence]:
    quantity = nodes.Quantity(GAP.label, GAP, True, "1", bounded_error=True)
    made = run((0,), [{GAP.label: (v,)} for v in values])
    seeds = tuple(
        replace(s, series={GAP.label: ((*s.series[GAP.label][0], error),)}) for s in made.seeds
    )
    return [Evidence(cell(quantities=(quantity,)), replace(made, seeds=seeds))]


@pytest.mark.parametrize(
    ("value", "word"),
    [(0.85, "confirmed"), (0.95, "inconclusive"), (1.05, "inconclusive"), (1.15, "refuted")],
)
def test_the_error_of_an_estimate_counts_against_a_bound(value: float, word: str) -> None:
    verdict = decide([Bound("b", "t", Series(GAP, "max"), 1.0)], _estimates(0.1, value))[0]
    assert verdict.word == word
    limit = Limit("l", "t", Series(GAP, "max"), 0.0, 1.0)
    assert decide([limit], _estimates(0.1, value))[0].word == word
    frequency = Frequency("f", "t", Series(GAP, "max"), 1.0, 0.5)
    many = decide([frequency], _estimates(0.1, *[value] * 20))[0]
    assert many.word == word


def test_where_the_error_decides_no_number_of_seeds_is_named() -> None:
    values = 1.15 + 0.01 * np.random.default_rng(0).standard_normal(8)
    limit = Limit("l", "t", Series(GAP, "max"), 1.0, 0.2, mean=True)
    verdict = decide([limit], _estimates(0.1, *values))[0]
    assert verdict.word == "inconclusive"
    assert verdict.seeds_needed is None
    assert "error of the estimator" in verdict.missing


def _mean(target: float, tolerance: float, seeds: int, spread: float = 0.1) -> OutcomeVerdict:
    z = np.linspace(-1, 1, seeds)
    values = 1 + spread * (z - z.mean()) / z.std(ddof=1)
    seeds_of = [{GAP.label: (0.0, float(v))} for v in values]
    evidence = [Evidence(cell(), run((0, 1), seeds_of))]
    return decide([Limit("l", "t", Series(GAP, "last"), target, tolerance, mean=True)], evidence)[0]


def test_a_mean_is_tested_for_equivalence() -> None:
    assert _mean(1.0, 0.2, 10).word == "confirmed"
    assert _mean(2.0, 0.2, 10).word == "refuted"
    assert _mean(1.0, 0.05, 10).word == "inconclusive"  # not rejected is not confirmed
    assert _mean(1.0, 0.2, 4).word == "inconclusive"


def test_the_seeds_that_a_mean_needs_are_named() -> None:
    few = _mean(1.0, 0.05, 10)
    assert few.seeds_needed is not None
    assert str(few.seeds_needed) in few.missing
    assert few.seeds_needed == pytest.approx((0.1 * (1.96 + 0.84) / 0.05) ** 2, rel=0.15)
    assert _mean(1.0, 0.05, few.seeds_needed).word == "confirmed"


@pytest.mark.parametrize(
    ("good", "seeds", "word"),
    [
        (72, 72, "confirmed"),
        (71, 71, "inconclusive"),
        (15, 20, "refuted"),
        (19, 20, "inconclusive"),
    ],
)
def test_a_frequency_is_decided_by_the_exact_interval(good: int, seeds: int, word: str) -> None:
    """0.025^(1/72) = 0.9501, 0.025^(1/71) = 0.9494."""
    values = [{GAP.label: (0.0, 0.5 if i < good else 2.0)} for i in range(seeds)]
    evidence = [Evidence(cell(), run((0, 1), values))]
    verdict = decide([Frequency("f", "t", Series(GAP, "max"), 1.0, 0.95)], evidence)[0]
    assert verdict.word == word
    assert f"{good} of {seeds} seeds" in verdict.found


def test_a_frequency_says_how_many_seeds_would_decide() -> None:
    evidence = [Evidence(cell(), run((0, 1), [{GAP.label: (0.0, 0.5)}] * 10))]
    verdict = decide([Frequency("f", "t", Series(GAP, "max"), 1.0, 0.95)], evidence)[0]
    assert verdict.seeds_needed == 72
    assert "about 72 seeds; there are 10" in verdict.missing


@pytest.mark.parametrize(
    ("target", "word"), [(-0.5, "confirmed"), (-1.0, "refuted"), (-0.55, "inconclusive")]
)
def test_an_exponent_is_tested_for_equivalence(target: float, word: str) -> None:
    evidence = _power_law(-0.5, noise=0.02, seeds=8, sizes=(16, 32, 64, 128, 256))
    outcome = Exponent("e", "t", Series(GAP, "max"), target, 0.08)
    assert decide([outcome] * 5, evidence)[0].word == word


def test_a_rate_may_be_bounded_from_below() -> None:
    for slope, word in ((-0.1, "confirmed"), (-1.2, "refuted")):
        evidence = _power_law(slope, noise=0.02, seeds=8)
        rate = Rate("r", "t", Series(GAP, "max"), exponent=-0.5, relation=">")
        verdict = decide([rate] * 4, evidence)[0]
        assert verdict.word == word
        assert verdict.required == "exponent of d > -0.5"


def test_a_rate_against_another_is_paired_over_seeds() -> None:
    rng = np.random.default_rng(3)
    evidence = []
    for d in SIZES:
        base = np.exp(2.0 * rng.standard_normal(5))  # seeds differ far more than the ratio does
        ratio = d**-0.5 * np.exp(0.02 * rng.standard_normal(5))
        rows = zip(base, base * ratio, strict=True)
        curves = [{POWER.label: (float(a),), GAP.label: (float(b),)} for a, b in rows]
        evidence.append(Evidence(cell(d=d), run((0,), curves)))
    alone = Rate("r", "t", Series(GAP, "max"))
    paired = replace(alone, against=Series(POWER, "max"))
    assert decide([alone] * 4, evidence)[0].word == "inconclusive"
    assert decide([paired] * 4, evidence)[0].word == "confirmed"


def test_a_rate_that_levels_off_is_not_confirmed_however_little_noise() -> None:
    rng = np.random.default_rng(4)
    flat = {d: list((1 + 16 / d) * np.exp(0.01 * rng.standard_normal(8))) for d in SIZES}
    verdict = decide([_rate()] * 4, sweep(GAP.label, flat))[0]
    assert verdict.fit is not None
    assert verdict.fit.slope.high < 0
    assert verdict.word == "inconclusive"
    assert "larger sizes: it bends" in verdict.missing
    assert verdict.seeds_needed is None


def test_an_undecided_rate_names_the_seeds_at_each_size() -> None:
    verdict = decide([_rate()] * 4, _power_law(-0.3, noise=0.4, rng=2))[0]
    assert verdict.word == "inconclusive"
    assert verdict.seeds_needed is not None
    assert f"about {verdict.seeds_needed} seeds at each size" in verdict.missing
    more = _power_law(-0.3, noise=0.4, seeds=verdict.seeds_needed, rng=3)
    assert decide([_rate()] * 4, more)[0].word == "confirmed"


def test_a_change_in_the_sixth_digit_moves_no_sentence() -> None:
    evidence = _power_law(-0.8)
    moved = [
        replace(
            e,
            run=replace(
                e.run,
                seeds=tuple(
                    replace(s, series={k: tuple((v * (1 + 1e-7),) for (v,) in c)
                                       for k, c in s.series.items()})
                    for s in e.run.seeds
                ),
            ),
        )
        for e in evidence
    ]  # fmt: skip
    for outcome in (
        _rate(),
        Bound("b", "t", Series(GAP, "max"), 0.5),
        Exponent("e", "t", Series(GAP, "max"), -0.8, 0.2),
    ):
        before, after = (decide([outcome] * 4, each)[0] for each in (evidence, moved))
        assert (before.found, before.required, before.missing) == (
            after.found, after.required, after.missing,
        )  # fmt: skip


def test_several_cells_show_the_weakest() -> None:
    rng = np.random.default_rng(6)
    evidence = []
    for d, ratio in ((16, 5.0), (32, 1.5)):
        curves = [
            {GAP.label: (1.0,), POWER.label: (float(ratio * np.exp(0.05 * rng.standard_normal())),)}
            for _ in range(6)
        ]
        evidence.append(Evidence(cell(d=d), run((0,), curves)))
    outcome = Contrast("c", "t", Series(GAP, "max"), Series(POWER, "max"))
    verdict = decide([outcome] * 2, evidence)[0]
    assert verdict.estimate is not None
    assert verdict.estimate.value == pytest.approx(1.5, rel=0.1)


def _falling(*curves: tuple[float, ...]) -> list[Evidence]:
    """Seeds whose gap is a curve, beside an output power that falls from 1 by halves."""
    seeds_of = [{GAP.label: curve, POWER.label: (1.0, 0.5, 0.25)} for curve in curves]
    return [Evidence(cell(), run((0, 1, 2), seeds_of))]


def test_a_frequency_of_paths_counts_seeds_that_keep_the_bound_at_every_step() -> None:
    below, above, late = (1.0, 0.4, 0.2), (1.0, 0.6, 0.2), (1.0, 0.4, 0.3)
    outcome = Frequency("f", "t", Series(GAP, "path"), Series(POWER, "path"), 0.5)
    verdict = decide([outcome], _falling(*[below] * 18, above, late))[0]
    assert verdict.word == "confirmed"
    assert verdict.found == "18 of 20 seeds"
    assert verdict.required == "<= its bound at every recorded step in a share of seeds >= 0.5"
    assert [trace.quantity for trace in verdict.traces] == [GAP.label, POWER.label]
    assert decide([outcome], _falling(*[below] * 2, *[above] * 9, *[late] * 9))[0].word == "refuted"
    last = Frequency("f", "t", Series(GAP, "last"), Series(POWER, "last"), 0.5)
    assert decide([last], _falling(*[below, above] * 9, late))[0].found == "18 of 19 seeds"


def test_a_frequency_whose_limit_nothing_exceeds_is_vacuous() -> None:
    evidence = _falling(*[(1.0, 0.4, 0.2)] * 20)
    for limit, word in ((0.24, "confirmed"), (0.26, "vacuous")):
        trivial = Series(POWER, "last")
        outcome = Frequency("f", "t", Series(GAP, "last"), limit, 0.5, trivial=trivial)
        assert decide([outcome], evidence)[0].word == word


def test_frequencies_over_a_sweep_say_the_share_of_each_size() -> None:
    values = {8: [2.0] * 20, 16: [0.5, 2.0] * 10, 32: [0.5] * 20}
    outcome = Frequency("f", "t", Series(GAP, "max"), 1.0, 0.8)
    verdict = decide([outcome] * 3, sweep(GAP.label, values))[0]
    assert verdict.word == "refuted"
    assert verdict.found == "d = 8: 0 of 20 seeds; d = 16: 10 of 20 seeds; d = 32: 20 of 20 seeds"


def test_curves_of_the_largest_size_do_not_stand_for_a_smaller_ones_word() -> None:
    outcome = Frequency("f", "t", Series(GAP, "path"), Series(POWER, "path"), 0.5)
    small, large = (_falling(*[(1.0, x, 0.2)] * 20)[0] for x in (0.6, 0.4))
    assert decide([outcome] * 2, [large, large])[0].traces
    mixed = decide([outcome] * 2, [small, large])[0]
    assert (mixed.word, mixed.traces) == ("refuted", ())


def test_what_is_equal_by_construction_before_the_first_step_is_not_the_nearest() -> None:
    bound = Bound("b", "t", Series(GAP, "path"), Series(POWER, "path"))
    verdict = decide([bound], _falling((1.0, 0.4, 0.1)))[0]
    assert verdict.word == "confirmed"
    assert "0.4 against 0.5, margin 20 % at step 1" in verdict.found
    assert decide([bound], _falling((1.1, 0.4, 0.1)))[0].word == "refuted"


# Bounds that do not exist. A certificate says 1e6 where it has none.

CERTIFICATE = measurement("certificate-apriori")
NONE = 1e6


def _certified(values, limits, scale: float = 1.0) -> OutcomeVerdict:
    """Seeds of a path against what its certificate gives, `scale` of it claimed."""
    seeds = [
        {GAP.label: value, CERTIFICATE.label: limit}
        for value, limit in zip(values, limits, strict=True)
    ]
    steps = range(len(values[0]))
    bound = Bound("gap", "t", Series(GAP, "path"), Series(CERTIFICATE, "path", scale=scale))
    return decide([bound], [Evidence(cell(seeds=len(seeds)), run(steps, seeds))])[0]


@pytest.mark.parametrize(
    ("limits", "word", "missing"),
    [
        ((0.0, 0.2, 0.3), "confirmed", ""),
        ((0.0, 0.2, 0.1), "refuted", ""),
        ((0.0, 0.2, NONE), "inconclusive", "no bound at 1 of 3 recorded steps, the first 2"),
        ((0.0, NONE, NONE), "inconclusive", "no bound at 2 of 3 recorded steps, the first 1"),
        ((NONE, NONE, NONE), "inconclusive", "no bound at 3 of 3 recorded steps, the first 0"),
        # What is broken where it exists is broken.
        ((0.0, 0.05, NONE), "refuted", ""),
    ],
)
def test_a_bound_that_does_not_exist_confirms_nothing(limits, word: str, missing: str) -> None:
    verdict = _certified([(0.0, 0.1, 0.2)] * 2, [(0.0, 0.2, 0.3), limits])
    assert verdict.word == word
    assert missing in verdict.missing
    assert "e+0" not in verdict.found
    assert verdict.limit is None or verdict.limit < 1


def test_a_share_of_no_bound_is_none_either() -> None:
    assert _certified([(0.0, 0.1)], [(0.0, NONE)], scale=1e-3).word == "inconclusive"


@pytest.mark.parametrize("kind", ["bound", "frequency", "contrast", "limit"])
def test_no_other_outcome_takes_it_for_a_number(kind: str) -> None:
    """At one step, in every seed: were 1e6 a number, each of these would be confirmed."""
    none, gap = Series(CERTIFICATE, "last"), Series(GAP, "last")
    outcome = {
        "bound": Bound("o", "t", gap, none),
        "frequency": Frequency("o", "t", gap, none, 0.5),
        "contrast": Contrast("o", "t", gap, none),
        "limit": Limit("o", "t", none, NONE, 1.0),
    }[kind]
    seeds = [{GAP.label: (0.0, 0.1), CERTIFICATE.label: (0.0, NONE)}] * 20
    verdict = decide([outcome], [Evidence(cell(seeds=20), run((0, 1), seeds))])[0]
    assert verdict.word == "inconclusive"
    assert "bound" in verdict.missing


def test_a_rate_of_what_does_not_exist_is_no_rate() -> None:
    evidence = sweep(CERTIFICATE.label, dict.fromkeys(SIZES, [NONE] * 5))
    outcome = Rate("o", "t", Series(CERTIFICATE, "last"), relation=">", exponent=-1.0)
    assert decide([outcome] * 4, evidence)[0].word == "inconclusive"
