"""What measurements of kernels cost: bytes and operations, by arithmetic on shapes alone."""

from __future__ import annotations

from typing import NamedTuple

from earlyspec.plans.nodes import Cell, Quantity
from earlyspec.vocabulary import _kernels
from earlyspec.vocabulary._rows import rows

_KEPT = 96 * 2**20  # bytes of hidden slopes and values that are kept at most


class KernelCost(NamedTuple):
    """Of one seed.

    Attributes:
      resident: bytes of the largest kernel measurement; one is taken at a time.
      flops: operations of all of them; as many applications as are allowed at most.
    """

    resident: int
    flops: float


def kernel_cost(cell: Cell) -> KernelCost:
    """The cost of all quantities of a cell that measure kernels."""
    resident, flops = 0, 0.0
    for quantity in cell.quantities:
        points = _POINTS.get(quantity.word.kind)
        if points is None:
            continue
        one = _one(cell, quantity, points)
        resident = max(resident, one.resident)
        flops += one.flops * (len(cell.dynamics.recorded) if quantity.per_step else 1)
    return KernelCost(resident, flops)


_POINTS = {
    "kernel-gap": 1,
    "kernel-scale": 1,
    "kernel-eigenvalues": 1,
    "kernel-drift": 2,
    "kernel-distance": 2,
    "jacobian-perturbation": 2,
}
"""Measurement -> at how many weights it takes the Jacobian."""


def _one(cell: Cell, quantity: Quantity, points: int) -> KernelCost:
    given = quantity.word.parameters
    n, d, m = rows(cell, str(given.get("split", "train"))), cell.d, max(cell.m, 1)
    kind = cell.network.word.kind
    infinite = "infinite" in (given.get("left"), given.get("right"))
    entry = 2.0 * (m + d) * points  # operations of one entry
    product = 4.0 * n * m * d * points  # and of one application
    if kind != "two-layer":
        depth = max(len(cell.network.layers) - 2, 0)
        parameters = d * m + depth * m * m
        entry, product = 2.0 * parameters * points, 8.0 * n * parameters * points
    kept = min(8 * n * m * points * 2, _KEPT)
    steps = min(_kernels.LANCZOS_STEPS, n)
    basis = 8 * n * (steps + 16)
    frobenius = given.get("norm") == "frobenius"
    if n <= _kernels.formed_rows(kind, infinite):
        spectrum = 2.0 * n**3 if n <= _kernels.EIGH_ROWS else steps * (2.0 * n + 8.0 * steps) * n
        return KernelCost(kept + 2 * 8 * n * n + basis, entry * n * n + spectrum)
    if infinite:
        product += 40.0 * n * n
    if frobenius and n <= _kernels.counted_rows(kind):
        return KernelCost(kept, entry * n * n / 2)
    steps = _kernels.PROBES if frobenius else steps
    # A kernel that is not symmetric is applied with its transpose.
    twice = 2 if quantity.word.kind == "kernel-distance" else 1
    return KernelCost(kept + basis, steps * (twice * product + 4.0 * n * steps))
