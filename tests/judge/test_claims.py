"""Claims: the table of verdicts, and lies that must turn them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from by_hand import RELU, cell, run

from earlyspec import registry
from earlyspec.judge import claims
from earlyspec.judge.evidence import Evidence
from earlyspec.judge.verdicts import ClaimVerdict
from earlyspec.plans import nodes
from earlyspec.theorems.hu2020.theorem_d_1 import TheoremD1

SIZES = (16, 32, 64, 128)
LIES = ("first-layer-only", "second-moment", "nothing-learned")


def _label(kind: str, **parameters: str) -> str:
    return nodes.Word("measurements", kind, parameters).label


def _cell(d: int, **changes) -> nodes.Cell:
    n, m = int(np.ceil(1.5 * d**1.5)), 2 * int(np.ceil(d**1.5 / 2))
    eta = d / np.log(n)
    steps = round(d * np.log(d) / eta)
    changes = {"n": n, "m": m, "rates": (eta, eta), "steps": steps} | changes
    return cell(d=d, seeds=5, **changes)


def _run(d: int, truth: float, lie: float, rng, lies=LIES, power: float = 0.5):
    """Gaps of about the given sizes; every seed's gaps share its luck, as on shared data."""
    seeds, onces = [], []
    for _ in range(5):
        luck = np.exp(0.02 * rng.standard_normal())
        curves = {}
        for split in ("train", "test"):
            where = {} if split == "train" else {"split": split}
            kind = "prediction-gap" if split == "train" else "clipped-gap"
            for model, gap in [(None, truth), *((name, lie) for name in lies)]:
                given = {} if model is None else {"model": model}
                value = gap * luck * np.exp(0.02 * rng.standard_normal())
                curves[_label(kind, **given, **where)] = (0.0, float(value))
            curves[_label("output-power", **where)] = (0.0, power)
        seeds.append(curves)
        onces.append(
            {
                "norm-deviation": 2.0 * float(np.exp(0.05 * rng.standard_normal())),
                "inner-product": 2.0 * float(np.exp(0.05 * rng.standard_normal())),
                "gram-norm": 2.2 * float(np.exp(0.01 * rng.standard_normal())),
                "stiffness": 0.3,
            }
        )
    return run((0, 1), seeds, onces)


def _judge(
    slope: float = -0.6, lie_slope: float = 0.0, lie: float = 0.3, **changes
) -> ClaimVerdict:
    rng = np.random.default_rng(7)
    lies = changes.pop("lies", LIES)
    controls = changes.pop("controls", True)
    parameters = changes.pop("parameters", {})
    cells = tuple(_cell(d, **changes) for d in SIZES)
    runs = [_run(d, 0.1 * d**slope, lie * d**lie_slope, rng, lies) for d in SIZES]
    claim = nodes.Claim("hu2020/theorem-d.1", parameters, None)
    plan = nodes.Plan(1, "t", None, cells, (claim,), ("d",), controls)
    return claims.judge(plan, runs)[0]


def test_all_hold_and_all_confirmed_is_supported() -> None:
    verdict = _judge()
    assert verdict.word == "supported", verdict.missing
    assert all(c.word == "holds" for c in verdict.conditions)
    assert all(c.caught for c in verdict.controls)
    assert len(verdict.controls) == 2 * len(LIES)


def test_all_hold_and_one_refuted_is_contradicted() -> None:
    assert _judge(slope=0.5).word == "contradicted"


def test_no_decay_is_inconclusive_and_says_what_is_missing() -> None:
    verdict = _judge(slope=0.0)
    assert verdict.word == "inconclusive"
    assert any("outcome train" in words for words in verdict.missing)


def test_a_failed_hypothesis_makes_it_observed_not_implied() -> None:
    verdict = _judge(n=100)
    assert [c.id for c in verdict.conditions if c.word == "fails"] == ["samples"]
    assert verdict.word == "observed-not-implied"


def test_a_failed_hypothesis_and_no_effect_is_not_observed() -> None:
    assert _judge(slope=0.5, n=100).word == "not-observed"


def test_an_unknown_hypothesis_is_never_supported() -> None:
    verdict = _judge(alpha=None)
    assert verdict.word == "inconclusive"
    assert any("alpha" in words for words in verdict.missing)


