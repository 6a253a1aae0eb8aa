"""`profiles`: named sets of values of one spec, such as the paper's sizes, laid over the rest."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from earlyspec.diagnostics.finding import Caused, Finding
from earlyspec.diagnostics.names import BadSweep, UnknownName
from earlyspec.diagnostics.profiles import NoSuchProfile
from earlyspec.diagnostics.shape import BadName, WrongType
from earlyspec.language.faults import described
from earlyspec.language.overlay import Overlay
from earlyspec.language.places import Places, spoken
from earlyspec.language.yaml_mark import Path
from earlyspec.language.yaml_tree import Tree
from earlyspec.source.span import Span

FIELDS = ("sweep", "seeds", "precision")
"""Keys of the root that a profile may set, beside the `let` names."""
NAME = r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}"
"""A profile's name is part of its report folder's, and so no path."""


def names(tree: Tree) -> tuple[str, ...]:
    """The profiles that can be applied, in order."""
    found = tree.data.get("profiles")
    if not isinstance(found, dict):
        return ()
    return tuple(k for k, v in found.items() if re.fullmatch(NAME, k) and isinstance(v, dict))


def chosen(tree: Tree, name: str) -> Finding | None:
    """None if a spec has a profile of that name; else the finding that says what it has."""
    known = names(tree)
    if name in known:
        return None
    mark = tree.marks.get(("profiles",))
    return NoSuchProfile((mark.key or mark.value) if mark else None, name, known)


def apply(tree: Tree, name: str) -> Tree:
    """The tree with a profile's values in place; what is no name of the spec is left out.

    A number for a `let` name ends its sweep, a list is a sweep of it; `sweep`, `seeds` and
    `precision` replace those of the root. Marks lead to the profile's own lines.
    """
    overlay = Overlay(tree)
    let = _let(tree.data)
    for key, value in tree.data["profiles"][name].items():
        at: Path = ("profiles", name, key)
        if key in let:
            overlay.put_name(key, value, tree, at)
        elif key in FIELDS:
            overlay.put((key,), value, tree, at)
    return overlay.tree()


def check(tree: Tree) -> list[Finding]:
    """What is amiss with the shape of the profiles, applied or not."""
    places, let = Places(tree.marks), _let(tree.data)
    profiles = tree.data.get("profiles")
    found: list[Finding] = []
    for name, values in profiles.items() if isinstance(profiles, dict) else ():
        at: Path = ("profiles", name)
        if at in tree.broken:
            continue
        if not re.fullmatch(NAME, name):
            found.append(BadName(places.key(at), name, "", "a profile"))
        if not isinstance(values, dict):
            needs = "a mapping of names to values"
            found.append(WrongType(places.value(at), spoken(at), needs, described(values)))
            continue
        for key, value in values.items():
            if key not in let and key not in FIELDS:
                why = "neither a `let` name nor `sweep`, `seeds` or `precision`"
                found.append(UnknownName(places.key((*at, key)), key, (*let, *FIELDS), why))
            elif key in let and isinstance(value, list) and "sweep" in values:
                problem = f"`{key}` has a list, and the profile has a `sweep` beside it"
                advice = f"write the list under `sweep`: `sweep: {{{key}: [...]}}`"
                found.append(BadSweep(places.key((*at, key)), problem, advice))
    return found


def blamed(
    findings: Iterable[Finding], plain: Collection[Finding], tree: Tree, name: str
) -> list[Finding]:
    """Findings under a profile: those that it causes are told in its own lines.

    Args:
      findings: what is amiss under the profile.
      plain: what is amiss without it.
      tree: the tree with the profile applied.
      name: the profile.
    """
    at: Path = ("profiles", name)
    marks = [mark for path, mark in tree.marks.items() if path[:2] == at]
    own = [span for mark in marks for span in (mark.key, mark.value) if span]

    def told(finding: Finding) -> Finding:
        span = finding.span
        elsewhere = span is not None and span.file != tree.document.name  # `--set` is to blame
        if elsewhere or finding in plain or (span and any(each.holds(span) for each in own)):
            return finding
        return Caused(_named(tree, at), finding, f"with the values of `{name}`")

    return [told(finding) for finding in findings]


def _named(tree: Tree, at: Path) -> Span | None:
    mark = tree.marks.get(at)
    return (mark.key or mark.value) if mark else None


def _let(data: Mapping[str, Any]) -> Mapping[str, Any]:
    let = data.get("let")
    return let if isinstance(let, dict) else {}
