"""The losses, by what they say of a residual."""

from __future__ import annotations


def slope(loss: str, n: int) -> float:
    """The derivative of a loss of n examples by f(x_i), over the residual f(x_i) - y_i."""
    return {"half-mse": 1 / n, "mse": 2 / n, "half-sum": 1.0, "sum": 2.0}[loss]
