"""What measurements of kernels cost: bytes and operations, by arithmetic on shapes alone."""

from __future__ import annotations

from typing import NamedTuple

from earlyspec import registry
from earlyspec.plans.nodes import Cell, Json, Word
from earlyspec.vocabulary import _kernels
from earlyspec.vocabulary._prices import Kernels
from earlyspec.vocabulary._rows import rows

_NORM = Word("measurements", "ntk-norm")


class KernelCost(NamedTuple):
    """Of one seed.

    Attributes:
      resident: bytes of the kernels that are formed, which stay while others are taken at the same
        moment, and of the largest measurement beside them.
      flops: operations of all of them; as many applications as are allowed at most.
    """

    resident: int
    flops: float


class _Price(NamedTuple):
    """Of one measurement: bytes of its kernel, if formed; bytes beside it; operations."""

    formed: int
    beside: int
    flops: float


def kernel_cost(cell: Cell) -> KernelCost:
    """The cost of all quantities of a cell that measure kernels, and of the rates' unit."""
    beside, flops = 0, 0.0
    formed: dict[str, dict[object, int]] = {"once": {}, "step": {}, "record": {}}
    words = [quantity.word for quantity in cell.quantities]
    if cell.dynamics.relative:
        words.append(_NORM)
    # Certificates that add up other steps of the same norms share them.
    distinct = {(word.kind, *sorted(_without(word, "steps").items())): word for word in words}
    for word in distinct.values():
        asked = registry.revive(word).asks()
        if asked is None:
            continue
        one = _one(cell, word, asked)
        times = {"once": 1, "step": cell.steps, "record": len(cell.dynamics.recorded)}[asked.when]
        kernel = (word.kind, *sorted(_without(word, "steps", "norm").items()))
        formed[asked.when][kernel] = one.formed
        beside = max(beside, one.beside)
        flops += one.flops * times
    kept = max(sum(kernels.values()) for kernels in formed.values())
    return KernelCost(kept + beside, flops)


def _without(word: Word, *names: str) -> dict[str, Json]:
    return {key: value for key, value in word.parameters.items() if key not in names}


def _one(cell: Cell, word: Word, asked: Kernels) -> _Price:
    given, points = word.parameters, asked.points
    n, d, m = rows(cell, str(given.get("split", "train"))), cell.d, max(cell.m, 1)
    n = n if asked.most is None else min(n, asked.most)
    kind = cell.network.word.kind
    infinite = "infinite" in (given.get(side) for side in ("left", "right", "of"))
    entry = 2.0 * (m + d) * points  # operations of one entry
    product = 4.0 * n * m * d * points  # and of one application
    kept = min(8 * n * m * points * 2, _kernels.KEPT_BYTES)
    if kind != "two-layer":
        depth = max(len(cell.network.layers) - 2, 0)
        row = d * m + depth * m * m  # numbers of a row of the Jacobian
        product = 8.0 * n * row * points
        if _kernels.cheap_entries(kind, asked.mixed):
            row = d + 2 * (depth + 1) * m  # and of its factors
        entry = 2.0 * row * points
        # Of two blocks of rows.
        kept = 2 * points * min(8 * n * row, _kernels.BLOCK_BYTES)
    steps = min(_kernels.LANCZOS_STEPS, n)
    basis = 2 * 8 * n * (steps + 16)  # the loop that grows it holds it twice
    frobenius = given.get("norm") == "frobenius"
    if asked.whole:
        return _Price(8 * n * n, kept + 4 * 8 * n * n, entry * n * n + 10.0 * n**3)
    if n <= _kernels.formed_rows(kind, infinite, asked.mixed):
        spectrum = 2.0 * n**3 if n <= _kernels.EIGH_ROWS else steps * (2.0 * n + 8.0 * steps) * n
        return _Price(8 * n * n, kept + 8 * n * n + basis, entry * n * n + spectrum)
    if infinite:
        product += 40.0 * n * n
    if frobenius and n <= _kernels.counted_rows(kind, asked.mixed):
        return _Price(0, kept, entry * n * n / 2)
    steps = _kernels.PROBES if frobenius else steps
    twice = 2 if asked.turned else 1
    return _Price(0, kept + basis, steps * (twice * product + 4.0 * n * steps))
