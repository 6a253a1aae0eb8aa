"""Figures of claims: bounds over steps, slopes asked for, numbers and where they must lie."""

from __future__ import annotations

import math
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from earlyspec.judge.verdicts import Estimate, Trace
from earlyspec.report.figures import figures
from earlyspec.report.render_json import from_json, to_json

SVG = "{http://www.w3.org/2000/svg}"
STEPS = (0, 10, 20, 30)
BOUND = "certificate-defect"


def lines(svg, **attributes):
    root = ElementTree.fromstring(svg)
    found = [
        e
        for e in root.iter(f"{SVG}polyline")
        if all(e.get(k.replace("_", "-")) == v for k, v in attributes.items())
    ]
    return [[tuple(map(float, p.split(","))) for p in e.get("points").split()] for e in found]


def words(svg):
    return ["".join(e.itertext()) for e in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def bounded(make, limit=(0.0, 1.0, 2.0, 4.0), scale=1.0, **changes):
    """A claim that one curve is below another, and the report that has both."""
    curves = (
        make["curve"]("gap-norm", "target", (0.0, 0.5, 1.0, 2.0), steps=STEPS),
        make["curve"](BOUND, "target", limit, steps=STEPS),
    )
    cell = replace(make["cell"](50, point={}), curves=curves, horizon_step=20)
    traces = (Trace("value", "gap-norm"), Trace("limit", BOUND, scale))
    outcome = replace(
        make["outcome"]("gap", fitted=False), kind="bound", fit=None, traces=traces, **changes
    )
    return make["report"](claims=(make["claim"](outcomes=(outcome,)),), cells=(cell,))


def test_a_bound_is_drawn_over_what_it_bounds(make):
    svg = figures(bounded(make))["bound.svg"].svg
    (measured,) = [p for p in lines(svg, stroke="#0072b2") if len(p) > 2]
    (limit,) = [p for p in lines(svg, stroke="#d55e00") if len(p) > 2]
    assert [x for x, _ in measured] == [x for x, _ in limit]
    floor = measured[0][1]
    # Twice as high, at every step after the first, on a straight axis.
    for (_, low), (_, high) in zip(measured[1:], limit[1:], strict=True):
        assert floor - high == pytest.approx(2 * (floor - low), abs=0.3)
    assert "horizon of the theorem" in words(svg)


def test_a_known_factor_in_front_of_a_bound_is_drawn(make):
    for scale, same in ((0.5, True), (1.0, False)):
        svg = figures(bounded(make, scale=scale))["bound.svg"].svg
        limit, measured = (
            next(p for p in lines(svg, stroke=colour) if len(p) > 2)
            for colour in ("#d55e00", "#0072b2")
        )
        assert (limit == measured) is same


def test_a_limit_that_is_a_number_is_a_level(make):
    report = bounded(make)
    outcome = report.claims[0].outcomes[0]
    outcome = replace(outcome, traces=outcome.traces[:1], limit=3.0)
    report = replace(report, claims=(replace(report.claims[0], outcomes=(outcome,)),))
    (limit,) = [
        p
        for p in lines(figures(report)["bound.svg"].svg, stroke="#d55e00")
        if p[0][0] < 100 < p[-1][0]
    ]
    assert len({y for _, y in limit}) == 1


def test_a_useless_bound_does_not_squeeze_the_rest(make):
    svg = figures(bounded(make, limit=(0.0, 1.0, 1e6, 1e12)))["bound.svg"].svg
    measured = next(p for p in lines(svg, stroke="#0072b2") if len(p) > 2)
    assert measured[1][1] - measured[-1][1] > 25


def test_a_bound_without_its_curves_has_no_figure(make):
    report = bounded(make)
    bare = replace(report, cells=(replace(report.cells[0], curves=()),))
    assert "bound.svg" not in figures(bare)


def test_traces_survive_the_json_and_are_not_in_it_where_there_are_none(make):
    report = bounded(make)
    assert figures(from_json(to_json(report))) == figures(report)
    assert to_json(report).count('"traces"') == 1
    assert '"traces"' not in to_json(make["report"]())


def rated(make, kind, limit, tolerance=None):
    outcome = replace(make["outcome"]("train"), kind=kind, limit=limit, tolerance=tolerance)
    report = make["report"](claims=(make["claim"](outcomes=(outcome,)),), cells=())
    return outcome.fit, figures(report)["rate.svg"].svg


def test_the_slope_that_is_asked_for_starts_with_the_fit(make):
    """With half the exponent it falls half as far on logarithmic paper."""
    fit, svg = rated(make, "rate", -0.24)
    (asked,) = [p for p in lines(svg, stroke_dasharray="2 3") if p[0][1] != p[1][1]]
    (found,) = [
        p
        for p in lines(svg, stroke="#0072b2", stroke_width="1.6")
        if p[0][1] != p[1][1] and p != asked
    ]
    assert asked[0] == pytest.approx(found[0], abs=0.11)
    fell = (asked[1][1] - asked[0][1]) / (found[1][1] - found[0][1])
    assert fell == pytest.approx(-0.24 / fit.slope.value, abs=0.01)


def test_a_flat_slope_is_left_to_the_grid(make):
    _, svg = rated(make, "rate", 0.0)
    assert lines(svg, stroke_dasharray="2 3") == []


def test_an_exponent_has_its_margin(make):
    _, svg = rated(make, "exponent", -0.5, 0.1)
    wedges = [e for e in ElementTree.fromstring(svg).iter(f"{SVG}polygon")]
    assert len(wedges) == 1
    (asked,) = [p for p in lines(svg, stroke_dasharray="2 3") if p[0][1] != p[1][1]]
    corners = [tuple(map(float, p.split(","))) for p in wedges[0].get("points").split()]
    right = sorted(y for x, y in corners if x == max(x for x, _ in corners))
    assert right[0] < asked[1][1] < right[-1]
    assert asked[1][1] == pytest.approx((right[0] + right[-1]) / 2, abs=0.2)


def numbers(make, *outcomes):
    report = make["report"](claims=(make["claim"](outcomes=outcomes),), cells=())
    return figures(report).get("numbers.svg")


def number(make, name, kind, estimate, limit, tolerance=None, word="confirmed"):
    return replace(
        make["outcome"](name, word, fitted=False),
        kind=kind, estimate=estimate, limit=limit, tolerance=tolerance, fit=None, unit="",
    )  # fmt: skip


def dots(svg):
    """The points, without the legend's."""
    found = ElementTree.fromstring(svg).iter(f"{SVG}circle")
    return [(float(c.get("cx")), float(c.get("cy"))) for c in found][1:]


def regions(svg):
    found = ElementTree.fromstring(svg).iter(f"{SVG}polygon")
    corners = [[float(p.split(",")[0]) for p in e.get("points").split()] for e in found]
    return [(min(each), max(each)) for each in corners]


def test_a_ratio_stands_right_of_its_factor_on_a_logarithmic_axis(make):
    good = number(make, "a", "contrast", Estimate(4.0, 2.0, 8.0), 1.0)
    bad = number(make, "b", "contrast", Estimate(0.25, 0.2, 0.3), 1.0, word="refuted")
    svg = numbers(make, good, bad).svg
    (right, _), (left, _) = dots(svg)
    (factor, _), _ = regions(svg)
    assert left < factor < right
    assert right - factor == pytest.approx(factor - left, abs=0.2)
    assert {"a", "b", "confirmed", "refuted"} <= set(words(svg))


def test_an_equality_lies_in_its_tolerance(make):
    svg = numbers(make, number(make, "slope", "limit", Estimate(0.98), 1.0, 0.1)).svg
    ((at, _),), ((low, high),) = dots(svg), regions(svg)
    assert (at - low) / (high - low) == pytest.approx((0.98 - 0.9) / 0.2, abs=0.01)


def test_a_share_of_seeds_has_its_interval(make):
    svg = numbers(make, number(make, "p", "frequency", Estimate(0.9, 0.5, 0.99), 0.4)).svg
    ((at, _),), ((low, high),) = dots(svg), regions(svg)
    assert (at - low) / (high - low) == pytest.approx(0.5 / 0.6, abs=0.01)


@pytest.mark.parametrize(
    ("kind", "estimate", "limit", "tolerance"),
    [
        ("limit", Estimate(1e-15), 0.0, 1e-9),  # an identity up to rounding
        ("limit", Estimate(math.inf), 0.0, 1.0),
        ("contrast", Estimate(0.0), 1.0, None),
        ("fact", None, None, None),
        ("contrast", None, 1.0, None),
    ],
)
def test_what_is_no_picture_gets_none(make, kind, estimate, limit, tolerance):
    assert numbers(make, number(make, "x", kind, estimate, limit, tolerance)) is None


def test_several_kinds_stand_beside_each_other_and_keep_apart(make):
    svg = numbers(
        make,
        number(make, "ratio-of-a-long-name", "contrast", Estimate(4.0, 2.0, 8.0), 1.0),
        number(make, "slope", "limit", Estimate(0.98), 1.0, 0.1),
        number(make, "share", "frequency", Estimate(0.9, 0.5, 0.99), 0.4),
    ).svg
    places = [x for x, _ in dots(svg)]
    assert places == sorted(places)
    assert places[0] < 240 < places[1] < 480 < places[2]


def test_a_claim_has_one_figure_however_many_outcomes(make):
    outcomes = tuple(
        number(make, f"x{k}", "limit", Estimate(1.0 + k / 100), 1.0, 0.5) for k in range(40)
    )
    report = make["report"](claims=(make["claim"](outcomes=outcomes),), cells=())
    (name,) = figures(report)
    svg = figures(report)[name].svg
    assert any("8 of 40 shown" in each for each in words(svg))
    assert float(ElementTree.fromstring(svg).get("height")) <= 430


def test_a_bound_is_drawn_as_far_as_there_is_one(make):
    report = bounded(make, word="inconclusive")
    cell = report.cells[0]
    value, limit = cell.curves
    short = replace(limit, steps=limit.steps[:2], mean=(0.0, 1.0), low=(0.0, 1.0), high=(0.0, 1.0))
    drawn = figures(replace(report, cells=(replace(cell, curves=(value, short)),)))["bound.svg"]
    (measured,) = [p for p in lines(drawn.svg, stroke="#0072b2") if len(p) > 2]
    (only,) = [p for p in lines(drawn.svg, stroke="#d55e00") if p[0][0] == measured[0][0]]
    assert [x for x, _ in only] == [x for x, _ in measured[:2]]
    assert "the bound 1, and none after step 10" in drawn.alternative
    # With no curve of its own a bound that moves has no level either.
    bare = replace(report, cells=(replace(cell, curves=(value,)),))
    assert "the bound" not in figures(bare)["bound.svg"].alternative
