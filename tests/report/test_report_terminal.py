import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlyspec.report.render_json import from_json, to_json
from earlyspec.report.render_terminal import to_terminal
from earlyspec.report.terminal_text import cells, pad, sparkline, to_ascii, wrap

COLOUR = re.compile("\x1b\\[\\d+m")


@pytest.mark.parametrize("width", [40, 60, 100, 200])
@pytest.mark.parametrize("ascii", [False, True])
def test_it_fits_the_terminal_and_is_clean(any_report, width, ascii):
    shown = to_terminal(any_report, False, width, ascii)
    assert not shown.endswith("\n")
    assert shown.isascii() or not ascii
    assert "\x1b" not in shown
    for line in shown.splitlines():
        # A claim's own line and a word longer than the rest of a line stand alone.
        assert cells(line) <= max(width, 70) or " " not in line.strip()


def test_colour_changes_nothing_but_colour(any_report):
    assert COLOUR.sub("", to_terminal(any_report, True, 80, False)) == to_terminal(
        any_report, False, 80, False
    )


def test_it_is_the_same_from_the_json(any_report):
    again = from_json(to_json(any_report))
    assert to_terminal(again, True, 90, False) == to_terminal(any_report, True, 90, False)


def test_the_verdict_is_first_and_holding_conditions_are_counted(sweep):
    lines = to_terminal(sweep, False, 100, False).splitlines()
    assert lines[0] == "1 claim: 1 supported."
    assert "supported  hu2020/theorem-d.1  (expected supported: met)" in lines
    assert "  conditions  3 hold" in lines
    assert any(
        "confirmed train: exponent -0.48 [-0.58, -0.38] over d = 32 to 192" in x for x in lines
    )
    assert any(
        x.startswith("  controls    1 of 2 lies caught; not caught: second-moment") for x in lines
    )
    assert lines[-1].startswith("gap  ▁")
    assert lines[-1].endswith("█  0 to 0.00625 target^2 over 30 steps (train, d = 192)")


def test_what_fails_or_is_unknown_is_named(make, sweep):
    conditions = sweep.claims[0].conditions
    fails = next(c for c in conditions if c.id == "samples").__class__(
        "samples",
        "n >~ d^(1+alpha)",
        "scaling",
        "data.train",
        "fails",
        ">= 0",
        "-0.3",
        None,
        "a fit",
    )
    claim = make["claim"]("not-observed", conditions=(*conditions, fails))
    shown = to_terminal(make["report"](claims=(claim,)), False, 200, False)
    assert "  conditions  3 hold, 1 fails\n" in shown
    assert "fails  samples" not in shown
    assert "fails samples: n >~ d^(1+alpha) (needs >= 0); found -0.3; by a fit" in shown


def test_a_diverged_run_is_said_in_the_head(make):
    report = make["report"](cells=(make["cell"](32, diverged=("seed 3 at step 17",)),))
    assert (
        to_terminal(report, False, 80, False).splitlines()[2]
        == "diverged: d = 32: seed 3 at step 17"
    )


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=300), st.integers(1, 60))
def test_a_sparkline_has_its_extremes_and_its_order(values, width):
    line = sparkline(values, width)
    assert len(line) == min(width, len(values))
    heights = ["▁▂▃▄▅▆▇█".index(glyph) for glyph in line]
    if len(values) <= width and max(values) > min(values):
        assert heights[values.index(max(values))] == 7
        assert heights[values.index(min(values))] == 0
        for a, b, high, low in zip(values, values[1:], heights, heights[1:], strict=False):
            assert (high <= low) if a <= b else (high >= low)


def test_sparklines_by_hand():
    assert sparkline([0, 1, 2, 3, 4, 5, 6, 7], 40) == "▁▂▃▄▅▆▇█"
    assert sparkline([0, 1, 2, 3, 4, 5, 6, 7], 40, ascii=True) == "_.-=+*%#"
    assert sparkline([1, 1, 1], 40) == "▁▁▁"
    assert sparkline([0, 0, 8, 8], 2) == "▁█"
    assert sparkline([float("nan"), 0, 1], 9) == "▁█"
    assert sparkline([], 9) == sparkline([1.0], 0) == ""


@given(st.text(max_size=60), st.integers(20, 60))
def test_wrapped_lines_fit_and_lose_no_word(text, width):
    lines = wrap(text, width, "  id  ")
    assert lines[0].startswith("  id") or not text.split()
    for line in lines:
        assert cells(line) <= width or len(line.split()) <= 2
    from earlyspec.report.markdown_text import plain

    words = " ".join(lines).replace("  id  ", "", 1).split()
    assert words[-len(plain(text).split()) :] == plain(text).split() or not plain(text)


def test_width_of_wide_and_combining_characters():
    assert [cells(t) for t in ("abc", "数学", "e\u0301", "\N{PARTY POPPER}")] == [3, 4, 1, 2]
    assert pad("数", 4) == "数  "
    assert to_ascii("± … é") == "+- ... ?"