@pytest.mark.parametrize(
    "changes",
    [
        {"rates": (5.0, 0.0)},
        {"alpha": 0.3},
        {"m": 64},
        {"label_facts": nodes.LabelFacts("norm", 3.0)},
        {"input_facts": nodes.InputFacts("laplace", 50, True, True, "subexponential", 1, 1, 1)},
        {"input_facts": nodes.InputFacts("sphere", 50, True, False, "bounded", 1, 1, 1)},
    ],
)
def test_every_broken_hypothesis_is_seen(changes) -> None:
    rng = np.random.default_rng(8)
    facts = changes.pop("input_facts", None)
    cells = [_cell(d, **changes) for d in SIZES]
    if facts is not None:
        cells = [replace(c, input_facts=replace(facts, dim=c.d)) for c in cells]
    lies = (*LIES, "both-layers")
    runs = [_run(c.d, 0.1 * c.d**-0.6, 0.3, rng, lies) for c in cells]
    plan = nodes.Plan(
        1, "t", None, tuple(cells), (nodes.Claim("hu2020/theorem-d.1", {}, None),), ("d",), True
    )
    verdict = claims.judge(plan, runs)[0]
    assert verdict.word == "observed-not-implied"
    assert len([c for c in verdict.conditions if c.word == "fails"]) == 1


# Lies.


def test_a_lie_as_good_as_the_truth_demotes_it_and_is_named() -> None:
    verdict = _judge(lie=0.1, lie_slope=-0.6)
    assert verdict.word == "inconclusive"
    assert not any(c.caught for c in verdict.controls)
    assert any("zeta^2" in words for words in verdict.missing)


def test_a_lie_that_decays_too_is_caught_by_being_worse() -> None:
    verdict = _judge(lie=0.3, lie_slope=-0.6)
    assert verdict.word == "supported"
    assert all("at d = 128" in c.reason for c in verdict.controls)


def test_a_lie_that_grows_is_refuted_outright() -> None:
    verdict = _judge(lie=0.3, lie_slope=0.5)
    assert verdict.word == "supported"
    assert {c.word for c in verdict.controls} == {"refuted"}


def test_without_controls_none_are_judged() -> None:
    assert _judge(controls=False).controls == ()


def test_the_wrong_constant_in_the_place_of_the_right_one_is_not_confirmed() -> None:
    """The truth's own curve replaced by a lie's: it does not decay, nor beat the other lies."""
    rng = np.random.default_rng(9)
    cells = tuple(_cell(d) for d in SIZES)
    runs = []
    for d in SIZES:
        honest = _run(d, 0.1 * d**-0.6, 0.3, rng)
        swapped = []
        for seed in honest.seeds:
            lie, truth = _label("prediction-gap", model="second-moment"), _label("prediction-gap")
            series = dict(seed.series)
            series[lie], series[truth] = series[truth], series[lie]
            swapped.append(replace(seed, series=series))
        runs.append(replace(honest, seeds=tuple(swapped)))
    claim = nodes.Claim("hu2020/theorem-d.1", {}, None)
    verdict = claims.judge(nodes.Plan(1, "t", None, cells, (claim,), ("d",), True), runs)[0]
    assert verdict.word != "supported"
    train = next(o for o in verdict.outcomes if o.id == "train")
    assert train.word == "inconclusive"


def test_the_mean_of_phi_decides_how_wide_is_wide() -> None:
    """relu at m = d^1.5 meets d^(1+alpha), but Theorem D.1 asks d^(2+alpha) of it."""
    theorem = TheoremD1()
    evidence = [Evidence(_cell(d, activation=RELU, rates=(0.5, 0.5)), None) for d in SIZES]
    by_id = {c.id: c for c in theorem.conditions(evidence[0].cell)}
    assert by_id["width"].text == "m >~ d^(2+alpha)"
    words = {c.id: c.word for c in claims._conditions(theorem, evidence)}
    assert words["width"] == "fails"
    assert words["samples"] == "holds"


def test_foresee_decides_without_a_run() -> None:
    plan = nodes.Plan(
        1,
        "t",
        None,
        tuple(_cell(d) for d in SIZES),
        (nodes.Claim("hu2020/theorem-3.2", {}, None),),
        ("d",),
        True,
    )
    words = {c.id: c.word for c in claims.foresee(plan)[0]}
    assert words["layers"] == "fails"
    assert words["samples"] == "holds"
    assert words["stability"] == "unknown"


def test_the_unit_is_that_of_the_scaled_number() -> None:
    """A distance of kernels in units of n / d, times n / d, has none."""
    theorem = registry.theorem("lecture12/lemma-4").model_validate({})
    made = cell(n=8, d=10)
    made = replace(made, dynamics=replace(made.dynamics, rates=(1.0, 0.0)))
    path = next(each for each in theorem.outcomes(made) if each.id == "path")
    assert path.series.word.kind == "kernel-drift"
    assert claims._unit(path, Evidence(made, None)) == "1"
    bare = replace(path, series=replace(path.series, unit=None))
    drift = nodes.Quantity(path.series.word.label, path.series.word, True, "n/d")
    measured = Evidence(replace(made, quantities=(drift,)), None)
    assert claims._unit(bare, measured) == "n/d"
