"""A difference for programs: everything, nothing folded."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from earlyspec.diagnostics.finding import Finding
from earlyspec.diagnostics.render_json import as_data
from earlyspec.judge.verdicts import Estimate
from earlyspec.report.diff.model import Change, Difference, Level, Value

FORMAT = 1


def to_json(differences: Sequence[Difference], findings: Sequence[Finding] = ()) -> str:
    """All differences and what could not be compared, as JSON, without a newline at the end.

    Numbers that are not finite are texts, as in `report.json`.
    """
    level = max((each.level for each in differences), default=Level.NOTHING)
    data = {
        "kind": "earlyspec-diff",
        "format": FORMAT,
        "level": level.name.lower(),
        "worse": any(each.worse for each in differences),
        "reports": [_difference(each) for each in differences],
        "findings": [as_data(each) for each in findings],
    }
    return json.dumps(data, indent=2, allow_nan=False)


def _difference(difference: Difference) -> dict[str, Any]:
    drift = difference.drift
    return {
        "name": difference.name,
        "presence": difference.presence,
        "level": difference.level.name.lower(),
        "worse": difference.worse,
        "changes": [_change(each) for each in difference.changes],
        "settings": [_change(each) for each in difference.settings],
        "spec": None
        if difference.spec is None
        else [{"side": e.side, "line": e.number, "text": e.text} for e in difference.spec],
        "unchanged": dict(difference.unchanged),
        "noise": {
            "same": drift.same,
            "moved": drift.moved,
            "drawn_anew": drift.drawn,
            "largest_sigmas": drift.largest,
            "mean_square": drift.mean_square,
        },
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "level": change.level.name.lower(),
        "kind": change.kind,
        "where": change.where,
        "what": change.what,
        "old": _value(change.old),
        "new": _value(change.new),
        "direction": change.direction,
        "sigmas": change.sigmas,
        "text": change.text,
        "note": change.note,
        "more": change.more,
    }


def _value(side: Value) -> Any:
    if isinstance(side, Estimate):
        ends = (side.value, side.low, side.high)
        value, low, high = (e if e is None or math.isfinite(e) else str(e) for e in ends)
        return {"value": value, "low": low, "high": high}
    return side
