"""The JSON Schema, against the models it is made from and a validator's own rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from earlyspec import registry
from earlyspec.language.schema import _ASKED_FOR, FAMILIES, schema
from earlyspec.language.spec import Spec

SCHEMA = schema()


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for each in node.values():
            yield from _nodes(each)
    elif isinstance(node, list):
        for each in node:
            yield from _nodes(each)


def _branches(family: str) -> list[dict[str, Any]]:
    found = SCHEMA["$defs"][family]
    if "anyOf" in found:
        found = found["anyOf"][1]
    branches: list[dict[str, Any]] = found["oneOf"]
    return branches


def test_it_is_json_and_names_its_dialect() -> None:
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"]


def test_keys_keep_the_order_of_the_language() -> None:
    assert list(SCHEMA["properties"]) == list(Spec.model_fields)


def test_every_reference_leads_somewhere() -> None:
    references = {node["$ref"] for node in _nodes(SCHEMA) if "$ref" in node}
    assert references == {f"#/$defs/{family}" for family in FAMILIES}
    assert set(SCHEMA["$defs"]) == set(FAMILIES)


def test_every_mapping_is_closed_or_says_what_it_holds() -> None:
    mappings = [node for node in _nodes(SCHEMA) if node.get("type") == "object"]
    assert len(mappings) > 50
    for node in mappings:
        assert "additionalProperties" in node


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_a_branch_a_word(family: str) -> None:
    tag = registry.tag(family)
    names = registry.theorems() if family == "theorems" else registry.names(family)
    branches = _branches(family)
    assert [branch["properties"][tag]["const"] for branch in branches] == list(names)
    for branch in branches:
        name = branch["properties"][tag]["const"]
        kind = registry.find(family, name)
        assert branch["required"][0] == tag  # else an editor would not miss it
        assert "default" not in branch["properties"][tag]
        assert set(branch["properties"]) == {tag, *kind.model_fields}
        needed = {key for key, field in kind.model_fields.items() if field.required}
        assert set(branch["required"]) == {tag, *needed, *_ASKED_FOR.get(name, ())}
        assert branch["additionalProperties"] is False


@pytest.mark.parametrize("family", FAMILIES)
def test_a_bare_name_is_a_word_that_needs_no_field(family: str) -> None:
    names = registry.theorems() if family == "theorems" else registry.names(family)
    found = SCHEMA["$defs"][family].get("anyOf", [{"enum": [], "enumDescriptions": []}])[0]
    for name in names:
        needs_none = not any(f.required for f in registry.find(family, name).model_fields.values())
        assert (name in found["enum"]) == needs_none
    assert len(found["enumDescriptions"]) == len(found["enum"])


@pytest.mark.parametrize("family", FAMILIES)
def test_a_tag_is_no_field_of_its_word(family: str) -> None:
    # Else a location such as (data, sphere, dim) could mean two places.
    tag = registry.tag(family)
    names = registry.theorems() if family == "theorems" else registry.names(family)
    for name in names:
        assert tag not in registry.find(family, name).model_fields


def test_everything_that_a_person_writes_is_documented() -> None:
    mappings = [node for node in _nodes(SCHEMA) if node.get("type") == "object"]
    for node in mappings:
        for key, field in node.get("properties", {}).items():
            assert field.get("description"), key


def test_a_quantity_is_a_number_or_an_expression() -> None:
    steps = SCHEMA["properties"]["train"]["properties"]["steps"]
    assert steps["type"] == ["integer", "string"]
    assert steps["minimum"] == 1
    rate = SCHEMA["properties"]["train"]["properties"]["learning_rate"]["anyOf"]
    assert rate[0] == {"type": ["number", "string"], "minimum": 0.0}
    assert rate[1] == {"type": "object", "additionalProperties": rate[0]}


def test_there_is_no_noise() -> None:
    titled = [node["title"] for node in _nodes(SCHEMA) if isinstance(node.get("title"), str)]
    words = {
        name
        for family in FAMILIES
        for name in (registry.theorems() if family == "theorems" else registry.names(family))
    }
    assert set(titled) <= {"earlyspec", *words}
    assert all(node.get("type") != "null" for node in _nodes(SCHEMA))
