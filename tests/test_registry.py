"""Every kind explains itself, field by field, and no name is hidden by another."""

from __future__ import annotations

import ast
import inspect
import re

import pytest
from families import FAMILIES

from earlyspec import registry

WORDS = [(family, name) for family in FAMILIES for name in registry.names(family)]
THEOREMS = list(registry.theorems())


def kinds():
    found = [registry.load(*word) for word in WORDS]
    return found + [registry.theorem(name) for name in THEOREMS]


@pytest.fixture(params=kinds(), ids=lambda kind: f"{kind.__module__}")
def kind(request):
    return request.param


def test_families_are_not_empty():
    assert all(registry.names(family) for family in FAMILIES)
    assert THEOREMS


def test_a_kind_opens_with_a_sentence_worth_quoting(kind):
    assert kind.__doc__, kind
    first, _, rest = inspect.getdoc(kind).partition("\n")
    assert re.fullmatch(r"[A-Z].{15,}\.", first), first
    assert len(first) <= 96
    assert not rest.strip() or rest.startswith("\n")


def test_a_word_names_its_source(kind):
    if kind.__module__.startswith("earlyspec.theorems"):
        assert kind.source.paper
    else:
        assert re.search(r"^Source: \S", inspect.getdoc(kind), re.MULTILINE)


def field_docs(kind):
    """(class, field, documentation) of every field, from the source of the class and its bases."""
    for owner in inspect.getmro(kind):
        if not owner.__module__.startswith(("earlyspec.vocabulary", "earlyspec.theorems")):
            continue
        tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(owner))).body[0]
        following = [*tree.body[1:], None]
        for node, after in zip(tree.body, following, strict=True):
            if not isinstance(node, ast.AnnAssign) or "ClassVar" in ast.unparse(node.annotation):
                continue
            doc = (
                after.value.value
                if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
                else None
            )
            yield owner, node.target.id, doc


def test_every_field_is_documented(kind):
    for owner, name, doc in field_docs(kind):
        assert doc, f"{owner.__name__}.{name}"
        assert doc.strip().endswith((".", ":", "...")), f"{owner.__name__}.{name}: {doc}"


def test_no_field_bears_the_tags_name_or_hides_a_method(kind):
    """A location `data.inputs.kind` must mean one thing (and `slope` is a method, not a field)."""
    family = getattr(kind, "family", "theorems")
    for owner, name, _ in field_docs(kind):
        assert name != registry.tag(family)
        for base in inspect.getmro(owner)[1:]:
            assert not callable(vars(base).get(name)), f"{owner.__name__}.{name}"


def test_a_name_is_the_name_of_its_file():
    for family, name in WORDS:
        assert registry.load(family, name).kind() == name
        assert registry.load(family, name).family == family
    for name in THEOREMS:
        assert registry.theorem(name).identifier == name


@pytest.mark.parametrize("name", ["nonesuch", "Relu", "leaky_relu", "../relu", "_quadrature", ""])
def test_other_names_are_unknown(name):
    with pytest.raises(registry.UnknownName):
        registry.load("activations", name)


@pytest.mark.parametrize("name", ["hu2020/nonesuch", "hu2020", "hu2020/theorem-d-1", "../x"])
def test_other_theorems_are_unknown(name):
    with pytest.raises(registry.UnknownName):
        registry.theorem(name)


def test_tags_are_the_languages():
    assert registry.tag("distributions") == "distribution"
    assert registry.tag("labels") == "rule"
    assert registry.tag("theorems") == "theorem"
    assert registry.tag("activations") == "kind"


def test_a_name_from_a_spec_never_becomes_a_path():
    with pytest.raises(registry.UnknownName):
        registry.theorem("hu2020/theorem-" + "0" * 5000)
    with pytest.raises(registry.UnknownName):
        registry.load("activations", "r" * 5000)
