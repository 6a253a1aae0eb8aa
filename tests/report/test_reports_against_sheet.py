"""Committed reports against slopes found by scripts that share no code with earlyspec.

The rows are in tests/tables/rows.py. Those that no committed report has are run by hand, and held
against the sheet in tests/tables/test_tables.py: no row is in neither.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tables.committed import has_report, matches
from tables.rows import Row

import earlyspec

# Spec and theorem of every row that a spec of the repository has; a row may gain one, none is lost.
HELD = {
    ("proposition-3.4", "proposition-3.4"),
    ("proposition-d.2", "proposition-d.2"),
    ("proposition-d.3", "proposition-d.3"),
    ("proposition-d.4", "proposition-d.4"),
    ("proposition-d.8", "proposition-d.8"),
    ("proposition-d.9", "proposition-d.9"),
    ("proposition-d.11", "proposition-d.11"),
    ("theorem-3.2", "theorem-3.2"),
    ("figure-1c", "figure-1"),
}

FOUND = list(matches())


def test_no_row_that_has_a_spec_is_left_out() -> None:
    assert {(path.stem, theorem) for _, path, theorem in FOUND} >= HELD
    without = [path.name for _, path, _ in FOUND if not has_report(path)]
    assert without == [], "specs without a committed report: run them"


@pytest.mark.parametrize(
    ("row", "path", "theorem"),
    [each for each in FOUND if has_report(each[1])],
    ids=[f"{p.stem}: {r.source}" for r, p, _ in FOUND if has_report(p)],
)
def test_a_slope_overlaps_that_of_the_sheet(row: Row, path: Path, theorem: str) -> None:
    report = earlyspec.open(path.with_suffix(".report"))
    claims = [each for each in report.claims if each.theorem == f"hu2020/{theorem}"]
    compared = set()
    for outcome in (outcome for claim in claims for outcome in claim.outcomes):
        if outcome.id not in row.claims[theorem] or outcome.fit is None:
            continue
        low, high = row.claims[theorem][outcome.id]
        slope = outcome.fit.slope
        assert slope.low is not None
        assert slope.high is not None
        assert slope.low <= high, (outcome.id, slope, row.source)
        assert slope.high >= low, (outcome.id, slope, row.source)
        compared.add(outcome.id)
    assert compared == set(row.claims[theorem])
