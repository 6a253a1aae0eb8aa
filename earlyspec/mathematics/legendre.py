"""Quadrature on an interval, in pure Python."""

from __future__ import annotations

import math


def legendre_rule(count: int) -> list[tuple[float, float]]:
    """Gauss-Legendre (x, weight) pairs on [-1, 1], by Newton's method from Tricomi's guess."""
    rule = []
    for k in range(1, count + 1):
        x = math.cos(math.pi * (k - 0.25) / (count + 0.5))
        for _ in range(6):
            before, here = 1.0, x  # P_0 and P_1 at x
            for j in range(2, count + 1):
                before, here = here, ((2 * j - 1) * x * here - (j - 1) * before) / j
            slope = count * (x * here - before) / (x * x - 1)
            x -= here / slope
        rule.append((x, 2 / ((1 - x * x) * slope * slope)))
    return rule
