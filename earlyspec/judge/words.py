"""Numbers in the judge's sentences: no more digits than they carry, so that noise moves no word."""

from __future__ import annotations

import math

from earlyspec.judge.verdicts import Estimate, bounds


def places(uncertainty: float) -> int:
    """Decimal places that an uncertainty carries: 0.0354 -> 3, 0.0355 -> 2, 0.0951 -> 2, 123 -> -1.

    Source: Particle Data Group, Review of Particle Physics, Introduction, Section 5.3.
    """
    mantissa, exponent = f"{uncertainty:.2e}".split("e")
    leading = int(mantissa.replace(".", ""))
    if leading <= 354:
        return 1 - int(exponent)
    return -int(exponent)  # 950 and above too: 0.0951 -> 0.10


def number(x: float) -> str:
    """A number without an interval: three digits."""
    return f"{x:.3g}"


def given(x: float) -> str:
    """A number that a spec or a theorem gives: as it was written."""
    return f"{x:g}"


def exponent(estimate: Estimate) -> str:
    """An exponent with its interval, `-0.84 [-0.88, -0.79]`, to the digits that it carries."""
    low, high = bounds(estimate)
    half = (high - low) / 2
    if math.isinf(half):
        return f"{estimate.value:+.2f}"
    digits = min(max(places(half), 0), 6) if half > 0 else 3
    return f"{estimate.value:+.{digits}f} [{_end(low, digits)}, {_end(high, digits)}]"


def _end(x: float, digits: int) -> str:
    """An end of an interval; it never reaches 0 by rounding, since that may be the verdict."""
    shown = f"{x:+.{digits}f}"
    return f"{x:+.0e}" if x != 0.0 and float(shown) == 0.0 else shown


def worst(value: float, seeds: int) -> str:
    """The value that decided, of how many."""
    return number(value) + (f" (worst of {seeds} seeds)" if seeds > 1 else "")


def percent(x: float) -> str:
    """A share or a relative margin: two digits, `-3.1 %`; what rounding left is 0."""
    if abs(x) < 5e-7:
        return "0 %"
    return f"{100 * x:.0f} %" if 0.095 <= abs(x) < 100 else f"{100 * x:.2g} %"
