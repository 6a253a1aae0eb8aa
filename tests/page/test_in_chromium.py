"""The pages as a reader has them: in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from earlyspec.report.render_json import from_json


def clean(seen: dict) -> None:
    """No message on the console, no request, no rule of accessibility broken."""
    assert seen["console"] == []
    assert seen["requests"] == []
    assert seen["violations"] == []
    assert seen["passes"] > 20, "axe ran no rules"


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [380, 1100])
def test_a_report_renders_and_is_accessible(visit, pages: Path, dark: bool, width: int) -> None:
    folder = pages / "quickstart.report"
    report = from_json((folder / "report.json").read_text())
    acts = [
        ["text", "h1", "title"],
        ["text", ".claims .badge", "word"],
        ["count", "figure svg", "figures"],
        ["count", "#plot polyline.line", "lines"],
        ["count", ".lines li", "spec_lines"],
    ]
    seen = visit(folder / "report.html", acts, dark=dark, width=width)
    clean(seen)
    assert seen["title"] == report.title
    assert seen["word"] == report.claims[0].word
    assert seen["figures"] == len(list(folder.glob("*.svg")))
    assert seen["lines"] == len(report.cells)
    assert seen["spec_lines"] == len((pages / "quickstart.yaml").read_text().splitlines())


def test_curves_zoom_and_tell_their_values(visit, pages: Path) -> None:
    folder = pages / "quickstart.report"
    report = from_json((folder / "report.json").read_text())
    curve = next(c for c in report.cells[0].curves if c.quantity == "loss")
    acts = [
        ["select", "#quantity", {"label": "loss"}],
        ["text", "#reading", "whole"],
        ["press", "#plot", "ArrowLeft"],
        ["text", "#reading", "moved"],
        ["attribute", "#plot polyline.line", "points", "before"],
        ["press", "#plot", "+"],
        ["attribute", "#plot polyline.line", "points", "after"],
        ["press", "#plot", "0"],
        ["attribute", "#plot polyline.line", "points", "again"],
        ["select", "#scale", "log"],
        ["attribute", "#plot polyline.line", "points", "logarithmic"],
        ["hover", "#plot"],
        ["attribute", "#plot .cursor", "x1", "cursor"],
    ]
    seen = visit(folder / "report.html", acts)
    clean(seen)
    assert f"step {curve.steps[-1]}: {float(f'{curve.mean[-1]:.4g}'):g}" in seen["whole"]
    assert seen["moved"] != seen["whole"]
    assert seen["after"] != seen["before"] == seen["again"] != seen["logarithmic"]
    assert float(seen["cursor"]) == pytest.approx(450, abs=5)  # the middle, where the mouse is


def test_everything_that_matters_is_there_with_scripts_off(visit, pages: Path) -> None:
    folder = pages / "quickstart.report"
    acts = [
        ["count", "main table", "tables"],
        ["count", "figure svg", "figures"],
        ["count", "#explorer", "explorers"],
    ]
    seen = visit(folder / "report.html", acts, scripts=False)
    assert seen["tables"] >= 2
    assert seen["figures"] == len(list(folder.glob("*.svg")))
    assert seen["explorers"] == 0, "a control that does nothing"
    index = [["count", "#claims tbody tr", "rows"], ["count", "#filter", "filters"]]
    seen = visit(pages / "index.html", index, scripts=False)
    assert seen["rows"] > 3
    assert seen["filters"] == 0


def test_the_index_filters(visit, pages: Path) -> None:
    reports = [from_json(path.read_text()) for path in pages.rglob("report.json")]
    claims = [claim for report in reports for claim in report.claims]
    word = "supported"
    acts = [
        ["count", "#claims tbody tr", "all"],
        ["select", "select[name=word]", word],
        ["count", "#claims tbody tr", "of_word"],
        ["fill", "input[name=text]", claims[0].theorem],
        ["count", "#claims tbody tr", "of_both"],
        ["text", "#told", "told"],
        ["fill", "input[name=text]", "no such theorem"],
        ["count", "#claims tbody tr", "none"],
        ["click", "button[type=reset]"],
        ["count", "#claims tbody tr", "again"],
    ]
    seen = visit(pages / "index.html", acts)
    clean(seen)
    assert seen["all"] == seen["again"] == len(claims)
    assert seen["of_word"] == sum(c.word == word for c in claims)
    both = sum(c.word == word and c.theorem in (claims[0].theorem,) for c in claims)
    assert seen["of_both"] >= both
    assert seen["told"] == f"{seen['of_both']} of {len(claims)} claims"
    assert seen["none"] == 0


def test_it_prints(visit, pages: Path) -> None:
    acts = [["count", "#explorer", "explorers"], ["count", "main table", "tables"]]
    seen = visit(pages / "quickstart.report" / "report.html", acts, print=True)
    assert seen["explorers"] == 0
    assert seen["tables"] >= 2


def test_a_hostile_title_runs_nothing(visit, pages: Path, tmp_path: Path) -> None:
    from dataclasses import replace

    from earlyspec.report.page.report_page import report_page

    report = from_json((pages / "quickstart.report" / "report.json").read_text())
    title = "</title><script>console.log('run')</script><img src=x onerror=console.log('run')>"
    target = tmp_path / "hostile.html"
    target.write_text(report_page(replace(report, title=title, cite=title), None))
    seen = visit(target, [["text", "h1", "title"]])
    clean(seen)
    assert seen["title"] == title
