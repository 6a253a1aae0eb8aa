"""The hypotheses that statements about the limit of gradient flow share.

Source: woodworth2020, Sections 2 to 5.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from earlyspec.theorems import _base as th
from earlyspec.theorems.woodworth2020 import _regime

_INTERPOLATES = 1e-8
_IN_RANGE = 1e-10
_ERROR = 1e-8
_LEAST_LOG = math.log(1e-150)
"""w+ w- = alpha^2 is conserved, and is no number below."""


def model(c: th.Cell, least: int, most: int | None) -> th.Structural:
    """A diagonal network of the depths that the statement is about."""
    wanted = f"D = {least}" if most == least else f"D >= {least}"
    depth, log_scale = _regime.depth(c), _regime.log_scale(c)
    fits = _regime.is_diagonal(c) and depth >= least and (most is None or depth <= most)
    found = c.network.word.kind
    if _regime.is_diagonal(c):
        found += f", D = {depth}"
    if log_scale < _LEAST_LOG:
        found += f", alpha = exp({log_scale:g}), which is too small for weights in float64"
    return th.Structural(
        "model",
        "architecture",
        f"beta = w+^D - w-^D with {wanted}, w+ = w- = alpha (1, ..., 1) at the start",
        fits and log_scale >= _LEAST_LOG,
        found,
    )


def flow(c: th.Cell) -> th.Structural:
    """Gradient flow on both layers alike."""
    dynamics = c.dynamics
    rates = dynamics.rates
    alike = len(rates) == 2 and rates[0] == rates[1] > 0
    found = dynamics.kind if dynamics.kind != "gradient-descent" else dynamics.optimizer
    return th.Structural(
        "flow",
        "train.optimizer",
        "gradient flow of the squared loss, w+ and w- at the same rate",
        dynamics.kind == "gradient-flow" and alike,
        found if alike else f"{found}, not both layers at one rate",
    )


def integration(c: th.Cell) -> th.Structural:
    """Errors of the integrator far below what is told apart.

    At D = 2 the smaller of two weights falls to about alpha^2, and its own error counts.
    """
    by, smallest = c.dynamics.integrator, 1.0
    if _regime.depth(c) == 2:
        smallest = min(1.0, math.exp(_regime.log_scale(c)))
    absolute = _ERROR * smallest
    holds: bool | None = False
    found = "no integrator"
    if by is not None and by.method == "fixed":
        holds, found = None, f"equal steps of {by.step:g}, whose error is not controlled"
    elif by is not None:
        holds = by.tolerance <= _ERROR and by.absolute <= absolute
        found = f"tolerance {by.tolerance:g}, absolute tolerance {by.absolute:g}"
    return th.Structural(
        "integration",
        "train.absolute_tolerance",
        f"`tolerance` at most {_ERROR:g}, `absolute_tolerance` at most "
        + (f"{_ERROR:g} min(1, alpha)" if _regime.depth(c) == 2 else f"{_ERROR:g}"),
        holds,
        found,
    )


def interpolation() -> Iterator[th.Condition]:
    """y in the range of X, and reached."""
    yield th.Measured(
        "range",
        "data.train",
        "y is in the range of X",
        th.Series(th.measurement("range-defect"), "once"),
        "<=",
        _IN_RANGE,
    )
    yield th.Measured(
        "interpolation",
        "train",
        "the loss reaches 0: |X beta - y| / |y| at the end",
        th.Series(th.measurement("relative-residual"), "last"),
        "<=",
        _INTERPOLATES,
    )


def not_diagonal(c: th.Cell) -> Iterator[th.Outcome]:
    """What is to be said of another network: it has no coefficients to look at."""
    if not _regime.is_diagonal(c):
        yield th.Fact("diagonal", "the network is diagonal", False, c.network.word.kind)


def conditions(c: th.Cell, least: int, most: int | None) -> Iterator[th.Condition]:
    """All of them; of a network that is not diagonal, that it is not."""
    yield model(c, least, most)
    if not _regime.is_diagonal(c):
        return
    yield _regime.regime(c)
    yield flow(c)
    yield integration(c)
    yield from interpolation()
