"""What certificates add to every step, by arithmetic on shapes alone."""

from __future__ import annotations

from earlyspec import registry
from earlyspec.plans.nodes import Cell
from earlyspec.vocabulary._base import Tally


def tally_flops(cell: Cell, forward: float, features: int) -> float:
    """Operations of all tallies of a cell in all of its steps, apart from kernel norms.

    Args:
      cell: the cell.
      forward: operations of a forward pass of one input.
      features: numbers that a reference model makes of one input.
    """
    kinds = [registry.load("measurements", quantity.word.kind) for quantity in cell.quantities]
    asked = [kind.passes for kind in kinds if issubclass(kind, Tally)]
    # All tallies look at one pair of snapshots, which computes an output once.
    passes = {
        name: max((getattr(each, name) for each in asked), default=0)
        for name in ("before", "after", "fresh")
    }
    outputs = (passes["before"] + passes["after"]) * cell.n + passes["fresh"] * cell.n_test
    products = sum(
        (each.pulled + each.pushed) * cell.n + each.pushed_fresh * cell.n_test for each in asked
    )
    return cell.steps * (outputs * forward + products * 2.0 * features)
