"""Claims about kernels: exponents, hypotheses and lies against the paper's formulas."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from by_hand import ERF, RELU, cell
from earlyspec_reference.ops import OPS
from made_up_runs import conditions, controls, outcomes

from earlyspec import registry
from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._linear_models import kernel_lies, kernel_model

FIRST = ["proposition-3.4", "proposition-d.2", "proposition-d.3", "proposition-d.4", "lemma-d.6"]
DUAL = {"erf": replace(ERF, has_dual=True), "relu": replace(RELU, has_dual=True)}
GAP = {"lemma-d.6": "distance", "lemma-d.13": "distance"}


@pytest.mark.parametrize(
    ("item", "divisor"),
    [
        ("proposition-3.4", 1),
        ("proposition-d.2", 1),
        ("proposition-d.3", 1),
        ("proposition-d.4", 1),
        ("proposition-d.9", 1),
        ("proposition-d.8", 3),
        ("proposition-d.10", 3),
        ("proposition-d.11", 3),
        ("lemma-d.6", 7),
        ("lemma-d.13", 7),
    ],
)
def test_the_exponent_is_the_papers(item: str, divisor: int) -> None:
    made = cell(activation=DUAL["erf"], alpha=0.21)
    outcome = outcomes(f"hu2020/{item}", made)[GAP.get(item, "gap")]
    assert isinstance(outcome, th.Rate)
    assert (outcome.over, outcome.relation) == ("d", "<")
    assert outcome.exponent == pytest.approx(-0.21 / divisor)
    named = outcomes(f"hu2020/{item}", made, alpha=0.07)[GAP.get(item, "gap")]
    assert named.exponent == pytest.approx(-0.07 / divisor)
    unknown = conditions(f"hu2020/{item}", replace(made, alpha=None))["alpha"]
    assert unknown.holds is None


@pytest.mark.parametrize(
    ("item", "k"),
    [
        ("proposition-3.4", {"erf": 1, "relu": 1}),
        ("proposition-d.3", {"erf": 1, "relu": 1}),
        ("lemma-d.6", {"erf": 1, "relu": 1}),
        ("proposition-d.8", {"erf": 1, "relu": 2}),
        ("proposition-d.10", {"erf": 1, "relu": 2}),
        ("proposition-d.11", {"erf": 1, "relu": 2}),
        ("lemma-d.13", {"erf": 1, "relu": 2}),
        ("proposition-d.4", {}),  # infinitely wide
        ("proposition-d.9", {}),
    ],
)
def test_how_wide(item: str, k: dict[str, int]) -> None:
    for phi, activation in DUAL.items():
        found = conditions(f"hu2020/{item}", cell(activation=activation))
        assert found["samples"].rhs == pytest.approx(50**1.2)
        assert ("width" in found) == bool(k)
        if k:
            assert found["width"].rhs == pytest.approx(50 ** (k[phi] + 0.2))


@pytest.mark.parametrize("item", ["proposition-3.4", "proposition-d.8", "proposition-d.11"])
def test_how_the_network_trains_does_not_enter_a_kernel_at_its_start(item: str) -> None:
    made = cell(rates=(5.0, 0.0), dynamics=replace(cell().dynamics, optimizer="adam"))
    assert {"layers", "descent", "labels", "stability"}.isdisjoint(
        conditions(f"hu2020/{item}", made)
    )


@pytest.mark.parametrize(
    ("item", "label"),
    [
        ("proposition-3.4", "kernel-gap(layers=first, model=paired-first)"),
        ("proposition-d.3", "kernel-gap(layers=first, right=infinite)"),
        ("proposition-d.4", "kernel-gap(layers=first, left=infinite, model=paired-first)"),
        ("proposition-d.8", "kernel-gap(layers=second, model=paired-second)"),
        ("proposition-d.9", "kernel-gap(layers=second, left=infinite, model=paired-second)"),
        ("proposition-d.10", "kernel-gap(layers=second, right=infinite)"),
        ("proposition-d.11", "kernel-gap"),
        ("lemma-d.6", "kernel-distance(layers=first, model=paired-first)"),
        ("lemma-d.13", "kernel-distance"),
    ],
)
def test_which_two_kernels(item: str, label: str) -> None:
    made = cell(activation=DUAL["erf"])
    assert outcomes(f"hu2020/{item}", made)[GAP.get(item, "gap")].series.word.label == label
    alone = replace(made, dynamics=replace(made.dynamics, rates=(5.0, 0.0)))
    if item in FIRST:  # the paired model is the first layer's where only that one trains
        short = label.replace(", model=paired-first", "")
        found = outcomes(f"hu2020/{item}", alone)[GAP.get(item, "gap")]
        assert found.series.word.label == short


@pytest.mark.parametrize("layers", ["first", "second", "both"])
@pytest.mark.parametrize("rates", [(1.0, 0.0), (0.0, 1.0), (1.0, 1.0), (2.0, 0.5)])
def test_the_linear_kernel_of_some_layers_whichever_train(layers: str, rates) -> None:
    """Section 1: Theta_lin1, Theta_lin2 and their sum, written out."""
    made = cell(d=6, activation=RELU, rates=rates)
    x = np.random.default_rng(1).standard_normal((9, 6))
    psi = registry.revive(kernel_model(made, layers).word).features(OPS, x, np.asarray(1.3))
    norm = np.linalg.norm(x, axis=1) / math.sqrt(6)
    q = 0.398942280401433 * norm  # relu: q(x) = theta_0 |x| / sqrt(d)
    nu_square = 0.398942280401433**2 * 1.3
    ones = np.ones((9, 9))
    first = (0.25 * x @ x.T + nu_square * ones) / 6
    second = (0.25 * x @ x.T + nu_square / 2 * ones) / 6 + np.outer(q, q)
    expected = {"first": first, "second": second, "both": first + second}[layers]
    np.testing.assert_allclose(psi @ psi.T, expected, rtol=1e-12)


def test_the_lies_about_a_linear_kernel_are_those_of_the_sheet() -> None:
    made = cell(activation=RELU)
    assert set(kernel_lies(made, "first")) == {
        "both-layers",
        "second-moment-first",
        "no-bias-first",
    }
    assert set(kernel_lies(made, "second")) == {
        "both-layers",
        "second-moment-second",
        "naive-second",
        "no-bias-second",
        "whole-bias-second",
    }
    assert set(kernel_lies(made, "both")) == {
        "first-layer-only",
        "second-moment",
        "naive",
        "no-bias",
        "whole-bias",
    }
    assert set(kernel_lies(cell(), "both")) == {"first-layer-only", "second-moment"}  # nu = 0


@pytest.mark.parametrize(("layers", "right", "wrong"), [("second", 0.5, 1.0), ("both", 1.5, 2.0)])
def test_the_factor_of_nu_square_and_the_lie_about_it(layers, right, wrong) -> None:
    """3/2 of both layers, 1/2 of the second; the common slip is to forget that it is a half."""
    made = cell(d=4, activation=RELU)
    x = np.zeros((1, 4))  # no x, and q(0) = theta_0 - theta_1 = 0

    def bias(word) -> float:
        psi = registry.revive(word).features(OPS, x, np.asarray(1.0))
        return float(np.sum(psi**2)) * 4 / RELU.kappa**2

    lies = kernel_lies(made, layers)
    name = "whole-bias" + ("-second" if layers == "second" else "")
    assert bias(kernel_model(made, layers).word) == pytest.approx(right)
    assert bias(lies[name][1]) == pytest.approx(wrong)
    assert bias(lies[name.replace("whole", "no")][1]) == pytest.approx(0)


def test_eq_25_alone_does_not_need_many_samples() -> None:
    made = cell(activation=DUAL["erf"])
    name = "hu2020/proposition-d.4"
    assert set(outcomes(name, made)) == {"gap", "relative", "eq-25"}
    assert set(outcomes(name, made, part="eq-25")) == {"eq-25"}
    word = outcomes(name, made)["eq-25"].series.word
    assert word.parameters["minus_excess"] is True
    assert "samples" in conditions(name, made)
    assert "samples" not in conditions(name, made, part="eq-25")


@pytest.mark.parametrize("item", ["d.3", "d.4", "d.9", "d.10"])
def test_without_a_closed_form_of_the_infinite_kernel_nothing_is_claimed(item: str) -> None:
    made = cell(activation=replace(ERF, kind="tanh", has_dual=False))
    found = outcomes(f"hu2020/proposition-{item}", made)
    assert [type(each) for each in found.values()] == [th.Fact]
    assert found["gap"].holds is None
    assert "tanh" in found["gap"].found
    assert not controls(f"hu2020/proposition-{item}", made)


def test_one_size_reports_the_part_of_the_kernel_that_differs() -> None:
    relative = outcomes("hu2020/proposition-3.4", cell())["relative"]
    assert relative.series.word.kind == "kernel-gap"
    assert relative.against.word.label == "kernel-scale(layers=first)"


@pytest.mark.parametrize(("item", "layers"), [("d.4", "first"), ("d.9", "second")])
def test_what_has_no_width_is_held_against_a_norm_that_has_none(item: str, layers: str) -> None:
    relative = outcomes(f"hu2020/proposition-{item}", cell(activation=DUAL["relu"]))["relative"]
    assert relative.against.word.parameters == {"of": "infinite", "layers": layers}
    index = {"first": 1, "second": 2}[layers]
    assert relative.text.endswith(f"is an ever smaller part of ||Theta{index}*||")


@pytest.mark.parametrize(
    ("item", "phi", "sizes", "powers"),
    [
        # n / d^2, times d / n; where the kernel has theta_0^2 1 1^T it grows like d beside that.
        ("proposition-3.4", "erf", {}, {"gap": -1, "relative": -1}),
        ("proposition-d.4", "relu", {}, {"gap": -1, "relative": -1, "eq-25": -1}),
        ("proposition-d.9", "relu", {}, {"gap": -1, "relative": -2}),
        ("proposition-d.9", "erf", {}, {"gap": -1, "relative": -1}),
        ("proposition-d.11", "relu", {}, {"gap": -1, "relative": -2}),
        ("lemma-d.6", "erf", {}, {"distance": -1, "distance-now": -1, "drift": -3}),
        # Of infinite width, n / d^2 is the truth once n > d^2; m says nothing.
        ("proposition-d.4", "relu", {"n": 3000}, {"gap": -2, "relative": -2, "eq-25": -2}),
        # Of finite width it takes m > d^2, m > d^3 with the second layer; n says nothing.
        ("proposition-d.3", "erf", {"n": 3000}, {"gap": -1, "relative": -1}),
        ("proposition-d.3", "erf", {"m": 3000}, {"gap": -2, "relative": -2}),
        ("proposition-d.10", "erf", {"m": 3000}, {"gap": -1, "relative": -1}),
        # And of a network against the linear model, both.
        ("proposition-3.4", "erf", {"n": 3000}, {"gap": -1, "relative": -1}),
        ("proposition-3.4", "erf", {"n": 3000, "m": 3000}, {"gap": -2, "relative": -2}),
    ],
)
def test_how_much_too_steep_the_steeper_lie_is(item, phi, sizes, powers) -> None:
    made = cell(activation=DUAL[phi], d=50, **({"n": 2000, "m": 2000} | sizes))
    found = controls(f"hu2020/{item}", made)
    steep = {name: each for name, each in found.items() if name.startswith("exponent/")}
    assert {each.of: each.outcome.exponent for each in steep.values()} == powers


@pytest.mark.parametrize(
    ("item", "phi", "lies"),
    [
        ("d.3", "erf", {"both-layers", "second-moment-first"}),
        ("d.3", "relu", {"both-layers", "second-moment-first", "no-bias-first"}),
        ("d.10", "erf", {"both-layers", "second-moment-second"}),
        ("d.10", "relu", {"both-layers", "second-moment-second"}),
    ],
)
def test_the_lies_about_an_infinite_kernel_are_about_its_linear_part(item, phi, lies) -> None:
    made = cell(activation=DUAL[phi])
    found = controls(f"hu2020/proposition-{item}", made)
    assert set(found) == {f"{x}/{of}" for x in (*lies, "exponent") for of in ("gap", "relative")}
    layers = {"d.3": "first", "d.10": "second"}[item]
    for name in lies:
        word = found[f"{name}/gap"].outcome.series.word
        given = {"layers": layers, "right": "infinite", "model": f"paired-{layers}"}
        assert word.parameters == {**given, "instead": name}


def test_both_pairs_of_a_path_are_measured() -> None:
    """(W(t), W(0)) and (W(t), W(t)), as the Reading says; lies are told about each."""
    found = outcomes("hu2020/lemma-d.13", cell())
    assert set(found) == {"distance", "distance-now", "drift"}
    assert found["distance-now"].series.word.label == "kernel-distance(right=now)"
    told = {each.of for name, each in controls("hu2020/lemma-d.13", cell()).items()}
    assert told == set(found)


@pytest.mark.parametrize(
    ("item", "layers"), [("lemma-d.6", ["first"]), ("lemma-d.13", ["first", "second"])]
)
def test_the_path_must_stay_in_the_ball(item: str, layers: list[str]) -> None:
    found = conditions(f"hu2020/{item}", cell(d=40))
    assert [name for name in found if name.startswith("ball")] == [f"ball-{x}" for x in layers]
    for layer in layers:
        ball = found[f"ball-{layer}"]
        assert ball.bound == pytest.approx(math.sqrt(40 * math.log(40)))
        assert ball.bound == pytest.approx(12.1, abs=0.1)  # the sheet's R at d = 40
        assert (ball.relation, ball.series.reduce) == ("<=", "max")
    assert ("layers" in found) == (item == "lemma-d.6")


def test_lemma_d_6_is_of_a_second_layer_at_its_start() -> None:
    assert conditions("hu2020/lemma-d.6", cell(rates=(5.0, 0.0)))["layers"].holds
    assert not conditions("hu2020/lemma-d.6", cell())["layers"].holds


def test_d_2_is_3_4_under_another_name() -> None:
    made = cell(activation=DUAL["relu"])
    for records in (conditions, outcomes, controls):
        assert records("hu2020/proposition-3.4", made) == records("hu2020/proposition-d.2", made)


def test_figure_5_is_of_fixed_n_and_m_above_the_floor() -> None:
    """Section 8.3: at n = 3000 and erf the local slope is -1.02 up to d = 200, then -0.72."""
    below = cell(d=200, n=3000, m=6000)
    assert conditions("hu2020/figure-5", below)["floor"].holds
    assert not conditions("hu2020/figure-5", cell(d=400, n=3000, m=6000))["floor"].holds
    assert "0.137" in conditions("hu2020/figure-5", below)["floor"].found
    found = outcomes("hu2020/figure-5", below)
    assert {name: (rate.relation, rate.exponent) for name, rate in found.items()} == {
        "spectral": ("<", -1.0),
        "frobenius": (">", -1.0),
        "ratio": (">", 0.0),
        "above-floor": ("<", -1.0),
    }
    assert found["spectral"].series.scale == 15.0  # the norm itself, not times d / n
