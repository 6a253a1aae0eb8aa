import itertools
import math
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from earlyspec.report.figures import figures
from earlyspec.report.lines import HORIZON
from earlyspec.report.render_json import from_json, to_json
from earlyspec.report.svg import width_of

SVG = "{http://www.w3.org/2000/svg}"


def parse(figure):
    return ElementTree.fromstring(figure.svg)


def points(element):
    return [tuple(map(float, pair.split(","))) for pair in element.get("points").split()]


def lines(root, **attributes):
    """The polylines with these attributes, in drawing order."""
    return [
        points(element)
        for element in root.iter(f"{SVG}polyline")
        if all(element.get(key.replace("_", "-")) == value for key, value in attributes.items())
    ]


def texts(root):
    return {"".join(element.itertext()): element for element in root.iter(f"{SVG}text")}


def boxes(root):
    """Left, top, right, bottom of every horizontal text, about."""
    for element in root.iter(f"{SVG}text"):
        if element.get("transform"):
            continue
        size = float(element.get("font-size", 12))
        words = "".join(element.itertext())
        wide = width_of(words, size) * 0.95
        x, y = float(element.get("x")), float(element.get("y"))
        left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "start")]
        yield words, (left, y - 0.75 * size, left + wide, y + 0.2 * size)


def test_which_figures_there_are(any_report, request):
    case = request.node.callspec.params["any_report"]
    curves = ["gap.svg", "losses.svg", "outputs.svg"]
    expected = {
        "nothing": [],
        "single run": curves,
        "no claims": curves,
        "weird": [
            "rate-hu2020-theorem-3.2.svg",
            "rate-hu2020-theorem-d.1.svg",
            "rate-hu2020-theorem-d.1-2.svg",
            *curves,
        ],
    }.get(case, ["rate.svg", *curves])
    assert list(figures(any_report)) == expected


def test_a_figure_is_whole_and_says_what_it_shows(any_report):
    for name, figure in figures(any_report).items():
        root = parse(figure)
        assert root.get("role") == "img"
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert root.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
        assert title.text
        assert description.text == figure.alternative
        background = root.find(f"{SVG}rect")
        assert (background.get("width"), background.get("fill")) == ("720", "#ffffff")
        identifiers = [e.get("id") for e in root.iter() if e.get("id")]
        assert len(identifiers) == len(set(identifiers))
        assert all(identifier.startswith(name.removesuffix(".svg")) for identifier in identifiers)
        # Nothing from elsewhere, nothing that runs, one decimal, no date.
        assert "href" not in figure.svg
        assert "script" not in figure.svg
        assert "style=" not in figure.svg
        assert not re.search(r"\d\.\d\d", re.sub(r">[^<]*<|opacity=\"[\d.]+\"", "><", figure.svg))


def test_no_text_covers_another_or_leaves_the_picture(any_report):
    for name, figure in figures(any_report).items():
        placed = list(boxes(parse(figure)))
        for i, (words, (left, top, right, bottom)) in enumerate(placed):
            assert left >= 0, (name, words)
            assert right <= 720, (name, words)
            assert top >= 0, (name, words)
            assert bottom <= 430, (name, words)
            for others, (l2, t2, r2, b2) in placed[i + 1 :]:
                apart = right <= l2 or r2 <= left or bottom <= t2 or b2 <= top
                assert apart, (name, words, others)


def test_curves_stay_in_the_picture(any_report):
    for figure in figures(any_report).values():
        root = parse(figure)
        for path in lines(root):
            assert all(0 <= x <= 720 and -1000 <= y <= 1000 for x, y in path)
            assert all(math.isfinite(x) and math.isfinite(y) for x, y in path)


def test_the_same_bytes_again_from_the_json_and_under_noise(any_report):
    drawn = figures(any_report)
    assert figures(any_report) == drawn
    assert figures(from_json(to_json(any_report))) == drawn

    def shake(curve):
        mean = tuple(v * (1 + 1e-10) for v in curve.mean)
        return replace(curve, mean=mean)

    cells = tuple(replace(c, curves=tuple(map(shake, c.curves))) for c in any_report.cells)
    assert figures(replace(any_report, cells=cells)) == drawn


