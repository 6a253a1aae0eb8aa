"""The results as a page: the sheet's slope beside ours, and whether the intervals meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tables.rows import ROWS, Interval, Row

SCATTER = (
    "slope and values are near the sheet's (0.0122 and 0.0146 at d = 24); three seeds scatter "
    "too much for a narrower interval, and T = d log d steps make more of them dear."
)
APART: dict[tuple[str, str], str] = {
    ("8.4, 3.5: relu", "theorem-3.5, train"): SCATTER,
    ("8.4, 3.5: relu", "theorem-3.5, test"): SCATTER,
}
"""(row, slope) -> why it does not agree with the sheet's."""
NOT_RUN: tuple[str, ...] = ()
"""Rows that neither a committed report nor the results have; the page says so."""
TELLING = 0.35
"""Half the width at which an interval of a slope says nothing any more."""


def expected(row: Row) -> dict[str, Interval]:
    """What a slope goes by in the results -> the sheet's interval."""
    named = {
        f"{theorem}, {outcome}": interval
        for theorem, outcomes in row.claims.items()
        for outcome, interval in outcomes.items()
        if theorem != "figure-1"  # the test gap of D.1, which is a claim of the same row
    }
    return {**named, **row.columns}


def verdict(sheet: Interval, ours: Sequence[float]) -> str:
    """`yes` if the intervals meet; `wide` if ours is so wide that it would meet nearly any."""
    low, _, high = ours
    if not high - low <= 2 * TELLING:
        return "wide"
    return "yes" if low <= sheet[1] and sheet[0] <= high else "no"


def compared(table: Mapping[str, Any]) -> Iterator[tuple[Row, str, Interval, Any]]:
    """Every slope of the sheet that the results have, in the sheet's order."""
    for row in ROWS:
        for name, interval in expected(row).items():
            if row.source in table:
                yield row, name, interval, table[row.source]["slopes"][name]


def text_of(table: Mapping[str, Any]) -> str:
    """The Markdown."""
    found = [(*each, verdict(each[2], each[3]["slope"])) for each in compared(table)]
    apart = [(row, name, word) for row, name, _, _, word in found if word != "yes"]
    lines = [
        "# Slopes of section 8 of the theory sheet of hu2020, found again",
        "",
        "Written by `run_tables.py` beside this file. *Sheet*: its 95 % interval, or the slope to "
        "0.1 where it prints none; *ours*: slope in d and 95 % interval by the judge, from the "
        "spec in `hu2020.json`; *values*: geometric means over seeds at each d. They *agree* if "
        f"the intervals meet and ours is no wider than +-{TELLING}.",
        "",
        f"{len(found)} slopes of {len(table)} rows; {len(apart)} do not agree. Rows that are not "
        "here are in committed reports.",
        "",
        "| row | slope of | d | seeds | sheet | ours | values | agree |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row, name, (low, high), ours, word in found:
        left, slope, right = ours["slope"]
        values = " ".join(f"{value:.3g}" for value in ours["values"])
        sizes = " ".join(map(str, row.sizes))
        label = f"`{name}`" if name.startswith("{") else name
        lines.append(
            f"| {row.source} | {label} | {sizes} | {row.seeds} | [{low:.2f}, {high:.2f}] "
            f"| {slope:.3f} [{left:.3f}, {right:.3f}] | {values} "
            f"| {word if word == 'yes' else f'**{word}**'} |"
        )
    if apart:
        lines += ["", "## Where they do not agree", ""]
        lines += [
            f"- {row.source}, {name} ({word}): {APART.get((row.source, name), 'no reason known.')}"
            for row, name, word in apart
        ]
    if NOT_RUN:
        lines += ["", "## Not run", "", *(f"- {source}" for source in NOT_RUN)]
    return "\n".join(lines) + "\n"
