"""A tree with values of elsewhere laid over it, each with the marks of where it was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from earlyspec.language.yaml_mark import Path
from earlyspec.language.yaml_tree import Tree


class Overlay:
    """A copy of a tree that values are put into; the tree itself stays as it is."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self.data = _copy(tree.data)
        self._marks, self._broken = dict(tree.marks), set(tree.broken)

    def tree(self) -> Tree:
        """The tree as it is now."""
        tree = self._tree
        return Tree(tree.document, self.data, self._marks, tree.findings, frozenset(self._broken))

    def put(self, keys: Iterable[str], value: Any, source: Tree, at: Path) -> bool:
        """Puts a value at a path, and the mappings that lead to it; False if there is no such path.

        Args:
          keys: the path; digits may be the index of a list.
          value: the value.
          source: the tree that it is from.
          at: its path there.
        """
        path: Path = ()
        container: Any = self.data
        *leading, last = keys
        for key in leading:
            step = _step(container, key)
            if step is None:
                return False
            path = (*path, step)
            if isinstance(container, dict) and step not in container:
                container[step] = {}
                self._marks[path] = source.marks[at]
            container = container[step]
        step = _step(container, last)
        if step is None:
            return False
        path = (*path, step)
        container[step] = _copy(value)
        for old in [each for each in self._marks if each[: len(path)] == path]:
            del self._marks[old]
        self._broken = {each for each in self._broken if each[: len(path)] != path}
        self._marks.update(_moved(source.marks, at, path))
        self._broken |= set(_moved(dict.fromkeys(source.broken), at, path))
        return True

    def put_name(self, name: str, value: Any, source: Tree, at: Path) -> bool:
        """Gives a `let` name a value: a list is a sweep of it, a number ends its sweep."""
        _end_sweep(self.data, name)
        where = "sweep" if isinstance(value, list) else "let"
        return self.put((where, name), value, source, at)


def _moved(by_path: Mapping[Path, Any], at: Path, path: Path) -> dict[Path, Any]:
    depth = len(at)
    return {(*path, *each[depth:]): value for each, value in by_path.items() if each[:depth] == at}


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
