"""Times in every rendering: words, rounding, JSON and back, marks in figures, older reports."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from earlyspec.judge.times import Passage, over_seeds
from earlyspec.report import phrases
from earlyspec.report.cell_figures import gap, losses
from earlyspec.report.render_json import from_json, to_json
from earlyspec.report.render_markdown import to_markdown
from earlyspec.report.render_terminal import to_terminal
from earlyspec.report.rounding import rounded

ESCAPE = "the network leaves its linear model for good on test inputs"


def time(*seeds, id="escape(split=test)"):
    return over_seeds(id, ESCAPE, 0.1, [Passage(*seed) for seed in seeds])


WORDS = {
    "15": [(15.0, True)],
    # Logs of 14, 15, 16: mean 2.7066, half-width 4.303 x 0.0386 = 0.166.
    "15.0 [12.7, 17.7]": [(14.0, True), (16.0, True), (15.0, True)],
    "0": [(0.0, True), (0.0, True)],
    "not before 30": [(30.0, False), (32.0, False)],
    "0 to 5 in 2 of 2 seeds": [(0.0, True), (5.0, True)],
    "8.123 in 1 of 3 seeds, in the others not before 30": [
        (8.12345, True),
        (30.0, False),
        (30.0, False),
    ],
    "not before 30; seen before, and undone, in 1 seed": [(30.0, False, True)],
}


@pytest.mark.parametrize("words", WORDS)
def test_times_in_words(words, make):
    cell = replace(make["cell"](32), times=(time(*WORDS[words]),))
    (cell,) = rounded(make["report"](cells=(cell,))).cells
    assert phrases.when(cell.times[0]) == words


@pytest.fixture
def timed(make):
    cells = tuple(
        replace(make["cell"](d), times=(time((14.2, True)), time((3.3, True), id="linear-limit")))
        for d in (32, 64)
    )
    return make["report"](cells=cells)


def test_every_rendering_shows_them(timed):
    markdown = to_markdown(timed, {})
    assert "## Times" in markdown
    assert f"| d = 32 | {ESCAPE}: relative gap above 0.1 | 14.2 | 1 |" in markdown
    terminal = to_terminal(timed, colour=False, width=200, ascii=True)
    assert f"time {ESCAPE}: relative gap above 0.1: step 14.2 (d = 64)" in terminal
    assert "10 % of its excess left: step 3.3" in terminal


def test_a_report_without_times_says_nothing_of_them(make):
    report = make["report"]()
    assert "Times" not in to_markdown(report, {})
    assert "\ntime" not in to_terminal(report, colour=False, width=100, ascii=False)


def test_json_keeps_them_and_older_reports_are_read(timed):
    text = to_json(timed)
    assert from_json(text) == rounded(timed)
    assert to_json(from_json(text)) == text
    data = json.loads(text)
    for cell in data["cells"]:
        del cell["times"]
    older = from_json(json.dumps(data))
    assert all(cell.times == () for cell in older.cells)


def test_figures_mark_what_happened_in_every_seed(make):
    cell = make["cell"](50)
    bare = losses(cell, 1).svg
    timed = replace(cell, times=(time((14.2, True)), time((3.3, True), id="linear-limit")))
    for figure in (losses(timed, 1), gap(timed)):
        assert "escape on test inputs" in figure.svg
        assert "linear model done" in figure.svg
    assert "escape on test inputs" not in bare
    censored = replace(cell, times=(time((14.2, True), (30.0, False)),))
    assert losses(censored, 1).svg == bare
    late = replace(cell, times=(time((3000.0, True)),))
    assert losses(late, 1).svg == bare


def test_labels_that_would_touch_are_put_on_different_heights(make):
    near = (time((29.0, True)), time((28.5, True), id="linear-limit"))
    svg = losses(replace(make["cell"](50), times=near), 1).svg
    heights = {
        line.split(' y="')[1].split('"')[0]
        for line in svg.splitlines()
        if ">horizon of the theorem<" in line or ">linear model done<" in line
    }
    assert len(heights) == 2
