"""`report.json`: the report itself, canonical, one value a line.

An estimate is one value, its interval with it; so is a point of a curve, `[step, mean, low, high]`,
a size of a fit, and a list of numbers. A line of a diff is then always a fact that changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from earlyspec.report.model import FORMAT, Report
from earlyspec.report.numbers import token
from earlyspec.report.plain import Misfit, decode, encode
from earlyspec.report.rounding import rounded

_NAME = "earlyspec-report"
_WHOLE = ("true", "false", "null", "-1", ".1", "e-1", "e+1", "\\u0000")
"""What a text may stop in the middle of, where a parser finds an error before the end."""
_ONE_VALUE = ({"value", "low", "high"}, {"size", "value", "seeds"})


class NotAReport(Exception):
    """A text that is no report that this earlyspec can read; the message says why."""


class Truncated(NotAReport):
    """The text is the beginning of a report and stops."""


class NewerFormat(NotAReport):
    """A newer earlyspec wrote the report; `format` is its format."""

    def __init__(self, format: int) -> None:
        super().__init__(
            f"the report has format {format}, this earlyspec reads up to {FORMAT}: "
            "a newer earlyspec wrote it"
        )
        self.format = format


class Malformed(NotAReport):
    """A report with something in it that earlyspec does not write; `path` says where."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path}: {what}" if path else what)
        self.path = path


def to_json(report: Report) -> str:
    """The canonical text of a report: keys in order, numbers rounded, nothing volatile."""
    return "".join(_write({"kind": _NAME, **encode(rounded(report))}, "")) + "\n"


def from_json(text: str) -> Report:
    """The report that a text was made from, its numbers as rounded.

    Raises: NotAReport; if more is known, Truncated, NewerFormat or Malformed, which are such.
    """
    data = _parse(text)
    if not isinstance(data, dict) or data.pop("kind", None) != _NAME:
        raise NotAReport("this JSON is not a report of earlyspec")
    version = data.get("format")
    if type(version) is not int or version < 1:
        raise Malformed("format", "a report has a format, a number from 1")
    if version > FORMAT:
        raise NewerFormat(version)
    try:
        report: Report = decode(Report, data)
    except Misfit as misfit:
        raise Malformed(misfit.path, misfit.what) from None
    return report


def _write(value: Any, indent: str) -> Iterator[str]:
    """The parts of the text of a value that starts after `indent` and perhaps a key."""
    if isinstance(value, dict) and value and set(value) not in _ONE_VALUE:
        opening, closing = "{", "}"
        items = [(f"{_scalar(key)}: ", item) for key, item in value.items()]
    elif isinstance(value, list) and not all(isinstance(item, int | float) for item in value):
        opening, closing = "[", "]"
        items = [("", item) for item in value]
    else:
        yield _inline(value)
        return
    deeper = indent + "  "
    for i, (key, item) in enumerate(items):
        yield f"{',' if i else opening}\n{deeper}{key}"
        yield from _write(item, deeper)
    yield f"\n{indent}{closing}"


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(k)}: {_inline(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, float):
        return token(value)
    # A lone surrogate has no UTF-8; escaped, it survives.
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(value)


def _parse(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        # A parser that met the end was not stopped by what is there but by what is not.
        rest = text[error.pos :].rstrip()
        cut = error.msg.startswith("Unterminated") or any(
            whole.startswith(rest) for whole in _WHOLE
        )
        if text.lstrip().startswith("{") and cut:
            raise Truncated("the report stops in the middle") from None
        where = f"line {error.lineno}, column {error.colno}"
        raise NotAReport(f"this is not JSON: {error.msg} ({where})") from None
    except RecursionError:
        raise NotAReport("this JSON is nested too deeply to be a report") from None
    except ValueError as error:  # an integer of thousands of digits
        raise NotAReport(f"this is not the JSON of a report: {error}") from None


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    items: dict[str, Any] = {}
    for key, value in pairs:
        if key in items:
            raise Malformed("", f"the key `{key}` appears twice in one mapping")
        items[key] = value
    return items


def _no_constant(name: str) -> Any:
    raise NotAReport(f"`{name}` is not JSON")
