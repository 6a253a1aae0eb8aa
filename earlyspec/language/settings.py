"""`--set name=value`: the command line's say over the tree of a spec."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from earlyspec.diagnostics.finding import Finding
from earlyspec.diagnostics.names import UnknownName
from earlyspec.language import yaml_tree
from earlyspec.language.overlay import Overlay
from earlyspec.language.spec import Spec
from earlyspec.language.yaml_mark import Mark
from earlyspec.language.yaml_tree import Tree
from earlyspec.source.document import Document

COMMAND_LINE = "<command line>"
_SETTABLE = tuple(name for name in Spec.model_fields if name != "profiles")


def apply(tree: Tree, settings: Mapping[str, str]) -> tuple[Tree, Document, list[Finding]]:
    """The tree as the settings want it, their text, and what is amiss with them.

    `d=100` sets a `let` name or a key of the root; a dotted name sets the field at that path, and
    the mappings that lead to it. A list for a `let` name is a sweep of it; a number ends its sweep.
    Values are read as YAML by the reader that reads specs; setting k stands in line k of the text.
    """
    text = Document(COMMAND_LINE, "\n".join(_line(*setting) for setting in settings.items()))
    overlay = Overlay(tree)
    findings: list[Finding] = []
    for number, (name, value) in enumerate(settings.items()):
        # Empty lines before it give the setting its place in the whole.
        line = yaml_tree.parse(Document(COMMAND_LINE, "\n" * number + _line(name, value)))
        findings += line.findings
        if not isinstance(line.data, dict) or list(line.data) != [name]:
            continue
        if not _put(overlay, name, line):
            findings.append(_unknown(overlay.data, name, line.marks[(name,)]))
    return overlay.tree(), text, findings


def _line(name: str, value: str) -> str:
    return f"{name}: {' '.join(value.splitlines())}"


def _put(overlay: Overlay, name: str, line: Tree) -> bool:
    """Put the line's value where it belongs; False if there is no such place."""
    value, at = line.data[name], (name,)
    keys = name.split(".")
    let = overlay.data.get("let")
    if len(keys) == 1 and isinstance(let, dict) and name in let:
        return overlay.put_name(name, value, line, at)
    if len(keys) == 2 and keys[0] == "let":
        return overlay.put_name(keys[1], value, line, at)
    if keys[0] == "profiles" or (len(keys) == 1 and name not in _SETTABLE):
        return False
    return overlay.put(keys, value, line, at)


def _unknown(data: dict[str, Any], name: str, mark: Mark) -> Finding:
    let = data.get("let")
    known = (*(let if isinstance(let, dict) else ()), *_SETTABLE)
    why = "neither a `let` name nor a key of the spec"
    if name.split(".")[0] == "profiles":
        why = "a profile is chosen with `--profile`; `--set` then wins over it"
    return UnknownName(mark.key, name, known, why)
