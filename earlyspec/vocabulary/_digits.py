"""The classes of handwritten digits, by number or by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from earlyspec.datasets.mnist import DIGITS
from earlyspec.datasets.mnist import Digit as Name

Digit = Literal[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, Name]


def indices(classes: Sequence[Digit] | None) -> tuple[int, ...] | None:
    """What the digits are; None for all of them."""
    if classes is None:
        return None
    return tuple(DIGITS.index(each) if isinstance(each, str) else each for each in classes)
