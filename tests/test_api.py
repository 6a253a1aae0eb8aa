"""`import earlyspec`: the commands as functions."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

import earlyspec

SPECS = Path(__file__).parents[1] / "specs"
SMALL = """\
earlyspec: 1
title: A small spec
let: {d: 6}
data:
  inputs: {distribution: gaussian, dim: d}
  labels: {rule: linear, then: sign}
  train: 20
  test: 8
architecture: {kind: two-layer, width: 8, activation: erf}
regime: {alpha: 0.2, horizon: 1}
train: {layers: both, learning_rate: 1}
claims: [hu2020/theorem-d.1]
sweep: {d: [6, 12]}
"""


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("api") / "small.yaml"
    path.write_text(SMALL)
    return path


@pytest.fixture(scope="module")
def ran(spec: Path) -> earlyspec.Ran:
    return earlyspec.run(spec)


def test_importing_it_imports_nothing_heavy() -> None:
    heavy = ("pydantic", "yaml", "jax", "numpy", "earlyspec.session")
    code = f"import sys, earlyspec; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there_and_documented() -> None:
    for name in earlyspec.__all__:
        assert getattr(earlyspec, name) is not None
    assert set(dir(earlyspec)) == set(earlyspec.__all__)
    with pytest.raises(AttributeError, match="no_such_name"):
        earlyspec.no_such_name  # noqa: B018


def test_checking_and_planning(spec: Path) -> None:
    checked = earlyspec.check(spec)
    assert isinstance(checked, earlyspec.Checked)
    assert checked.ok
    assert [cell.d for cell in checked.plan.cells] == [6, 12]
    assert [f.code for f in earlyspec.check(spec, {"n": "no such"}).findings]
    planned = earlyspec.plan(spec, {"d": 7})
    assert len(planned.costs) == len(planned.checked.plan.cells)


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    checked = earlyspec.check(tmp_path / "absent.yaml")
    assert not checked.ok
    assert earlyspec.run(tmp_path / "absent.yaml").report is None


def test_running_gives_the_report_that_is_written(ran: earlyspec.Ran) -> None:
    assert ran.report is not None
    again = earlyspec.open(ran.folder)
    assert again.claims[0].theorem == "hu2020/theorem-d.1"
    assert again == earlyspec.open(ran.folder / "report.json")


def test_curves_are_a_table(ran: earlyspec.Ran) -> None:
    table = earlyspec.table(ran.report)
    with (ran.folder / "curves.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert list(table) == list(rows[0])
    assert {len(column) for column in table.values()} == {len(rows)}
    for name in ("d", "step", "mean"):
        assert [float(row[name]) for row in rows] == table[name]
    assert [row["quantity"] for row in rows] == table["quantity"]


def test_a_report_shows_itself_in_a_notebook(ran: earlyspec.Ran) -> None:
    html, markdown = ran.report._repr_html_(), ran.report._repr_markdown_()
    for shown in (html, markdown):
        assert "hu2020/theorem-d.1" in shown
        assert ran.report.claims[0].word in shown
    assert "<svg" in html
    assert "<script" not in html
    assert "](" not in markdown, "a figure that is a file somewhere else"


def test_what_is_no_report_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="report"):
        earlyspec.open(tmp_path / "no.report")