def test_losses_of_both_models_start_and_end_where_the_numbers_say(make):
    """Against a straight axis fitted through the tick labels of the picture itself."""
    cell = make["cell"](50, spread=0.0, seeds=1, point={})
    root = parse(figures(make["report"](cells=(cell,)))["losses.svg"])
    named = texts(root)
    low, high = (float(named[label].get("y")) - 4 for label in ("0.1", "0.6"))

    def height(value):
        return low + (value - 0.1) / 0.5 * (high - low)

    curves = {curve.quantity: curve for curve in cell.curves}
    for colour, stem in (("#0072b2", "loss"), ("#d55e00", "reference-loss")):
        drawn = [path for path in lines(root, stroke=colour) if len(path) > 2]
        given = [curve for name, curve in curves.items() if name.split("(")[0] == stem]
        assert len(drawn) == len(given) == 2
        for path, curve in zip(drawn, given, strict=True):
            assert path[0][1] == pytest.approx(height(curve.mean[0]), abs=0.11)
            assert path[-1][1] == pytest.approx(height(curve.mean[-1]), abs=0.11)
            assert path[0][0] == pytest.approx(78.0)
            assert path[-1][0] == pytest.approx(698.0)


def test_the_horizon_is_drawn_where_it_is(make):
    cell = replace(make["cell"](50, point={}), horizon_step=15)
    drawn = figures(make["report"](cells=(cell,)))
    for name in ("losses.svg", "gap.svg", "outputs.svg"):
        root = parse(drawn[name])
        (mark,) = [p for p in lines(root, stroke_dasharray="4 3")]
        start, end = (float(texts(root)[label].get("x")) for label in ("0", "30"))
        assert mark[0][0] == mark[1][0] == pytest.approx((start + end) / 2)
        assert HORIZON in texts(root)
    without = replace(cell, horizon_step=None)
    assert HORIZON not in texts(parse(figures(make["report"](cells=(without,)))["gap.svg"]))


def test_the_gap_of_a_sweep_has_a_panel_a_split_and_a_line_a_size(sweep):
    root = parse(figures(sweep)["gap.svg"])
    named = texts(root)
    assert {"train inputs", "test inputs", "d = 32", "d = 64", "d = 128", "d = 192"} <= set(named)
    middle = float(named["test inputs"].get("x")) - 10
    curves = [path for path in lines(root) if len(path) > 2]
    assert [path[0][0] < middle for path in curves] == [True] * 4 + [False] * 4
    # The gap falls with d: on paper a larger size is lower, which is a larger y.
    ends = [path[-1][1] for path in curves[:4]]
    assert ends == sorted(ends)


def test_a_gap_that_is_zero_at_first_is_drawn_from_where_it_is_not(make):
    cell = make["cell"](50, spread=0.0, seeds=1, point={})
    root = parse(figures(make["report"](cells=(cell,)))["gap.svg"])
    first = next(path for path in lines(root, stroke="#0072b2") if len(path) > 2)
    at_one = 78.0 + (698.0 - 78.0) / 30
    assert first[0][0] == pytest.approx(at_one, abs=0.06)


def test_a_gap_of_rounding_errors_does_not_squeeze_the_rest(make):
    cell = make["cell"](50, spread=0.0, seeds=1, point={})
    tiny = tuple(
        replace(c, mean=(1e-33, *c.mean[1:]), low=(1e-33, *c.low[1:]), high=(1e-33, *c.high[1:]))
        if "gap" in c.quantity
        else c
        for c in cell.curves
    )
    root = parse(figures(make["report"](cells=(replace(cell, curves=tiny),)))["gap.svg"])
    powers = [label for label in texts(root) if label.startswith("10")]
    assert 2 <= len(powers) <= 9


def test_many_sizes_are_thinned_and_said_to_be(make):
    cells = tuple(make["cell"](d) for d in range(10, 30))
    named = texts(parse(figures(make["report"](cells=cells))["gap.svg"]))
    assert "mean over seeds, 95 % bands; 6 of 20 sizes shown" in named
    assert {"d = 10", "d = 29"} <= set(named)
    assert sum(label.startswith("d = ") for label in named) == 6


