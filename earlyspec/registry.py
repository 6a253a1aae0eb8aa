"""A name in a spec is a file of this package: `relu` is `vocabulary/activations/relu.py`.

Nothing is registered: a word or a theorem exists because its file does. A file of a kind ends with
`KIND = ThatClass`. Only the files that are named get imported.
"""

from __future__ import annotations

import importlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from earlyspec.plans.nodes import Word

_ROOT = Path(__file__).parent
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_THEOREM = re.compile(r"([a-z0-9]+)/([a-z0-9]+(?:[-.][a-z0-9]+)*)\Z")


class UnknownName(LookupError):
    """No file of that family bears the name."""


@cache
def names(family: str) -> tuple[str, ...]:
    """All names of a family, such as `activations`, in alphabetical order."""
    folder = _ROOT / "vocabulary" / family
    return tuple(sorted(p.stem.replace("_", "-") for p in folder.glob("[a-z]*.py")))


@cache
def load(family: str, name: str) -> type[Any]:
    """The class of a word.

    Raises: UnknownName if there is no such file.
    """
    if not _NAME.match(name) or name not in names(family):
        raise UnknownName(name)
    module = importlib.import_module(f"earlyspec.vocabulary.{family}.{name.replace('-', '_')}")
    kind: type[Any] = module.KIND
    return kind


def find(family: str, name: str) -> type[Any]:
    """A word's class, or, in the family `theorems`, a theorem's.

    Raises: UnknownName.
    """
    return theorem(name) if family == "theorems" else load(family, name)


def tag(family: str) -> str:
    """The key that names the word where one of the family is written as a mapping."""
    return {"distributions": "distribution", "labels": "rule", "theorems": "theorem"}.get(
        family, "kind"
    )


def revive(word: Word) -> Any:
    """The word of a plan as an instance of its class, parameters checked again."""
    return load(word.family, word.kind).model_validate(dict(word.parameters))


@cache
def _theorem_files() -> frozenset[tuple[str, str]]:
    """(paper, item) of every theorem's file; a name from a spec never becomes a path."""
    found = (_ROOT / "theorems").glob("[a-z]*/[a-z]*.py")
    return frozenset((path.parent.name, path.stem) for path in found)


@cache
def theorem(identifier: str) -> type[Any]:
    """The class of a theorem: `hu2020/theorem-d.1` is `theorems/hu2020/theorem_d_1.py`.

    Raises: UnknownName if there is no such file.
    """
    match = _THEOREM.match(identifier)
    if match is None:
        raise UnknownName(identifier)
    paper, item = match.group(1), re.sub(r"[-.]", "_", match.group(2))
    if (paper, item) not in _theorem_files():
        raise UnknownName(identifier)
    kind: type[Any] = importlib.import_module(f"earlyspec.theorems.{paper}.{item}").KIND
    if kind.identifier != identifier:  # `theorem-d-1` is not another name of `theorem-d.1`
        raise UnknownName(identifier)
    return kind


@cache
def theorems() -> tuple[str, ...]:
    """The identifiers of all theorems, by paper and in the paper's order."""
    found = []
    for path in sorted((_ROOT / "theorems").glob("[a-z]*/[a-z]*.py")):
        module = importlib.import_module(f"earlyspec.theorems.{path.parent.name}.{path.stem}")
        found.append(module.KIND.identifier)
    return tuple(found)
