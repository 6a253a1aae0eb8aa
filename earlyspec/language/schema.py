"""JSON Schema of a spec, for editors: every key and name, with its documentation."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Literal, get_args, get_origin

from earlyspec import registry
from earlyspec.fields import (
    ByForm,
    ByName,
    Choice,
    Choices,
    ListOf,
    Name,
    Named,
    Options,
    Quantity,
    Rate,
)
from earlyspec.language.profiles import FIELDS as PROFILE_FIELDS
from earlyspec.language.profiles import NAME as PROFILE_NAME
from earlyspec.language.spec import Data, Spec
from earlyspec.record import Field, Record, mark, optional

FAMILIES = (
    "distributions",
    "covariances",
    "labels",
    "label_steps",
    "architectures",
    "activations",
    "initialisations",
    "kernels",
    "theorems",
    "measurements",
)
"""Families that a spec may name; reference models belong to the theorems."""

Schema = dict[str, Any]
_PLAIN: Mapping[Any, Schema] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
}
_NUMBER: Schema = {"type": ["number", "string"]}


def schema() -> Schema:
    """The schema, in JSON Schema 2020-12, with one `$defs` entry a family of words."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:earlyspec:spec:1",
        "title": "earlyspec",
        **_record(Spec),
        "$defs": {family: _family(family) for family in FAMILIES},
    }


def _family(family: str) -> Schema:
    """A bare name, where the word needs no field, or a mapping that names the word by its tag."""
    names = registry.theorems() if family == "theorems" else registry.names(family)
    kinds = {name: registry.find(family, name) for name in names}
    tag = registry.tag(family)
    bare = {
        name: kind
        for name, kind in kinds.items()
        if not any(field.required for field in kind.model_fields.values())
    }
    mappings: Schema = {"oneOf": [_tagged(tag, name, kind) for name, kind in kinds.items()]}
    if not bare:
        return mappings
    words: Schema = {
        "type": "string",
        "enum": list(bare),
        "enumDescriptions": [_first_line(kind) for kind in bare.values()],
        "markdownEnumDescriptions": [_first_line(kind) for kind in bare.values()],
    }
    return {"anyOf": [words, mappings]}


_ASKED_FOR = {"digits": ("classes",)}
"""Fields that the language can do without and editors ask for: of alternatives they offer those
alone that lack nothing, and would offer `digits` and no other distribution."""


def _tagged(tag: str, name: str, kind: type[Record]) -> Schema:
    found = _record(kind)
    described = {"description": _first_line(kind), "markdownDescription": _documentation(kind)}
    found["properties"] = {tag: {"const": name, **described}, **found["properties"]}
    found["required"] = [tag, *found.get("required", ()), *_ASKED_FOR.get(name, ())]
    return {"title": name, **found}


def _record(kind: type[Record]) -> Schema:
    fields = kind.model_fields
    required = [name for name, field in fields.items() if field.required]
    found: Schema = {
        "type": "object",
        "description": _first_line(kind),
        "markdownDescription": _documentation(kind),
        "properties": {name: _field(field) for name, field in fields.items()},
        "additionalProperties": False,
    }
    if kind is Data:
        required.remove("train")
        found |= {"if": _FROM_FILE, "then": True, "else": {"required": ["train"]}}
    return found | ({"required": required} if required else {})


def _field(field: Field) -> Schema:
    annotation, _ = optional(field.annotation)
    special = _SPECIAL.get((field.owner, field.name))
    found = dict(special() if special else _type(annotation))
    if isinstance(field.default, bool | int | float | str) and not field.required:
        found["default"] = field.default
    words = field.description
    return found | ({"description": words, "markdownDescription": words} if words else {})


def _type(annotation: Any) -> Schema:
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return _record(annotation)
    marked = mark(annotation)
    if marked is not None:
        return _marked(marked)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        if all(isinstance(each, str) for each in arguments):
            return {"type": "string", "enum": list(arguments)}
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _type(arguments[0])}
    assert origin is Mapping, annotation
    return {"type": "object", "additionalProperties": _type(arguments[1])}


