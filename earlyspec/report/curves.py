"""`curves.csv`: every recorded value, a row each, for whoever wants to plot or check it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from earlyspec.report.model import Report
from earlyspec.report.numbers import token
from earlyspec.report.rounding import rounded

COLUMNS = ("step", "quantity", "unit", "mean", "low", "high", "seeds")
_NEEDS_QUOTES = re.compile(r'[",\r\n]|\A\s|\s\Z')


def to_csv(report: Report) -> str:
    """The curves as RFC 4180 has it, but for lines that end in LF: git changes CRLF in a text.

    The swept names come first, one column each (`point.step` if a swept name is that of another
    column); then step, quantity, unit, mean over seeds, a 95 % interval of it, number of seeds.
    """
    return "".join(",".join(map(_field, row)) + "\n" for row in _rows(rounded(report)))


def _rows(report: Report) -> Iterator[list[str]]:
    swept = list(dict.fromkeys(name for cell in report.cells for name in cell.point))
    yield [f"point.{name}" if name in COLUMNS else name for name in swept] + list(COLUMNS)
    for cell in report.cells:
        point = [token(cell.point[name]) if name in cell.point else "" for name in swept]
        for curve in cell.curves:
            values = zip(curve.steps, curve.mean, curve.low, curve.high, strict=True)
            for step, *numbers in values:
                head = [*point, str(step), curve.quantity, curve.unit]
                yield [*head, *map(token, numbers), str(curve.seeds)]


def _field(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text
