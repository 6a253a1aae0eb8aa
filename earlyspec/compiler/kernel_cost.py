"""What measurements of kernels cost: bytes and operations, by arithmetic on shapes alone."""

from __future__ import annotations

from typing import Literal, NamedTuple

from earlyspec.plans.nodes import Cell, Json, Word
from earlyspec.vocabulary import _kernels
from earlyspec.vocabulary._first_layer import DIRECTIONS
from earlyspec.vocabulary._rows import rows

_KEPT = 96 * 2**20  # bytes of hidden slopes and values that are kept at most
_NORM = Word("measurements", "ntk-norm")


class KernelCost(NamedTuple):
    """Of one seed.

    Attributes:
      resident: bytes of the largest kernel measurement; one is taken at a time.
      flops: operations of all of them; as many applications as are allowed at most.
    """

    resident: int
    flops: float


def kernel_cost(cell: Cell) -> KernelCost:
    """The cost of all quantities of a cell that measure kernels, and of the rates' unit."""
    resident, flops = 0, 0.0
    words = [quantity.word for quantity in cell.quantities if _asks(quantity.word)]
    if cell.dynamics.relative:
        words.append(_NORM)
    # Certificates that add up other steps of the same norms share them.
    distinct = {(word.kind, *sorted(_without_steps(word).items())): word for word in words}
    for word in distinct.values():
        asked = _ASKED[word.kind]
        one = _one(cell, word, asked)
        times = {"once": 1, "step": cell.steps, "record": len(cell.dynamics.recorded)}[asked.when]
        resident = max(resident, one.resident)
        flops += one.flops * times
    return KernelCost(resident, flops)


class Asked(NamedTuple):
    """What a measurement asks of kernels.

    Attributes:
      points: at how many weights it takes the Jacobian.
      when: how often: `once`, at every `step` or at every recorded one (`record`).
      turned: whether the kernel is not symmetric, and is applied with its transpose.
      whole: whether it is formed for any number of inputs, and all its eigenvectors computed.
    """

    points: int
    when: Literal["once", "step", "record"]
    turned: bool = False
    whole: bool = False


_ASKED = {
    "kernel-gap": Asked(1, "once"),
    "kernel-scale": Asked(1, "once"),
    "ntk-norm": Asked(1, "once"),
    "kernel-eigenvalues": Asked(1, "record"),
    "kernel-drift": Asked(2, "record"),
    "kernel-distance": Asked(2, "record", turned=True),
    "jacobian-norm": Asked(1, "record"),
    "jacobian-perturbation": Asked(2, "record"),
    "low-rank-bound": Asked(1, "once", whole=True),
    "projected-residual": Asked(1, "record", whole=True),
    "certificate-eps": Asked(3, "step", turned=True),  # now, and two Gauss points of a segment
    "certified-floor": Asked(2, "once", whole=True),
    "decay-bound": Asked(1, "record", whole=True),
    "derivative-error": Asked(2, "record", whole=True),
    "floor-loss": Asked(2, "record", whole=True),
    "infinite-kernel-norm": Asked(1, "once", whole=True),
    "kernel-ball": Asked(2 * DIRECTIONS + 4, "once", whole=True),
    "kernel-ball-bound": Asked(1, "record", whole=True),
    "kernel-floor": Asked(1, "once", whole=True),
    "row-movement-bound": Asked(1, "record", whole=True),
    "sufficient-width": Asked(1, "once", whole=True),
}
"""What measurement asks for what. The one-off norms of other certificates are left out."""


def _asks(word: Word) -> bool:
    """Whether a measurement asks for a kernel; a residual that is not projected does not."""
    whole = word.kind == "projected-residual" and word.parameters.get("part", "all") == "all"
    return word.kind in _ASKED and not whole


def _without_steps(word: Word) -> dict[str, Json]:
    return {key: value for key, value in word.parameters.items() if key != "steps"}


def _one(cell: Cell, word: Word, asked: Asked) -> KernelCost:
    given, points = word.parameters, asked.points
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
    basis = 2 * 8 * n * (steps + 16)  # the loop that grows it holds it twice
    frobenius = given.get("norm") == "frobenius"
    if asked.whole:
        return KernelCost(kept + 5 * 8 * n * n, entry * n * n + 10.0 * n**3)
    if n <= _kernels.formed_rows(kind, infinite):
        spectrum = 2.0 * n**3 if n <= _kernels.EIGH_ROWS else steps * (2.0 * n + 8.0 * steps) * n
        return KernelCost(kept + 2 * 8 * n * n + basis, entry * n * n + spectrum)
    if infinite:
        product += 40.0 * n * n
    if frobenius and n <= _kernels.counted_rows(kind):
        return KernelCost(kept, entry * n * n / 2)
    steps = _kernels.PROBES if frobenius else steps
    twice = 2 if asked.turned else 1
    return KernelCost(kept + basis, steps * (twice * product + 4.0 * n * steps))
