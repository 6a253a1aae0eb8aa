"""Show what would run, and what it costs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from earlyspec.cli._exit import NO, OK, UNABLE
from earlyspec.cli._output import add_settings, print_findings
from earlyspec.compiler.cost import Cost, budget
from earlyspec.diagnostics.backend import binary_size
from earlyspec.plans.nodes import Cell, Plan
from earlyspec.session import plan


def configure(parser: ArgumentParser) -> None:
    """Declares the options."""
    parser.add_argument("spec", metavar="SPEC", help="a file, or - for stdin")
    parser.add_argument("--json", action="store_true", help="the whole plan, as canonical JSON")
    add_settings(parser)


def run(options: Namespace) -> int:
    """Prints the plan as a person wants to see it before paying for it."""
    planned = plan(options.spec, dict(options.settings), options.profile)
    checked = planned.checked
    print_findings(checked.findings, checked.documents)
    if checked.plan is None or not checked.ok:
        return UNABLE if checked.document is None else NO
    if options.json:
        from earlyspec.plans.codec import text

        print(text(checked.plan), end="")
        return OK
    _tell(checked.plan, planned.costs)
    return OK


def _tell(plan: Plan, costs: tuple[Cost, ...]) -> None:
    from earlyspec.plans.codec import digest

    seeds = len(plan.cells[0].seeds)
    groups = len({_shape(cell) for cell in plan.cells})
    print(f"{plan.title}\nplan {digest(plan)}\n")
    rows: list[tuple[str, ...]] = [("", "d", "n", "m", "T", "recorded", "GFLOP a seed", "peak")]
    for cell, price in zip(plan.cells, costs, strict=True):
        point = ", ".join(f"{name}={value:g}" for name, value in cell.point.items())
        sizes = (cell.d, cell.n, cell.m, f"{cell.steps:.12g}", len(cell.dynamics.recorded))
        work = f"{price.flops / 1e9:.3g}"
        rows.append((point, *(str(size) for size in sizes), work, binary_size(price.peak)))
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for row in rows:
        print("  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True)))
    total = sum(price.flops for price in costs) * seeds
    dearest = max(costs, key=lambda each: each.peak)
    print(
        f"\n{len(plan.cells)} cells x {seeds} seeds; {groups} compiled shapes; "
        f"{total / 1e12:.3g} TFLOP in all"
    )
    print(
        f"memory: {binary_size(dearest.peak)} at most, most of it for {dearest.dominant}; "
        f"{binary_size(budget())} are free"
    )
    if plan.cells[0].dynamics.relative:
        print("learning rates are in units of 1/norm(ntk), which each seed measures before step 1")
    print("measured: " + ", ".join(q.id for q in plan.cells[0].quantities))
    print("\nnext: earlyspec run")


def _shape(cell: Cell) -> tuple[object, ...]:
    frozen = tuple(bool(rate) for rate in cell.dynamics.rates)
    return (cell.d, cell.n, cell.n_test, cell.m, frozen, len(cell.dynamics.recorded))
