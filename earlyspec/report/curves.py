"""`curves.csv`: every recorded value, a row each, for whoever wants to plot or check it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from earlyspec.report.model import Report
from earlyspec.report.numbers import token
from earlyspec.report.rounding import rounded

COLUMNS = ("quantity", "unit", "mean", "low", "high", "seeds")
Cell: TypeAlias = float | int | str | None
_NEEDS_QUOTES = re.compile(r'[",\r\n]|\A\s|\s\Z')


def to_csv(report: Report) -> str:
    """The curves as RFC 4180 has it, but for lines that end in LF: git changes CRLF in a text.

    The swept names come first, one column each (`point.step` if a swept name is that of another
    column); then step (a flow's time), quantity, unit, mean over seeds, a 95 % interval of it,
    number of seeds.
    """
    rows = _rows(rounded(report))
    return "".join(",".join(_field(_written(cell)) for cell in row) + "\n" for row in rows)


def columns(report: Report) -> dict[str, list[Cell]]:
    """The same table by columns; a swept name that a cell does not have is None there."""
    head, *rows = _rows(rounded(report))
    return {str(name): [row[k] for row in rows] for k, name in enumerate(head)}


def _rows(report: Report) -> Iterator[list[Cell]]:
    swept = list(dict.fromkeys(name for cell in report.cells for name in cell.point))
    columns = (report.clock, *COLUMNS)
    yield [*(f"point.{name}" if name in columns else name for name in swept), *columns]
    for cell in report.cells:
        point: list[Cell] = [cell.point.get(name) for name in swept]
        for curve in cell.curves:
            values = zip(curve.steps, curve.mean, curve.low, curve.high, strict=True)
            for step, *numbers in values:
                yield [*point, step, curve.quantity, curve.unit, *numbers, curve.seeds]


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else token(cell)


def _field(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text
