"""What there is to explain, and its long form: docstrings, written to the user."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from earlyspec import registry
from earlyspec.diagnostics.finding import Finding
from earlyspec.record import Record, optional

_WORDS = {
    "distributions": "distributions",
    "covariances": "covariances",
    "labels": "labels",
    "label-steps": "label_steps",
    "activations": "activations",
    "architectures": "architectures",
    "initialisations": "initialisations",
    "kernels": "kernels",
    "reference-models": "reference_models",
    "measurements": "measurements",
}
FAMILIES = ("theorems", *_WORDS, "backends", "diagnostics")


def entries(what: str) -> list[tuple[str, str]]:
    """(name, first sentence) of everything of a kind, in order."""
    if what == "theorems":
        return [(name, _first(registry.theorem(name))) for name in registry.theorems()]
    if what == "backends":
        from earlyspec.backend import discover

        return [(name, "a backend for `--backend`") for name in discover()]
    if what == "diagnostics":
        return [(code, _first(kind)) for code, kind in sorted(codes().items())]
    family = _WORDS[what]
    return [(name, _first(registry.load(family, name))) for name in registry.names(family)]


def names() -> tuple[str, ...]:
    """Everything that `explain` knows by name."""
    found = [name for what in FAMILIES if what != "backends" for name, _ in entries(what)]
    return (*found, *(path for path, _ in _fields()))


def explain(thing: str) -> list[str]:
    """The long form of everything of that name; a name may be a word of several families."""
    texts = []
    if thing.upper() in codes():
        texts.append(f"{thing.upper()}\n\n{_doc(codes()[thing.upper()])}")
    if "/" in thing:
        texts += [_theorem(thing)] if thing in registry.theorems() else []
    for what, family in _WORDS.items():
        if thing in registry.names(family):
            texts.append(_word(what, family, thing))
    texts += [f"{path}\n\n{words}" for path, words in _fields() if thing == path]
    return texts


def codes() -> dict[str, type[Finding]]:
    """Every diagnostic code and its class."""
    folder = Path(__file__).parent / "diagnostics"
    found: dict[str, type[Finding]] = {}
    for path in sorted(folder.glob("[a-z]*.py")):
        module = importlib.import_module(f"earlyspec.diagnostics.{path.stem}")
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, Finding) and "code" in vars(kind):
                found[kind.code] = kind
    return found


def _theorem(identifier: str) -> str:
    kind = registry.theorem(identifier)
    origin = {
        "paper": f"{kind.source.item} of {kind.source.paper}.",
        "ours": f"Ours, not the paper's; about {kind.source.item} of {kind.source.paper}.",
        "restored": f"{kind.source.item} of {kind.source.paper}, restored: see the reading.",
    }[kind.origin]
    return f"{identifier}\n{origin}\n\n{_doc(kind)}\n\n{_parameters(kind)}"


def _word(what: str, family: str, name: str) -> str:
    kind = registry.load(family, name)
    return f"{name} ({what})\n\n{_doc(kind)}\n\n{_parameters(kind)}".rstrip()


def _parameters(kind: type[Record]) -> str:
    lines = []
    for name, info in kind.model_fields.items():
        needed = " (required)" if info.is_required() else ""
        lines.append(f"  {name}{needed}: {info.description or ''}".rstrip())
    return "fields:\n" + "\n".join(lines) if lines else ""


def _fields() -> Iterator[tuple[str, str]]:
    """(dotted path, description) of every field of a spec."""
    from earlyspec.language.spec import Spec

    yield from _fields_of(Spec, "")


def _fields_of(model: type[Record], prefix: str) -> Iterator[tuple[str, str]]:
    for name, info in model.model_fields.items():
        yield f"{prefix}{name}", info.description or ""
        inner, _ = optional(info.annotation)
        if inspect.isclass(inner) and issubclass(inner, Record) and not inspect.isabstract(inner):
            yield from _fields_of(inner, f"{prefix}{name}.")


def _doc(kind: type[Any]) -> str:
    return inspect.getdoc(kind) or ""


def _first(kind: type[Any]) -> str:
    return _doc(kind).split("\n", 1)[0]
