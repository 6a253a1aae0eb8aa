"""Outcomes: bounds, limits, contrasts, and rates over a sweep."""

from __future__ import annotations

import numpy as np
import pytest
from by_hand import cell, run, sweep

from earlyspec.judge.evidence import Evidence
from earlyspec.judge.outcomes import decide
from earlyspec.plan.measurements import Divergence
from earlyspec.theorems._base import Bound, Contrast, Limit, Rate, Series, measurement

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
    [(-0.8, "confirmed"), (-0.3, "inconclusive"), (0.0, "inconclusive"), (0.8, "refuted")],
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