def test_the_largest_cell_is_the_one_shown_and_named(make):
    cells = tuple(make["cell"](d) for d in (64, 192, 32))
    for name in ("losses.svg", "outputs.svg"):
        named = texts(parse(figures(make["report"](cells=cells))[name]))
        assert any(
            "d = 192, n = 2660" in words and "largest of 3 sizes" in words for words in named
        )


def test_outputs_have_a_colour_a_point_and_two_lines_a_colour(make):
    cell = make["cell"](50, point={})
    figure = figures(make["report"](cells=(cell,)))["outputs.svg"]
    root = parse(figure)
    for k in range(5):
        colour = texts(root)[f"point {k + 1}"].get("fill")
        drawn = lines(root, stroke=colour)
        assert len(drawn) == 2
        # The network above in magnitude: it is the linear model's output times 1.1.
        assert abs(drawn[0][-1][1] - drawn[0][0][1]) > abs(drawn[1][-1][1] - drawn[1][0][1])
    assert len({texts(root)[f"point {k + 1}"].get("fill") for k in range(5)}) == 5


def test_end_labels_of_lines_that_meet_keep_apart(make):
    cell = make["cell"](50, point={})
    close = tuple(
        replace(c, mean=tuple(0.1 + 1e-6 * i for i in range(len(c.mean))))
        if "outputs" in c.quantity
        else c
        for c in cell.curves
    )
    root = parse(figures(make["report"](cells=(replace(cell, curves=close),)))["outputs.svg"])
    heights = sorted(float(texts(root)[f"point {k + 1}"].get("y")) for k in range(5))
    assert all(b - a > 14 for a, b in itertools.pairwise(heights))


def test_a_fitted_line_goes_through_the_power_law(make):
    fit = make["fit"](slope=-0.5, prefactor=0.08, sizes=(16, 64, 256))
    exact = tuple(replace(p, value=replace(p.value, value=0.08 * p.size**-0.5)) for p in fit.points)
    outcome = replace(make["outcome"]("train"), fit=replace(fit, points=exact))
    report = make["report"](claims=(make["claim"](outcomes=(outcome,)),), cells=())
    root = parse(figures(report)["rate.svg"])
    (law,) = [p for p in lines(root, stroke_width="1.6") if p[0][1] != p[1][1]]
    dots = [(float(c.get("cx")), float(c.get("cy"))) for c in root.iter(f"{SVG}circle")][
        1:
    ]  # the first is the legend's
    assert law[0] == pytest.approx(dots[0], abs=0.6)  # the points' values have three digits
    assert law[1] == pytest.approx(dots[2], abs=0.6)
    assert dots[1][0] == pytest.approx((dots[0][0] + dots[2][0]) / 2, abs=0.11)
    assert any("exponent -0.50 [-0.60, -0.40]" in words for words in texts(root))


def test_a_long_name_does_not_push_the_exponent_out(make):
    outcome = replace(make["outcome"]("train"), id="train " * 40)
    report = make["report"](claims=(make["claim"](outcomes=(outcome,)),), cells=())
    root = parse(figures(report)["rate.svg"])
    assert any("…: exponent -0.48 [-0.58, -0.38]; needs " in words for words in texts(root))


def test_steps_recorded_early_get_a_logarithmic_axis(make):
    steps = (0, *(2**k for k in range(12)))
    cell = make["cell"](50, steps=steps, point={})
    root = parse(figures(make["report"](cells=(cell,)))["losses.svg"])
    named = texts(root)
    assert "step, logarithmic" in named
    places = [float(named[label].get("x")) for label in ("0", "1", "10", "100", "1000")]
    widths = [b - a for a, b in itertools.pairwise(places)]
    assert max(widths[2:]) / min(widths[2:]) < 1.1


def test_one_recorded_step_is_no_curve(make):
    cell = make["cell"](50, steps=(0,), point={})
    assert list(figures(make["report"](claims=(), cells=(cell,)))) == []


def test_a_fit_that_no_logarithm_can_show_is_left_out(make):
    fit = make["fit"]()
    bad = replace(fit, points=(replace(fit.points[0], size=0.0), *fit.points[1:]))
    outcome = replace(make["outcome"]("train"), fit=bad)
    assert figures(make["report"](claims=(make["claim"](outcomes=(outcome,)),), cells=())) == {}
