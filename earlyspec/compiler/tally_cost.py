"""What certificates add to every step, by arithmetic on shapes alone."""

from __future__ import annotations

from typing import NamedTuple

from earlyspec import registry
from earlyspec.plans.nodes import Cell
from earlyspec.vocabulary._base import Tally


class Asked(NamedTuple):
    """What one tally asks for at a step.

    Attributes:
      before, after: forward passes of the training inputs, at the step's ends.
      fresh: likewise of the test inputs, both ends together.
      pulled, pushed: products with the reference's features on training inputs, Psi^T r and Psi b.
      pushed_fresh: products with its features on test inputs.
    """

    before: int = 0
    after: int = 0
    fresh: int = 0
    pulled: int = 0
    pushed: int = 0
    pushed_fresh: int = 0


_ASKED = {
    "ball-error": Asked(),
    "certificate-apriori": Asked(),
    "certificate-apriori-lin": Asked(pulled=1, pushed=1),
    "certificate-defect": Asked(before=1, after=1, pulled=1, pushed=1),
    "certificate-eps": Asked(before=1),  # and a norm, which is a kernel's
    "certificate-identity": Asked(before=1, after=1, pulled=1, pushed=1),
    "certificate-test": Asked(before=1, fresh=2, pulled=3, pushed=1, pushed_fresh=2),
    "certificate-two-part": Asked(before=1, after=1, pulled=2, pushed=2),
    "linear-path": Asked(pulled=1, pushed=1),
    "neuron-rate": Asked(after=1),
    "reference-reach": Asked(),
}
_UNKNOWN = Asked(before=1, after=1)


def tally_flops(cell: Cell, forward: float, features: int) -> float:
    """Operations of all tallies of a cell in all of its steps, apart from kernel norms.

    Args:
      cell: the cell.
      forward: operations of a forward pass of one input.
      features: numbers that a reference model makes of one input.
    """
    kinds = [quantity.word.kind for quantity in cell.quantities]
    tallies = [kind for kind in kinds if issubclass(registry.load("measurements", kind), Tally)]
    asked = [_ASKED.get(kind, _UNKNOWN) for kind in tallies]
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
