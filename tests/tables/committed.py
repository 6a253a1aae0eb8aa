"""Which rows of the sheet a spec of the repository has for its setting.

A spec is held against a row if it has the row's activation, layers, n(d), m(d), rate and c; the
range of d may be another.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from tables.rows import ROWS, Row, size

import earlyspec
from earlyspec.plans.nodes import Cell

SPECS = Path(__file__).parents[2] / "specs"


def is_of(row: Row, cell: Cell) -> bool:
    """Whether a cell has the row's setting; counts may be rounded up, and widths to even ones."""
    phi = cell.network.activation
    if phi is None or phi.kind != row.activation or not 0 <= cell.n - size(row.n, cell.d) < 1:
        return False
    if row.filter is not None and cell.network.word.kind == "convolutional":
        return 0 <= cell.network.word.parameters["filter"] - size(row.filter, cell.d) < 1
    if (row.filter is not None) or cell.network.word.kind != "two-layer":
        return False
    if row.m is not None and not 0 <= cell.m - size(row.m, cell.d) < 2:
        return False
    if row.rate is None or row.c is None:
        return True
    own = {"first": (1, 0), "second": (0, 1), "both": (1, 1)}[str(row.layers)]
    rate = size(row.rate, cell.d)
    rates = tuple(rate * share for share in own)
    steps = round(row.c * cell.d * math.log(cell.d) / rate)
    return (cell.eta_1, cell.eta_2) == pytest.approx(rates) and cell.steps == steps


def matches() -> Iterator[tuple[Row, Path, str]]:
    """Rows with the specs of the repository that have their setting, and the theorem."""
    for path in sorted(SPECS.glob("**/*.yaml")):
        plan = earlyspec.check(path).plan
        assert plan is not None, path
        named = {claim.theorem.removeprefix("hu2020/") for claim in plan.claims}
        for row in ROWS:
            if len(plan.cells) > 1 and all(is_of(row, cell) for cell in plan.cells):
                for theorem in sorted(named & row.claims.keys()):
                    yield row, path, theorem


def has_report(spec: Path) -> bool:
    return (spec.with_suffix(".report") / "report.json").is_file()
