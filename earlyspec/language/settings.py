"""`--set name=value`: the command line's say over the tree of a spec."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from earlyspec.diagnostics.finding import Finding
from earlyspec.diagnostics.meaning import UnknownName
from earlyspec.language import yaml_tree
from earlyspec.language.spec import Spec
from earlyspec.language.yaml_mark import Mark, Path
from earlyspec.language.yaml_tree import Tree
from earlyspec.source.document import Document

COMMAND_LINE = "<command line>"


def apply(tree: Tree, settings: Mapping[str, str]) -> tuple[Tree, Document, list[Finding]]:
    """The tree as the settings want it, their text, and what is amiss with them.

    `d=100` sets a `let` name or a key of the root; a dotted name sets the field at that path, and
    the mappings that lead to it. A list for a `let` name is a sweep of it; a number ends its sweep.
    Values are read as YAML by the reader that reads specs; setting k stands in line k of the text.
    """
    text = Document(COMMAND_LINE, "\n".join(_line(*setting) for setting in settings.items()))
    data, marks = _copy(tree.data), dict(tree.marks)
    findings: list[Finding] = []
    for number, (name, value) in enumerate(settings.items()):
        # Empty lines before it give the setting its place in the whole.
        line = yaml_tree.parse(Document(COMMAND_LINE, "\n" * number + _line(name, value)))
        findings += line.findings
        if not isinstance(line.data, dict) or list(line.data) != [name]:
            continue
        target = _target(data, name)
        if target is None or not _set(data, marks, target, line):
            findings.append(_unknown(data, name, line.marks[(name,)]))
    return Tree(tree.document, data, marks, tree.findings, tree.broken), text, findings


def _line(name: str, value: str) -> str:
    return f"{name}: {' '.join(value.splitlines())}"


def _target(data: dict[str, Any], name: str) -> list[str] | None:
    if "." in name:
        return name.split(".")
    let = data.get("let")
    if isinstance(let, dict) and name in let:
        return ["let", name]
    return [name] if name in Spec.model_fields else None


def _unknown(data: dict[str, Any], name: str, mark: Mark) -> Finding:
    let = data.get("let")
    known = (*(let if isinstance(let, dict) else ()), *Spec.model_fields)
    return UnknownName(mark.key, name, known, "neither a `let` name nor a key of the spec")


def _set(data: dict[str, Any], marks: dict[Path, Mark], target: list[str], line: Tree) -> bool:
    """Put the line's value where it belongs; False if there is no such place."""
    (name,) = line.data
    value = line.data[name]
    if len(target) == 2 and target[0] == "let":
        _end_sweep(data, target[1])
        if isinstance(value, list):
            target = ["sweep", target[1]]
    path: Path = ()
    container: Any = data
    for key in target[:-1]:
        step = _step(container, key)
        if step is None:
            return False
        path = (*path, step)
        if isinstance(container, dict) and step not in container:
            container[step] = {}
            marks[path] = line.marks[(name,)]
        container = container[step]
    step = _step(container, target[-1])
    if step is None:
        return False
    path = (*path, step)
    container[step] = value
    for old in [each for each in marks if each[: len(path)] == path]:
        del marks[old]
    marks.update({(*path, *each[1:]): mark for each, mark in line.marks.items() if each})
    return True


def _step(container: Any, key: str) -> str | int | None:
    """The key, or the index that it is in a list; None where it leads nowhere."""
    if isinstance(container, dict):
        return key
    if isinstance(container, list) and key.isdecimal() and int(key) < len(container):
        return int(key)
    return None


def _end_sweep(data: dict[str, Any], name: str) -> None:
    sweep = data.get("sweep")
    if not isinstance(sweep, dict):
        return
    sweep.pop(name, None)
    paired = sweep.get("zip")
    if isinstance(paired, dict):
        paired.pop(name, None)
        if not paired:
            del sweep["zip"]


def _copy(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(value) for value in data] if isinstance(data, list) else data
