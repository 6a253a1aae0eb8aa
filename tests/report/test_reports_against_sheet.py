"""Committed reports against slopes found by scripts that share no code with earlyspec.

Each row is of a table of the theory sheet of hu2020, section 8: log-log least squares over all
(d, seed), with its 95 % interval; rows printed without one are taken to 0.1, by which the sheet's
own short sweeps differ from its long ones. A spec is held against a row if it has the row's
activation, layers, n(d), m(d), rate and c; the range of d may be another.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import earlyspec
from earlyspec.plans.nodes import Cell

SPECS = Path(__file__).parents[2] / "specs"
Size = Callable[[float], float]


@dataclass(frozen=True)
class Row:
    """A setting and the slopes that the sheet found in it.

    Attributes:
      source: the table, and the row in it.
      claims: theorem -> its outcomes and the sheet's interval for each.
      n, m: sizes by d; m None where the statement is of infinite width.
      rate, c: eta by d and the horizon; None where they do not matter.
      filter: of a convolutional network.
    """

    source: str
    activation: str
    claims: dict[str, dict[str, tuple[float, float]]]
    n: Size
    m: Size | None = None
    rate: Size | None = None
    c: float | None = None
    layers: str | None = None
    filter: Size | None = None


def near(slope: float) -> tuple[float, float]:
    return slope - 0.1, slope + 0.1


def minimal(d: float) -> float:
    return 3 * d**1.2


def generous(d: float) -> float:
    return d**1.5


def many(d: float) -> float:
    return 1.5 * d**1.5


def square(d: float) -> float:
    return d**2


def quarter(d: float) -> float:
    return d / 4


def first_kernel(low: float, high: float) -> dict[str, dict[str, tuple[float, float]]]:
    return {name: {"gap": (low, high)} for name in ("proposition-3.4", "proposition-d.2")}


A, B = "8.3 A, n = m = 3d^1.2", "8.3 B, n = d^1.5, m = d^2"
ROWS = (
    Row(f"{A}: erf", "erf", first_kernel(-0.47, -0.35), minimal, minimal),
    Row(f"{A}: relu", "relu", first_kernel(-0.50, -0.41), minimal, minimal),
    Row(f"{A}: tanh", "tanh", first_kernel(-0.48, -0.36), minimal, minimal),
    Row(f"{A}: erf, width", "erf", {"proposition-d.3": {"gap": near(-0.70)}}, minimal, minimal),
    Row(f"{A}: relu, width", "relu", {"proposition-d.3": {"gap": near(-0.62)}}, minimal, minimal),
    Row(f"{A}: erf, data", "erf", {"proposition-d.4": {"gap": near(-0.37)}}, minimal),
    Row(f"{A}: relu, data", "relu", {"proposition-d.4": {"gap": near(-0.44)}}, minimal),
    Row(f"{B}: erf, first", "erf", first_kernel(-0.60, -0.43), generous, square),
    Row(f"{B}: relu, first", "relu", first_kernel(-0.73, -0.66), generous, square),
    Row(
        f"{B}: erf",
        "erf",
        {"proposition-d.8": {"gap": (-0.55, -0.42)}, "proposition-d.11": {"gap": (-0.54, -0.39)}},
        generous,
        square,
    ),
    Row(
        f"{B}: tanh",
        "tanh",
        {"proposition-d.8": {"gap": (-0.55, -0.42)}, "proposition-d.11": {"gap": (-0.54, -0.39)}},
        generous,
        square,
    ),
    Row(
        f"{B}: relu",
        "relu",
        {"proposition-d.8": {"gap": (-0.12, 0.12)}, "proposition-d.11": {"gap": (-0.20, 0.08)}},
        generous,
        square,
    ),
    Row(f"{B}: erf, data", "erf", {"proposition-d.9": {"gap": near(-0.58)}}, generous),
    Row(f"{B}: relu, data", "relu", {"proposition-d.9": {"gap": near(-0.63)}}, generous),
    Row(
        "8.4, 3.2 minimal: erf",
        "erf",
        {"theorem-3.2": {"train": (-0.39, -0.28), "test": (-0.79, -0.66)}},
        minimal,
        minimal,
        quarter,
        1.0,
        "first",
    ),
    Row(
        "8.4, 3.2: erf",
        "erf",
        {"theorem-3.2": {"train": (-0.88, -0.79), "test": (-1.04, -0.96)}},
        many,
        generous,
        quarter,
        1.0,
        "first",
    ),
    Row(
        "8.4, 3.2: relu",
        "relu",
        {"theorem-3.2": {"train": (-0.75, -0.62), "test": (-1.13, -1.00)}},
        many,
        generous,
        quarter,
        1.0,
        "first",
    ),
    Row(
        "8.4, 3.5: erf",
        "erf",
        {"theorem-3.5": {"train": (-0.83, -0.60), "test": (-0.84, -0.62)}},
        many,
        lambda d: d**1.75,
        quarter,
        1.0,
        "second",
    ),
    Row(
        "8.4, 3.5: relu",
        "relu",
        {"theorem-3.5": {"train": (-0.92, -0.71), "test": (-1.03, -0.76)}},
        many,
        square,
        lambda d: 1.0,
        1.0,
        "second",
    ),
    Row(
        "8.4, D.1: erf; and 8.8 on Figure 1(c)",
        "erf",
        {
            "theorem-d.1": {"train": (-0.58, -0.38), "test": (-0.62, -0.42)},
            "figure-1": {"discrepancy": (-0.62, -0.42)},
        },
        many,
        generous,
        quarter,
        1.0,
        "both",
    ),
    Row(
        "8.4, D.1: relu",
        "relu",
        {"theorem-d.1": {"train": (-0.60, -0.32), "test": (-0.65, -0.41)}},
        many,
        generous,
        lambda d: 2.0,
        1.0,
        "both",
    ),
    Row(
        "8.10, alpha' = 0.05",
        "erf",
        {"proposition-4.1": {"gap": (-0.32, -0.25)}},
        lambda d: 4 * d**1.05,
        filter=lambda d: 2 * d**0.6,
    ),
    Row(
        "8.10, alpha' = 0.15",
        "erf",
        {"proposition-4.1": {"gap": (-0.46, -0.37)}},
        lambda d: 3 * d**1.15,
        filter=lambda d: d**0.8,
    ),
)

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
    ("proposition-4.1", "proposition-4.1"),
}


def is_of(row: Row, cell: Cell) -> bool:
    """Whether a cell has the row's setting; counts may be rounded up, and widths to even ones."""
    phi = cell.network.activation
    if phi is None or phi.kind != row.activation or not 0 <= cell.n - row.n(cell.d) < 1:
        return False
    if row.filter is not None and cell.network.word.kind == "convolutional":
        return 0 <= cell.network.word.parameters["filter"] - row.filter(cell.d) < 1
    if (row.filter is not None) or cell.network.word.kind != "two-layer":
        return False
    if row.m is not None and not 0 <= cell.m - row.m(cell.d) < 2:
        return False
    if row.rate is None or row.c is None:
        return True
    own = {"first": (1, 0), "second": (0, 1), "both": (1, 1)}[str(row.layers)]
    rates = tuple(row.rate(cell.d) * share for share in own)
    steps = round(row.c * cell.d * math.log(cell.d) / row.rate(cell.d))
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
