"""Which regime a diagonal network starts in, before anything is drawn.

What is compared, ||y||, the least norms of an interpolant, the largest eigenvalue of X X^T, is that
of a typical draw: expectations to leading order, for isotropic inputs and linear labels with noise.

Source: woodworth2020, Section 4; chizat2019, Section 1 (kappa); the estimates are ours.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from earlyspec.theorems import _base as th

_LAZY = 0.1
"""kappa below which a network stays where it is linear: the gradients' cosine distance moves by
less than 0.002 there, and by more than 0.05 above 1 (chizat2019, on two test beds)."""
_RICH = 0.01
"""alpha^D over |b1|_1 / d below which the L1 norm is nearly the least."""


class Typical(NamedTuple):
    """Norms of a typical draw.

    Attributes:
      labels: ||y||.  b2, b1: the least Euclidean and the least L1 norm of an interpolant.
      column: of the largest column of X.  eigenvalue: the largest of X X^T.
    """

    labels: float
    b2: float
    b1: float
    column: float
    eigenvalue: float


def is_diagonal(c: th.Cell) -> bool:
    """Whether the network is diagonal."""
    return c.network.word.kind == "diagonal-linear"


def depth(c: th.Cell) -> int:
    """D; 2 where the network is not diagonal."""
    return int(c.network.word.parameters["depth"]) if is_diagonal(c) else 2


def log_scale(c: th.Cell) -> float:
    """log(alpha); 0 where the network is not diagonal."""
    given = c.network.word.parameters
    if not is_diagonal(c):
        return 0.0
    scale, logarithm = given["scale"], given["log_scale"]
    return math.log(scale) if scale is not None else float(logarithm)


def typical(c: th.Cell) -> Typical | None:
    """A typical draw; None where the law of inputs or labels does not tell.

    The least Euclidean norm of an interpolant is that of the part of the signal in the row space,
    n / d of its square, and of what fits the noise, s^2 n / (d - n).
    """
    law, n, d = c.input_facts, c.n, c.d
    isotropic = law.independent and law.covariance_norm == 1.0 and law.covariance_floor == 1.0
    told = _signal(c.labels.parameters) if c.labels.kind == "linear" else None
    if not isotropic or told is None or n >= d:
        return None
    signal, l1, noise = told
    b2 = math.sqrt(signal**2 * n / d + noise**2 * n / (d - n))
    # The L1 norm of a Gaussian vector of that length is no less than the least one.
    spread = b2 * math.sqrt(2 * d / math.pi)
    return Typical(
        labels=math.sqrt(n * (signal**2 + noise**2)),
        b2=b2,
        b1=spread if l1 is None else min(l1, spread),
        column=math.sqrt(n) + math.sqrt(math.log(d)),
        eigenvalue=(math.sqrt(n) + math.sqrt(d)) ** 2,
    )


def regime(c: th.Cell) -> th.Structural:
    """A condition that every alpha meets, whose finding says which regime a typical draw is in."""
    name, found = "regime", f"alpha^{depth(c)} = {_power(depth(c) * log_scale(c))}"
    draw = typical(c)
    if draw is None:
        found += "; what a typical draw has to compare it with is not known of these data"
    else:
        name, words = _named(c, draw)
        lazy = _power(log_kappa(c, draw))
        found += (
            f", on a typical draw against |b1|_1 / d = {draw.b1 / c.d:.2g} and |b2| = {draw.b2:.2g}"
            f", kappa = {lazy}: {words}"
        )
    return th.Structural(
        name, "architecture", "0 < alpha < infinity, in any regime", is_diagonal(c), found
    )


def log_kappa(c: th.Cell, draw: Typical) -> float:
    """Of kappa = ||y|| ||D^2 f|| / ||D f||^2 at the start, the logarithm.

    kappa = ||y|| (D - 1) cmax / (2 D alpha^D lambda_max(X X^T)), cmax that of the largest column.

    Source: chizat2019, Section 1; in closed form for diagonal networks, ours.
    """
    power = depth(c)
    share = draw.labels * (power - 1) * draw.column / (2 * power * draw.eigenvalue)
    return math.log(share) - power * log_scale(c)


def _named(c: th.Cell, draw: Typical) -> tuple[str, str]:
    if log_kappa(c, draw) <= math.log(_LAZY):
        return "kernel regime", "the kernel regime, near the least Euclidean norm"
    if depth(c) * log_scale(c) <= math.log(_RICH * draw.b1 / c.d):
        return "rich regime", "the rich regime, towards the least L1 norm"
    return "between regimes", "between the regimes"


def _power(logarithm: float) -> str:
    return f"{math.exp(logarithm):.2g}" if abs(logarithm) < 700 else f"exp({logarithm:.4g})"


def _signal(given: Mapping[str, Any]) -> tuple[float, float | None, float] | None:
    """|beta|, its L1 norm if beta is sparse or given, and the noise, of linear labels."""
    noise = 0.0
    for step in given["then"]:
        if step["kind"] != "noise":
            return None
        noise = math.hypot(noise, step["scale"])
    if given["beta"] is not None:
        return math.hypot(*given["beta"]), math.fsum(map(abs, given["beta"])), noise
    l1 = None if given["nonzero"] is None else given["norm"] * math.sqrt(given["nonzero"])
    return given["norm"], l1, noise
