"""Numbers as text: as many digits as the uncertainty carries, and the same text everywhere.

A number with an interval is rounded by the rule of the Particle Data Group: of the uncertainty's
first three digits, up to 354 two digits count, up to 949 one, above that it is rounded up to 1000
and two count. Rounding is idempotent, so what was read back from a report reads the same again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from earlyspec.judge.verdicts import Estimate
from earlyspec.judge.words import places as places

DIGITS = 6  # of a number without uncertainty
_INTEGERS = 1e15  # below it a whole float is written as an integer
_NOTHING = 1e-300  # below it a number is 0: subnormal numbers have no digits to count
_ROUNDS = 8  # of rounding until nothing moves; in 300 000 random intervals three were enough
_FINE = -4  # numbers of this power of ten or higher are written out,
_COARSE = 6  # and those below this one


def significant(x: float, digits: int = DIGITS) -> float:
    """The number to so many significant digits; whole numbers below 10^15 stay exact."""
    if not math.isfinite(x) or (abs(x) < _INTEGERS and x == int(x)):
        return x + 0.0  # -0.0 + 0.0 is 0.0
    return float(f"{x:.{digits - 1}e}") if abs(x) >= _NOTHING else 0.0


def _uncertainty(value: float, low: float, high: float) -> float:
    """The smaller side of the interval; a side a thousand times narrower than the whole is not."""
    half = abs(high - low) / 2
    sides = [side for side in (abs(value - low), abs(high - value)) if side > half / 1000]
    return min(sides, default=half / 1000)


def _at(x: float, digits: int, keep_sign: bool) -> float:
    """The number to so many decimal places; if asked, no other number than 0 becomes 0."""
    cut = round(x, digits) + 0.0
    return significant(x, 1) if keep_sign and cut == 0.0 and x != 0.0 else cut


def _sign(x: float) -> int:
    return (x > 0.0) - (x < 0.0)


def _round_once(numbers: tuple[float, float, float], digits: int) -> tuple[float, float, float]:
    """A number and its interval to so many decimal places; one that lies even stays so."""
    value, low, high = numbers
    below, above = value - low, high - value
    if abs(above - below) <= 1e-6 * (above + below):
        centre, half = round(value, digits), round((above + below) / 2, digits)
        even = centre + 0.0, round(centre - half, digits) + 0.0, round(centre + half, digits) + 0.0
        if (_sign(even[1]), _sign(even[2])) == (_sign(low), _sign(high)):
            return even
    one_sided = (low > 0.0) == (high > 0.0)
    return _at(value, digits, one_sided), _at(low, digits, True), _at(high, digits, True)


def settle(value: float, low: float, high: float, spare: int = 0) -> tuple[float, float, float]:
    """A number and its interval to the digits that the interval carries, and `spare` more.

    The ends of an interval never reach 0 by rounding: whether it holds 0 may be the verdict.
    Rounding an interval can change how many digits it carries, so it is done until nothing moves.
    """
    if not all(map(math.isfinite, (value, low, high))):
        return significant(value), significant(low), significant(high)
    numbers = value, low, high
    for _ in range(_ROUNDS):
        uncertainty = _uncertainty(*numbers)
        if uncertainty < _NOTHING:
            break
        rounded = _round_once(numbers, places(uncertainty) + spare)
        if rounded == numbers:
            return rounded
        numbers = rounded
    return significant(numbers[0]), significant(numbers[1]), significant(numbers[2])


def round_estimate(estimate: Estimate) -> Estimate:
    """An estimate as it is written down."""
    if estimate.low is None or estimate.high is None:
        ends = (None if end is None else significant(end) for end in (estimate.low, estimate.high))
        return Estimate(significant(estimate.value), *ends)
    return Estimate(*settle(estimate.value, estimate.low, estimate.high))


def token(x: float) -> str:
    """The shortest text that reads back as this number: `32`, `0.1`, `1e-07`; never `-0`."""
    if not math.isfinite(x):
        return "nan" if math.isnan(x) else ("inf" if x > 0 else "-inf")
    return str(int(x)) if abs(x) < _INTEGERS and x == int(x) else repr(x)


def text(x: float, digits: int = DIGITS) -> str:
    """A number without uncertainty, for a person: `20000`, `0.333333`, `1.5e-7`."""
    x = significant(x, digits)
    if not math.isfinite(x) or (abs(x) < _INTEGERS and x == int(x)):
        return token(x)
    power = _power(x)
    if _FINE <= power < _COARSE:
        return f"{x:.{max(0, digits - 1 - power)}f}".rstrip("0").rstrip(".")
    mantissa, exponent = f"{x:.{digits - 1}e}".split("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"


def _power(x: float) -> int:
    """The power of ten of the first digit of a number other than 0."""
    return int(f"{x:.15e}".split("e")[1])


def _places_shown(low: float, value: float, high: float) -> int:
    """Decimal places to write a settled number with: no zeros for digits that rounding took."""
    uncertainty = _uncertainty(value, low, high)
    digits = places(uncertainty)
    kept = [x for x in (low, value, high) if round(x, digits) != 0.0]
    # An uncertainty of 3.5 units and one of 35 tenths of them look alike once rounded; one of a
    # single unit can only be ten tenths.
    while uncertainty > 2.5 * 10.0 ** (1 - digits) and all(round(x, digits - 1) == x for x in kept):
        digits -= 1
    return digits


@dataclass(frozen=True)
class _Shown:
    """A settled number: the decimal places to write, and the power of ten to take out."""

    low: float
    value: float
    high: float
    digits: int
    power: int

    def write(self, x: float) -> str:
        """One of the numbers, without the power of ten."""
        written = f"{x / 10.0**self.power:.{max(0, self.digits + self.power)}f}"
        if float(written) == 0.0:
            return text(x / 10.0**self.power) if x else written.lstrip("-")
        return written

    @property
    def suffix(self) -> str:
        """The power of ten."""
        return f"e{self.power}" if self.power else ""

    @property
    def centre(self) -> str:
        """The number alone."""
        return self.write(self.value) + self.suffix

    @property
    def interval(self) -> str:
        """The interval alone."""
        return f"[{self.write(self.low)}{self.suffix}, {self.write(self.high)}{self.suffix}]"


def _shown(estimate: Estimate) -> _Shown | str:
    """How to write an estimate; the text itself where no digits are to be counted."""
    if estimate.low is None or estimate.high is None:
        return text(estimate.value)
    value, low, high = settle(estimate.value, estimate.low, estimate.high)
    if low == value == high:
        return text(value)
    if not all(map(math.isfinite, (value, low, high))):
        # An interval without end says that nothing is known; it must not look like an exact number.
        return f"{text(value, 3)} [{text(low, 3)}, {text(high, 3)}]"
    largest = max(_power(x) for x in (value, low, high) if x)
    power = 0 if _FINE <= largest < _COARSE else largest
    return _Shown(low, value, high, _places_shown(low, value, high), power)


def interval(estimate: Estimate) -> str:
    """The interval alone, `[-0.52, -0.47]`; of an exact number, the number."""
    shown = _shown(estimate)
    return shown if isinstance(shown, str) else shown.interval


def centre(estimate: Estimate) -> str:
    """The number alone, to the digits that its interval carries."""
    shown = _shown(estimate)
    return shown if isinstance(shown, str) else shown.centre


def with_interval(estimate: Estimate) -> str:
    """The number and its interval: `-0.497 [-0.518, -0.476]`."""
    shown = _shown(estimate)
    return shown if isinstance(shown, str) else f"{shown.centre} {shown.interval}"


def with_error(estimate: Estimate) -> str:
    """The number and its uncertainty: `-0.497 ± 0.021`; the interval if that is lopsided."""
    shown = _shown(estimate)
    if isinstance(shown, str):
        return shown
    below, above = shown.value - shown.low, shown.high - shown.value
    lopsided = abs(above - below) > 1.5 * 10.0**-shown.digits  # more than rounding can make
    if lopsided or any(round(x, shown.digits) == 0.0 != x for x in (shown.low, shown.high)):
        return f"{shown.centre} {shown.interval}"
    half = round((above + below) / 2, shown.digits)
    pair = f"{shown.write(shown.value)} ± {shown.write(half)}"
    return f"({pair}){shown.suffix}" if shown.power else pair
