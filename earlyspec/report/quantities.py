"""Identifiers of measured quantities, read: `prediction-gap(model=paired, split=test)[3]`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from earlyspec.report.model import Curve

_ID = re.compile(r"(?P<kind>[^()\[\]]+?)\s*(?:\((?P<given>.*)\))?\s*(?:\[(?P<component>\d+)\])?")
_DEFAULTS = {"split": "train", "model": "paired"}  # what an identifier may leave unsaid


@dataclass(frozen=True)
class Name:
    """An identifier in its parts: the kind, what was given, and the component's number."""

    kind: str
    given: Mapping[str, str] = field(default_factory=dict)
    component: int | None = None

    def __getitem__(self, key: str) -> str:
        """A parameter, or its default."""
        return self.given.get(key, _DEFAULTS.get(key, ""))


def parse(identifier: str) -> Name:
    """The parts of an identifier; one of another form is a kind and nothing else."""
    match = _ID.fullmatch(identifier.strip())
    if match is None:
        return Name(identifier)
    pairs = (part.partition("=") for part in (match["given"] or "").split(","))
    given = {key.strip(): value.strip() for key, equals, value in pairs if equals}
    component = match["component"]
    return Name(match["kind"], given, None if component is None else int(component))


def select(curves: Iterable[Curve], kind: str, **parameters: str) -> list[tuple[Name, Curve]]:
    """The curves of a kind whose parameters, given or default, are these; in their order."""
    named = ((parse(curve.quantity), curve) for curve in curves)
    return [
        (name, curve)
        for name, curve in named
        if name.kind == kind and all(name[key] == value for key, value in parameters.items())
    ]
