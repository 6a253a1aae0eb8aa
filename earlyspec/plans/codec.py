"""Plan to canonical JSON and back, and its hash."""

from __future__ import annotations

import hashlib
import json
import math
import types
from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from earlyspec.plans.nodes import Cell, Json, Plan

T = TypeVar("T")


def encode(node: Any) -> Json:
    """Frozen records as plain data; mappings by rising key, numbers as they are.

    Raises: ValueError for a number that is not finite: a plan has none.
    """
    if is_dataclass(node) and not isinstance(node, type):
        return {
            each.name: encode(getattr(node, each.name)) for each in fields(node) if said(node, each)
        }
    if isinstance(node, Mapping):
        return {key: encode(node[key]) for key in sorted(node)}
    if isinstance(node, list | tuple):
        return [encode(item) for item in node]
    if isinstance(node, float) and not math.isfinite(node):
        raise ValueError(f"not a finite number: {node}")
    return node


def said(node: Any, field: Field[Any]) -> bool:
    """Whether a record says a field; a field of later plans only where it has not its default."""
    return "unsaid" not in field.metadata or getattr(node, field.name) != field.default


def decode(kind: type[T], data: Json) -> T:
    """The record of a class from what `encode` made of it.

    Raises: KeyError, TypeError or ValueError if data is not of that shape.
    """
    return cast(T, _decode(kind, data))


def text(node: Any) -> str:
    """Canonical JSON: two spaces, rising keys of mappings, one value a line."""
    return json.dumps(encode(node), indent=2, ensure_ascii=False) + "\n"


def digest(node: Plan | Cell) -> str:
    """A stable hash of what will run: 16 hexadecimal digits of SHA-256.

    The title and the citation are words about the plan and do not count.
    """
    data = encode(node)
    data.pop("title", None)
    data.pop("cite", None)
    packed = json.dumps(data, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(packed.encode()).hexdigest()[:16]


def _decode(kind: Any, data: Json) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if kind is Any:
        return data
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return cast(Any, kind)(
            **{
                each.name: _decode(hints[each.name], data[each.name])
                for each in fields(kind)
                if each.name in data or "unsaid" not in each.metadata
            }
        )
    if origin in (Union, types.UnionType):
        if data is None:
            return None
        return _decode(next(a for a in arguments if a is not type(None)), data)
    if origin is Literal:
        if data not in arguments:
            raise ValueError(f"{data!r} is not one of {arguments}")
        return data
    if origin is tuple:
        return tuple(_decode(arguments[0], item) for item in data)
    if origin is not None and issubclass(origin, Mapping):
        return {key: _decode(arguments[1], value) for key, value in data.items()}
    if kind is float and type(data) is int:
        return data  # a size may be whole; the text must not change on the way back
    if not isinstance(data, kind):
        raise TypeError(f"{data!r} is not a {kind.__name__}")
    return data
