"""Every slope of the theory sheet, section 8, is in a committed report or in hu2020.json here.

`run_tables.py` writes that file, by hand. A slope that is in neither fails unless `render.NOT_RUN`
says so on the page; one that is wide of the sheet's has its reason in `render.APART`.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from statistics import linear_regression

import pytest
from tables.committed import has_report, matches
from tables.render import APART, NOT_RUN, compared, expected, text_of, verdict
from tables.rows import ROWS
from tables.specs import spec

HERE = Path(__file__).parent
TABLE = json.loads((HERE / "hu2020.json").read_text())
FOUND = list(compared(TABLE))
OURS = {(row.source, name): (sheet, ours) for row, name, sheet, ours in FOUND}


def test_no_slope_of_the_sheet_is_left_out() -> None:
    reported = {(row.source, theorem) for row, path, theorem in matches() if has_report(path)}
    missing = {
        row.source
        for row in ROWS
        for name in expected(row)
        if (row.source, name) not in OURS and (row.source, name.split(",")[0]) not in reported
    }
    assert missing == set(NOT_RUN), "run_tables.py runs a row by its name"


def test_the_rows_of_the_sheet_have_names_of_their_own() -> None:
    assert len({row.source for row in ROWS}) == len(ROWS)
    assert set(TABLE) <= {row.source for row in ROWS}


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.source in TABLE], ids=lambda r: r.source
)
def test_a_row_was_run_as_it_stands(row) -> None:
    assert TABLE[row.source]["spec"] == spec(row).splitlines()
    assert set(TABLE[row.source]["slopes"]) == set(expected(row))


@pytest.mark.parametrize(("row", "name", "sheet", "ours"), FOUND, ids=[" ".join(k) for k in OURS])
def test_a_slope_is_that_of_the_sheet(row, name, sheet, ours) -> None:
    if (row.source, name) in APART:
        assert verdict(sheet, ours["slope"]) != "yes", "agrees: it needs no reason any more"
    else:
        assert verdict(sheet, ours["slope"]) == "yes"


@pytest.mark.parametrize(("row", "name", "sheet", "ours"), FOUND, ids=[" ".join(k) for k in OURS])
def test_a_slope_is_that_of_its_values(row, name, sheet, ours) -> None:
    """Least squares on the means; they are rounded to three digits."""
    x, y = map(math.log, row.sizes), map(math.log, ours["values"])
    assert linear_regression(list(x), list(y)).slope == pytest.approx(ours["slope"][1], abs=0.005)


def test_the_page_is_that_of_the_results() -> None:
    assert (HERE / "hu2020.md").read_text() == text_of(TABLE)


@pytest.mark.parametrize(
    ("ours", "word"),
    [
        ((-0.45, -0.40, -0.35), "yes"),
        ((-0.60, -0.55, -0.51), "no"),
        ((-0.29, -0.20, -0.10), "no"),
        ((-2.0, -0.4, 1.2), "wide"),
        ((-math.inf, -0.4, math.inf), "wide"),
    ],
)
def test_an_interval_agrees_if_it_meets_and_says_something(ours, word) -> None:
    assert verdict((-0.5, -0.3), ours) == word
