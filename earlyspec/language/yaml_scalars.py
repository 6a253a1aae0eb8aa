"""Unquoted scalars of YAML 1.2 core to values: `1e-3` is a number, `no` is text.

Whatever looks like a number to some YAML reader and to another not is refused.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from earlyspec.diagnostics.finding import Told
from earlyspec.diagnostics.source import MalformedNumber, NotFinite, shorten
from earlyspec.source.span import Span

LONGEST_NUMBER = 400  # characters; converting longer ones takes quadratic time
LARGEST_INTEGER = 2**63

Scalar = None | bool | int | float | str

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_NOT_FINITE = re.compile(r"[-+]?\.?(?:inf|infinity|nan)\Z", re.IGNORECASE)
_OTHER_BASE = re.compile(r"([-+]?)0([xob])([0-9a-f_]+)\Z", re.IGNORECASE)
_SEPARATED = re.compile(r"[-+]?[0-9](?:[0-9_,]*[0-9])?(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?\Z")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]")
_FIRST = frozenset("0123456789+-.iInN")  # what a number, `inf` or `nan` can begin with


class Resolved(NamedTuple):
    """What an unquoted scalar means.

    Attributes:
      value: the value; where there is a finding, the likeliest one, or None.
      finding: what is amiss with it.
    """

    value: Scalar
    finding: Told | None = None


def resolve(text: str, span: Span) -> Resolved:
    """The value of an unquoted scalar, and what is amiss if it is a number that is none."""
    if text in _WORDS:
        return Resolved(_WORDS[text])
    if text[0] not in _FIRST:
        return Resolved(text)
    if _NOT_FINITE.match(text):
        words = f"`{text}` is not a finite number"
        return Resolved(None, NotFinite(span, words, "write a number; or quote the text"))
    if len(text) > LONGEST_NUMBER:
        if not any(each.match(text) for each in (_FLOAT, _SEPARATED, _OTHER_BASE)):
            return Resolved(text)
        return Resolved(None, _malformed(text, span, f"has more than {LONGEST_NUMBER} characters"))
    found = _decimal(text, span) if _FLOAT.match(text) else _no_decimal(text, span)
    beyond = isinstance(found.value, int | float) and not abs(found.value) <= LARGEST_INTEGER
    return Resolved(None, found.finding) if found.finding and beyond else found


def _decimal(text: str, span: Span) -> Resolved:
    value: int | float = int(text) if _INTEGER.match(text) else float(text)
    if _LEADING_ZERO.match(text):
        octal = f", or {int(text, 8)} if octal was meant" if re.match("[-+]?0[0-7]+$", text) else ""
        say = f"write {value}{octal}" if len(text) <= 20 else "delete the zeros"
        return Resolved(value, _malformed(text, span, "begins with a zero", say))
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        say = f"write {float(text)!r}" if abs(value) < 1e300 else "write a smaller number"
        return Resolved(
            None, _malformed(text, span, "is beyond 2^63, the largest whole number", say)
        )
    if math.isinf(value):
        words = f"`{shorten(text)}` is too large for a number of 64 bits"
        return Resolved(None, NotFinite(span, words, "write at most 1e300"))
    if value == 0 and re.match("[-+]?[0.]*[1-9]", text):
        return Resolved(0.0, _malformed(text, span, "is so small that it becomes 0", "write 0"))
    return Resolved(value)


def _no_decimal(text: str, span: Span) -> Resolved:
    other = _OTHER_BASE.match(text)
    if other:
        sign, letter, digits = other.groups()
        base = {"x": 16, "o": 8, "b": 2}[letter.lower()]
        try:
            value = int(sign + digits, base)
        except ValueError:  # 0b102 is text to every reader
            return Resolved(text)
        say = f"write {value}" if abs(value) <= LARGEST_INTEGER else "write a decimal number"
        return Resolved(value, _malformed(text, span, "is not decimal", say))
    if _SEPARATED.match(text):
        return _separated(text, span)
    return Resolved(text)


def _separated(text: str, span: Span) -> Resolved:
    plain = text.replace("_", "").replace(",", "")
    say = f"write {shorten(plain)}"
    if "," in text and not re.match(r"[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.|\Z)", text):
        several = text.count(",") > 1
        say = f"write {text.replace(',', '.')}"
        if several:
            say = f"write [{shorten(text.replace(',', ', '))}]"
    try:
        value = int(plain) if _INTEGER.match(plain) else float(plain)
    except ValueError:
        return Resolved(text)
    return Resolved(value, _malformed(text, span, "has separators between digits", say))


def _malformed(text: str, span: Span, why: str, say: str = "write fewer digits") -> MalformedNumber:
    return MalformedNumber(span, f"the number `{shorten(text)}` {why}", f"{say}; or quote the text")