def _marked(marked: Any) -> Schema:
    if isinstance(marked, Quantity):
        return _quantity(marked)
    if isinstance(marked, Rate):
        return _quantity(Quantity(minimum=marked.minimum))
    if isinstance(marked, Choice):
        return {"$ref": f"#/$defs/{marked.family}"}
    if isinstance(marked, Choices):
        one = {"$ref": f"#/$defs/{marked.family}"}
        return {"anyOf": [{"type": "array", "items": one}, one]}
    if isinstance(marked, Name):
        return {"type": "string", "enum": list(marked.names)}
    if isinstance(marked, Named):
        spelt: Schema = {"type": "string", "enum": list(marked.names)}
        either: list[Schema] = [spelt, {"type": "string", "pattern": f"^{marked.form}$"}]
        if marked.many:
            items = {"anyOf": list(either)}
            either.append({"type": "array", "items": items, "minItems": 1, "uniqueItems": True})
        return {"anyOf": either}
    if isinstance(marked, ByName):
        return {"type": "object", "additionalProperties": _marked(marked.item)}
    if isinstance(marked, Options):
        return {
            "type": "object",
            "additionalProperties": {"type": ["number", "string", "boolean"]},
        }
    if isinstance(marked, ListOf):
        found: Schema = {"type": "array", "items": _quantity(marked.item), "minItems": 1}
        return found | ({"uniqueItems": True} if marked.distinct or marked.rising else {})
    assert isinstance(marked, ByForm), marked
    cases = marked.cases().values()
    return {"anyOf": [_type(case) if isinstance(case, type) else _marked(case) for case in cases]}


def _quantity(quantity: Quantity) -> Schema:
    """A number or, what no schema can check, an expression."""
    bounds = {
        "minimum": quantity.minimum,
        "exclusiveMinimum": quantity.above,
        "maximum": quantity.maximum,
        "exclusiveMaximum": quantity.below,
    }
    number = "integer" if quantity.integer else "number"
    found: Schema = {"type": [number, "string"]}
    return found | {key: bound for key, bound in bounds.items() if bound is not None}


_STORED = ["file", "cifar-10", "digits", "mnist"]
_FROM_FILE: Schema = {  # inputs from a file say how many there are
    "required": ["inputs"],
    "properties": {
        "inputs": {  # a bare name, or a mapping; editors offer nothing below an `anyOf` here
            "pattern": f"^({'|'.join(_STORED)})$",
            "required": ["distribution"],
            "properties": {"distribution": {"enum": _STORED}},
        }
    },
}
_VALUES: Schema = {"type": "array", "items": _NUMBER, "minItems": 1}
_SWEEP: Schema = {
    "type": "object",
    "properties": {
        "zip": {
            "type": "object",
            "description": "Names whose values are paired: lists of one length.",
            "additionalProperties": _VALUES,
        }
    },
    "additionalProperties": _VALUES,
}


def _profiles() -> Schema:
    """Profiles by name; what a profile may set is told where the root has it."""
    fields = {name: _field(Spec.model_fields[name]) for name in PROFILE_FIELDS}
    return {
        "type": "object",
        "propertyNames": {"pattern": f"^{PROFILE_NAME}$"},
        "additionalProperties": {
            "type": "object",
            "properties": fields,
            "additionalProperties": {"anyOf": [_NUMBER, _VALUES]},
        },
    }


_SPECIAL: Mapping[tuple[type[Record], str], Callable[[], Schema]] = {
    (Spec, "let"): lambda: {
        "type": "object",
        "propertyNames": {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"},
        "additionalProperties": _NUMBER,
    },
    (Spec, "sweep"): lambda: _SWEEP,
    (Spec, "profiles"): _profiles,
}


def _documentation(kind: type) -> str:
    return inspect.getdoc(kind) or ""


def _first_line(kind: type) -> str:
    return _documentation(kind).split("\n", 1)[0]
