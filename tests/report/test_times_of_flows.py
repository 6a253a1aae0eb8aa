"""A report of a flow: its steps are times, and so they are read back and called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from earlyspec.report.curves import to_csv
from earlyspec.report.figures import figures
from earlyspec.report.model import Report
from earlyspec.report.render_json import from_json, to_json
from earlyspec.report.render_markdown import to_markdown

HALVES = 0.5


@pytest.fixture
def flowing(any_report: Report) -> Report:
    """The report as if its network had flowed, half a unit of time between two steps."""

    def halved(cell):
        curves = tuple(
            replace(curve, steps=tuple(HALVES * step for step in curve.steps))
            for curve in cell.curves
        )
        return replace(cell, curves=curves, flows=True)

    return replace(any_report, cells=tuple(map(halved, any_report.cells)))


def test_times_come_back_from_the_json(flowing: Report) -> None:
    text = to_json(flowing)
    again = from_json(text)
    assert to_json(again) == text
    for cell, before in zip(again.cells, flowing.cells, strict=True):
        assert cell.flows
        assert [c.steps for c in cell.curves] == [c.steps for c in before.curves]


def test_a_report_of_steps_does_not_mention_flows(any_report: Report) -> None:
    assert "flows" not in to_json(any_report)


def test_they_are_called_times_everywhere(flowing: Report) -> None:
    assert ",step," not in "," + to_csv(flowing).splitlines()[0] or not flowing.cells
    text = to_markdown(flowing, {})
    assert "At the last recorded step" not in text or not flowing.cells
    for name, figure in figures(flowing).items():
        assert ">step<" not in figure.svg, name
        assert ">step, logarithmic<" not in figure.svg, name
