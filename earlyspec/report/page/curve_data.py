"""The recorded curves as data for the page's script, in few bytes."""

from __future__ import annotations

import json
from typing import Any

from earlyspec.report import phrases
from earlyspec.report.model import CellReport, Curve, Report
from earlyspec.report.numbers import significant

_DIGITS = 4  # a plot of a thousand pixels shows no more


def curve_data(report: Report, room: int) -> str:
    """JSON of the curves, quantity by quantity; without bands, then empty, if there is no room.

    Args:
      report: the report.
      room: bytes that it may take.
    """
    for banded in (True, False):
        text = _text(report, banded)
        if len(text.encode()) <= room:
            return text
    return "[]"


def _text(report: Report, banded: bool) -> str:
    names = list(
        dict.fromkeys(
            curve.quantity for cell in report.cells for curve in cell.curves if len(curve.steps) > 1
        )
    )
    data = [_quantity(report, name, banded) for name in names]
    # `</script>` in a name must not end the script element that holds this.
    return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")


def _quantity(report: Report, name: str, banded: bool) -> dict[str, Any]:
    found = [
        (cell, curve)
        for cell in report.cells
        for curve in cell.curves
        if curve.quantity == name and len(curve.steps) > 1
    ]
    return {
        "name": name,
        "unit": found[0][1].unit,
        "clock": report.clock,
        "lines": [_line(cell, curve, banded) for cell, curve in found],
    }


def _line(cell: CellReport, curve: Curve, banded: bool) -> dict[str, Any]:
    line: dict[str, Any] = {
        "at": phrases.at(cell.point) or "this run",
        "steps": list(curve.steps),
        "mean": _short(curve.mean),
    }
    if banded and curve.low != curve.high:
        line["low"], line["high"] = _short(curve.low), _short(curve.high)
    return line


def _short(values: tuple[float, ...]) -> list[float]:
    return [significant(value, _DIGITS) for value in values]
