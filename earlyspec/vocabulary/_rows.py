"""How many inputs a split has."""

from __future__ import annotations

from earlyspec.plans.nodes import Cell


def rows(cell: Cell, split: str) -> int:
    """n of the inputs of a split."""
    return cell.n if split == "train" else cell.n_test
