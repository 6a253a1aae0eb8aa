"""Frozen records as plain data and back, every complaint with the place it is about."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from earlyspec.report.model import Curve
from earlyspec.report.numbers import token

_CURVE = ("mean", "low", "high")  # columns of a curve's points, after the step
_NOT_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}  # JSON has no numbers for them


class Misfit(Exception):
    """Plain data that is not the record it should be.

    Attributes:
      path: where, such as `claims[0].word`.  what: what is wrong there.
    """

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path or 'the whole'}: {what}")
        self.path, self.what = path, what


def encode(value: Any) -> Any:
    """A record as mappings, lists, strings and numbers, its fields in the order of the class.

    A curve is a list of points, so that a recorded step is one line of the text. What few records
    have is left out where it is empty.
    """
    if isinstance(value, Curve):
        rows = zip(value.steps, value.mean, value.low, value.high, strict=True)
        points = [[encode(x) for x in row] for row in rows]
        head = {"quantity": value.quantity, "unit": value.unit, "seeds": value.seeds}
        return {**head, "points": points}
    if is_dataclass(value) and not isinstance(value, type):
        written = {field.name: getattr(value, field.name) for field in fields(value)}
        rare = {field.name for field in fields(value) if "unwritten" in field.metadata}
        return {k: encode(v) for k, v in written.items() if v or k not in rare}
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [encode(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return token(value)
    return value


def decode(kind: Any, data: Any, path: str = "") -> Any:
    """The value of a type that `data` is the plain form of.

    Raises: Misfit.
    """
    if kind is Any:  # a claim's own parameters: plain data already
        return data
    if kind is Curve:
        return _curve(data, path)
    if is_dataclass(kind):
        return _record(kind, data, path)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):  # `X | None`, the only union there is
        return None if data is None else decode(arguments[0], data, path)
    if origin is Literal:
        if data not in arguments:
            raise Misfit(path, f"{_short(data)} is none of {', '.join(map(str, arguments))}")
        return data
    if origin is tuple:
        items = _expect(data, list, "a list", path)
        return tuple(decode(arguments[0], item, f"{path}[{i}]") for i, item in enumerate(items))
    if origin is not None and issubclass(origin, Mapping):
        items = _expect(data, dict, "a mapping", path)
        return {key: decode(arguments[1], item, f"{path}.{key}") for key, item in items.items()}
    return _scalar(kind, data, path)


def _scalar(kind: type, data: Any, path: str) -> Any:
    if kind is float:
        if isinstance(data, str) and data in _NOT_FINITE:
            return _NOT_FINITE[data]
        if type(data) not in (int, float):
            raise Misfit(path, f"{_short(data)} is not a number")
        try:
            number = float(data)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise Misfit(path, "the number is too large")
        return number
    words = {int: "a whole number", str: "a text", bool: "true or false"}
    if type(data) is not kind:
        raise Misfit(path, f"{_short(data)} is not {words.get(kind, kind.__name__)}")
    return data


@cache
def _shape(kind: Any) -> tuple[dict[str, Any], frozenset[str]]:
    """The types of a record's fields by name, and those that have a default."""
    hints = get_type_hints(kind)
    given = [
        f for f in fields(kind) if f.default is not MISSING or f.default_factory is not MISSING
    ]
    return {f.name: hints[f.name] for f in fields(kind)}, frozenset(f.name for f in given)


def _record(kind: Any, data: Any, path: str) -> Any:
    types, optional = _shape(kind)
    items = _expect(data, dict, "a mapping", path)
    _keys(items, set(types), set(types) - optional, path)
    dot = f"{path}." if path else ""
    return kind(**{key: decode(types[key], item, f"{dot}{key}") for key, item in items.items()})


def _curve(data: Any, path: str) -> Curve:
    names = {"quantity", "unit", "seeds", "points"}
    items = _expect(data, dict, "a mapping", path)
    _keys(items, names, names, path)
    columns: list[list[float]] = [[], [], []]
    steps = []
    for i, point in enumerate(_expect(items["points"], list, "a list", f"{path}.points")):
        where = f"{path}.points[{i}]"
        if len(_expect(point, list, "a list", where)) != 1 + len(_CURVE):
            raise Misfit(where, f"a point is [step, {', '.join(_CURVE)}]")
        whole = isinstance(point[0], int)  # a step; a flow's time may be anything
        steps.append(decode(int if whole else float, point[0], where))
        for column, x in zip(columns, point[1:], strict=True):
            column.append(decode(float, x, where))
    return Curve(
        quantity=decode(str, items["quantity"], f"{path}.quantity"),
        unit=decode(str, items["unit"], f"{path}.unit"),
        steps=tuple(steps),
        mean=tuple(columns[0]),
        low=tuple(columns[1]),
        high=tuple(columns[2]),
        seeds=decode(int, items["seeds"], f"{path}.seeds"),
    )


def _keys(items: Mapping[str, Any], known: set[str], needed: set[str], path: str) -> None:
    for key in items:
        if key not in known:
            raise Misfit(path, f"unknown key `{key}`")
    for key in sorted(needed - set(items)):
        raise Misfit(path, f"`{key}` is missing")


def _expect(data: Any, kind: type, name: str, path: str) -> Any:
    if not isinstance(data, kind):
        raise Misfit(path, f"{_short(data)} is not {name}")
    return data


def _short(data: Any) -> str:
    """A value in a complaint; never pages of it."""
    if isinstance(data, dict | list):
        return "a mapping" if isinstance(data, dict) else "a list"
    if isinstance(data, int) and not isinstance(data, bool) and abs(data) >= 10**40:
        return "a huge number"  # its decimal digits may be more than Python agrees to print
    shown = repr(data)
    return shown if len(shown) <= 40 else shown[:37] + "..."
