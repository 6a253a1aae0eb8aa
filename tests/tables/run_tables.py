"""Runs the rows of the sheet that no committed report has, and writes hu2020.json beside this file.

By hand, from the root of the repository; all of it takes some 20 minutes of one core:

    python tests/tables/run_tables.py [part of a row's name] ...

Rows that are settings of the same sizes run as one. The slope and its interval are the judge's,
of the very outcomes of the theorems; of a cell's measurements only those run that the rows need.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent)]

from tables.render import expected, text_of  # noqa: E402
from tables.rows import ROWS, Row  # noqa: E402
from tables.specs import spec  # noqa: E402

import earlyspec  # noqa: E402
from earlyspec import registry  # noqa: E402
from earlyspec.backend import find  # noqa: E402
from earlyspec.judge.claims import revive  # noqa: E402
from earlyspec.judge.evidence import Evidence  # noqa: E402
from earlyspec.judge.outcomes import decide  # noqa: E402
from earlyspec.plans.measurements import CellRun  # noqa: E402
from earlyspec.plans.nodes import Cell, Plan  # noqa: E402
from earlyspec.theorems import _base as th  # noqa: E402

RESULTS = HERE / "hu2020.json"


def planned(row: Row) -> Plan:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "row.yaml"
        path.write_text(spec(row))
        checked = earlyspec.check(path)
    assert checked.plan is not None, [each.message() for each in checked.findings]
    return checked.plan


def outcomes(row: Row, plan: Plan) -> dict[str, list[th.Rate]]:
    """What the row names -> the outcome at each size."""
    found: dict[str, list[th.Rate]] = {}
    for claim in plan.claims:
        name = claim.theorem.removeprefix("hu2020/")
        for cell in plan.cells:
            for outcome in revive(claim).outcomes(cell):
                if outcome.id in row.claims[name]:
                    assert isinstance(outcome, th.Rate)
                    found.setdefault(f"{name}, {outcome.id}", []).append(outcome)
    for column in row.columns:
        word = _word(column, plan.cells[0])
        rate = th.Rate(column, column, th.Series(word, "once"))
        found[column] = [rate] * len(plan.cells)
    return found


def _word(column: str, cell: Cell) -> th.Word:
    import yaml

    wanted = yaml.safe_load(column)
    kind = wanted.pop("kind")
    return next(
        q.word for q in cell.quantities if (q.word.kind, dict(q.word.parameters)) == (kind, wanted)
    )


def needed(cell: Cell, rates: Sequence[th.Rate]) -> Cell:
    """The cell with what the outcomes read, and nothing else to compute."""
    labels = {rate.series.word.label for rate in rates}
    kept = tuple(each for each in cell.quantities if each.id in labels)
    models = {name for each in kept for name in registry.revive(each.word).references()}
    return replace(
        cell,
        quantities=kept,
        references=tuple(each for each in cell.references if each.name in models),
    )


def run(row: Row) -> dict[str, Any]:
    """Each slope by name, and what the outcome was at each size."""
    backend, plan = find("jax"), planned(row)
    wanted, runs, cells = outcomes(row, plan), [], []
    for index, whole in enumerate(plan.cells):
        cell = needed(whole, [group[index] for group in wanted.values()])
        program = backend.compile(cell, HERE)
        runs.append(CellRun(tuple(program.run(seed, None) for seed in cell.seeds)))
        cells.append(cell)
    evidence = [Evidence(cell, each) for cell, each in zip(cells, runs, strict=True)]
    slopes = {}
    for name, group in wanted.items():
        (verdict,) = decide(group, evidence)
        assert verdict.fit is not None, (row.source, name, verdict)
        slope = verdict.fit.slope
        slopes[name] = {
            "slope": [round(number, 3) for number in (slope.low, slope.value, slope.high)],
            "values": [float(f"{point.value.value:.3g}") for point in verdict.fit.points],
        }
    return slopes


def settings(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows by what they differ in: those of a group can share their runs."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        key = json.dumps(asdict(replace(row, source="", claims={}, columns={})))
        groups.setdefault(key, []).append(row)
    yield from groups.values()


def together(rows: Sequence[Row]) -> Row:
    """One row with the slopes of all."""
    claims = {theorem: ids for row in rows for theorem, ids in row.claims.items()}
    columns = {column: interval for row in rows for column, interval in row.columns.items()}
    return replace(rows[0], claims=claims, columns=columns)


def write(entries: dict[str, Any]) -> None:
    """Adds rows to the results; reads them anew, for another process may have written some."""
    table = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    table = dict(sorted({**table, **entries}.items()))
    RESULTS.write_text(json.dumps(table, indent=1) + "\n")
    (HERE / "hu2020.md").write_text(text_of(table))


def main(names: Sequence[str]) -> None:
    chosen = [row for row in ROWS if not names or any(name in row.source for name in names)]
    for group in settings(chosen):
        began = time.monotonic()
        found = run(together(group))
        write(
            {
                row.source: {
                    "spec": spec(row).splitlines(),
                    "slopes": {name: found[name] for name in expected(row)},
                }
                for row in group
            }
        )
        print(f"{time.monotonic() - began:.0f} s", [r.source for r in group], found, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
