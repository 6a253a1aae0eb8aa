"""How many rows of the data are worked on at once."""

from __future__ import annotations

from math import ceil

_BYTES = 2 * 2**20  # hidden activations of a chunk: what two cores' second-level caches hold
_FEWEST, _MOST = 64, 4096


def chunk_rows(n: int, m: int, precision: str, positions: int = 1) -> int:
    """Rows of a chunk for n training rows of which a network keeps m numbers each.

    Activations of a chunk, rows x m, stay in cache between forward and backward pass; chunks of a
    training set are as equal as multiples of 8 allow. A function of the plan alone, because the
    order of floating-point sums hangs on it. A row of an image is many rows of a product, one a
    position, so fewer rows will do there.
    """
    word = 4 if precision == "float32" else 8
    fewest = max(_FEWEST // positions, 8)
    most = min(max(_BYTES // (max(m, 1) * word), fewest), _MOST)
    if n <= most:
        return n
    return 8 * ceil(n / ceil(n / most) / 8)
