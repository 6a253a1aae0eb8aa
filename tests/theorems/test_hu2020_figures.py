"""Figures as claims: panels, tolerances and hypotheses as the sheet has them."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from by_hand import ERF, RELU, cell
from made_up_runs import conditions, controls, outcomes

from earlyspec.plans import nodes
from earlyspec.theorems import _base as th
from earlyspec.theorems.hu2020._real_images import deep_linear

NORM = nodes.Word("labels", "norm", {"scale": 1.0, "offset": 0.0, "then": []})


def _two_layer(**changes: object) -> nodes.Cell:
    return cell(**({"steps": 400} | changes))


@pytest.mark.parametrize(
    ("panel", "ids"),
    [
        (None, {"losses-train", "losses-test", "goes-on", "logits", "discrepancy"}),
        ("a", {"losses-train", "losses-test", "goes-on"}),
        ("b", {"logits"}),
        ("c", {"discrepancy"}),
    ],
)
def test_figure_1_by_panel(panel, ids) -> None:
    found = outcomes("hu2020/figure-1", _two_layer(), panel=panel)
    assert set(found) == ids
    asked = conditions("hu2020/figure-1", _two_layer(), panel=panel)
    assert ("width" in asked) == (panel in (None, "b", "c"))
    assert ("time" in asked) == (panel in (None, "a"))


def test_figure_1_compares_until_the_linear_model_has_converged() -> None:
    made = _two_layer(d=50, rates=(5.0, 5.0))
    until = round(50 * math.log(50) / 5.0)
    assert until == 39  # section 8.8
    found = outcomes("hu2020/figure-1", made)
    for name in ("losses-train", "losses-test", "logits", "discrepancy"):
        assert found[name].series.until == until
    assert found["goes-on"].smaller.until is None
    assert conditions("hu2020/figure-1", made)["time"].holds
    assert not conditions("hu2020/figure-1", _two_layer(steps=39))["time"].holds


@pytest.mark.parametrize("panel", ["b", "c"])
def test_a_rate_of_figure_1_needs_a_width_that_grows(panel: str) -> None:
    width = conditions("hu2020/figure-1", _two_layer(d=50), panel=panel)["width"]
    assert width.rhs == pytest.approx(50**1.5)


def test_figure_1_b_has_no_tolerance_but_a_declared_one() -> None:
    assert outcomes("hu2020/figure-1", _two_layer(), panel="b")["logits"].within is None
    declared = {"panel": "b", "logits": 0.3}
    assert outcomes("hu2020/figure-1", _two_layer(), **declared)["logits"].within == 0.3
    assert "width" not in conditions("hu2020/figure-1", _two_layer(), **declared)


def test_figure_2_is_of_a_norm_a_norm_feature_and_much_width() -> None:
    made = cell(d=20, n=1000, m=2048, activation=RELU, rates=(0.5, 0.5), labels=NORM)
    asked = conditions("hu2020/figure-2", made)
    assert asked["norm-feature"].holds
    assert asked["target"].holds
    assert asked["width"].lhs / asked["width"].rhs == pytest.approx(400 / 2048)
    for changed in (replace(made, labels=nodes.Word("labels", "linear", {})),):
        assert conditions("hu2020/figure-2", changed)["target"].holds is False
    odd = cell(rates=(0.5, 0.5), labels=NORM, activation=ERF)
    assert not conditions("hu2020/figure-2", odd)["norm-feature"].holds
    assert not controls("hu2020/figure-2", odd)


def test_figure_2_has_the_gaps_and_three_slopes() -> None:
    labels = replace(NORM, parameters={"scale": 2.0, "offset": 0.0})
    made = cell(d=20, m=2048, activation=RELU, rates=(0.5, 0.5), labels=labels)
    found = outcomes("hu2020/figure-2", made)
    assert found["gap"].smaller.word.label == "prediction-gap(split=test)"
    assert found["gap"].larger.word.label == "prediction-gap(model=naive, split=test)"
    assert {name: found[name].target for name in found if name != "gap"} == {
        "network-slope": 2.0,
        "linear-slope": 2.0,
        "naive-slope": 0.0,
    }
    assert found["naive-slope"].tolerance == pytest.approx(0.3)
    assert found["network-slope"].series.word.label == "norm-slope"


@pytest.mark.parametrize(
    ("labels", "holds"),
    [
        (NORM, True),
        (replace(NORM, parameters={"scale": 0.0, "offset": 1.0}), False),
        (replace(NORM, parameters={"scale": 1.0, "then": [{"kind": "sign"}]}), False),
        (nodes.Word("labels", "random", {}), False),
        (nodes.Word("labels", "file", {}), None),
    ],
)
def test_labels_that_depend_on_the_norm(labels, holds) -> None:
    made = cell(activation=RELU, rates=(1.0, 1.0), labels=labels)
    assert conditions("hu2020/remark-norm-feature", made)["target"].holds is holds


def _deep(hidden: int = 4, kind: str = "fully-connected", data: str = "cifar-10") -> nodes.Cell:
    made = cell(rates=(0.3,) * (hidden + 1))
    layers = tuple(f"layer-{k}" for k in range(1, hidden + 2))
    network = replace(
        made.network,
        word=nodes.Word("architectures", kind, {}),
        layers=layers,
        kernel_scale=(1.0,) * (hidden + 1),
    )
    # E phi'(sqrt(q_l) g) for erf, as the sheet's recursion has them.
    slopes, q = [], 1.0
    for _ in range(hidden):
        slopes.append(2 / math.sqrt(math.pi * (1 + 2 * q)))
        q = 2 / math.pi * math.asin(2 * q / (1 + 2 * q))
    object.__setattr__(network, "slopes", tuple(slopes))
    facts = nodes.InputFacts(data, 192, None, None, "unknown", None, None, None)
    return replace(made, network=network, input_facts=facts)


@pytest.mark.parametrize(
    ("hidden", "coefficient"),
    [(1, 0.848826363157), (2, 0.840352351101), (4, 0.916766993728)],
)
def test_the_linear_coefficient_of_a_deep_network(hidden, coefficient) -> None:
    """Observation 4.1 of the sheet; golden value 25."""
    made = _deep(hidden)
    word = deep_linear(made)
    assert word.parameters["coefficient"] == pytest.approx(coefficient, rel=1e-11)
    assert word.parameters["eta"] == 0.3


def test_figures_on_images_ask_for_their_setting() -> None:
    asked = conditions("hu2020/figure-3", _deep())
    assert all(asked[name].holds for name in ("architecture", "activation", "layers", "inputs"))
    assert not conditions("hu2020/figure-3", _deep(data="digits"))["inputs"].holds
    assert not conditions("hu2020/figure-3", _deep(data="mnist"))["inputs"].holds
    assert conditions("hu2020/figure-4", _deep(data="mnist"))["inputs"].holds
    assert not conditions("hu2020/figure-3", _deep(hidden=2))["architecture"].holds
    assert conditions("hu2020/figure-3", _deep(kind="convolutional"))["architecture"].holds
    assert asked["standardised"].bound == 1e-6


def test_figure_3_has_the_relative_error_and_the_residual_in_its_parts() -> None:
    found = outcomes("hu2020/figure-3", _deep(), within=0.1, steps=100)
    assert set(found) == {"relative", "logits", "span-above", "span-below", "complement"}
    assert found["relative"].series.word.label == "relative-gap(split=test)"
    assert (found["relative"].limit, found["relative"].series.until) == (0.1, 100)
    above, below = found["span-above"], found["span-below"]
    assert above.series.word.label == "residual(part=span)"
    assert above.limit.word.label == "residual(model=paired, part=span)"
    assert (below.series.word, below.limit.word) == (above.limit.word, above.series.word)
    assert found["complement"].series.word.label == "residual(model=paired, part=complement)"
    assert found["complement"].limit.scale == pytest.approx(1 / 0.85)


@pytest.mark.parametrize(
    ("panel", "ids", "lies"),
    [
        ("a", {"span-above", "span-below", "complement"}, 3),
        ("b", {"logits"}, 1),
        ("c", {"relative"}, 2),
    ],
)
def test_figure_3_by_panel(panel, ids, lies) -> None:
    found = outcomes("hu2020/figure-3", _deep(), panel=panel)
    assert set(found) == ids
    told = controls("hu2020/figure-3", _deep(), panel=panel)
    assert {each.of for each in told.values()} <= ids
    assert len(told) == lies


def test_figure_3_b_is_of_outputs_and_vacuous_if_zero_passes() -> None:
    found = outcomes("hu2020/figure-3", _deep(), panel="b", logits=0.3, steps=7)["logits"]
    assert (found.limit, found.series.until) == (0.3, 7)
    assert found.series.word.label == "sample-gap"
    assert found.trivial.word.label == "sample-gap(model=nothing-learned)"


def test_figure_4_is_of_the_relative_error() -> None:
    found = outcomes("hu2020/figure-4", _deep())
    assert list(found) == ["relative"]
    assert isinstance(found["relative"], th.Bound)
