"""The points of a sweep."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from earlyspec.diagnostics.finding import Finding, Label
from earlyspec.diagnostics.names import BadSweep, UnknownName
from earlyspec.diagnostics.shape import BadExpression, WrongType
from earlyspec.language.expressions import Number
from earlyspec.language.faults import described
from earlyspec.language.names import Names, Trouble
from earlyspec.language.places import Places, spoken
from earlyspec.language.yaml_mark import Path

LARGEST = 1000  # points; a sweep of more is a mistake, or a job for many specs

Axis = dict[str, list[Number]]  # names whose values go together


def points(
    data: Mapping[str, Any], places: Places
) -> tuple[list[dict[str, Number]], list[Finding]]:
    """The values of the swept names at each point, in the order of the file, the last one fastest.

    Without a sweep there is one point, with no name. With a finding there is none.
    """
    sweep = data.get("sweep", {})
    if not isinstance(sweep, Mapping):
        return [], []  # which is an error of its own
    reader = _Reader(data, places)
    axes: list[Axis] = []
    for name, values in sweep.items():
        if name == "zip":
            axes.append(reader.paired(values))
        else:
            axes.append({name: reader.values(("sweep", name), name, values)})
    if reader.findings:
        return [], reader.findings
    count = math.prod(len(next(iter(axis.values()), [])) for axis in axes)
    if count > LARGEST:
        problem = f"the sweep has {count} points, more than {LARGEST}"
        return [], [BadSweep(places.key(("sweep",)), problem, "sweep fewer values")]
    return [dict(pairs) for pairs in _combinations(axes)], []


def _combinations(axes: list[Axis]) -> Iterator[list[tuple[str, Number]]]:
    for choice in product(*(zip(*axis.values(), strict=True) for axis in axes)):
        names = (name for axis in axes for name in axis)
        yield list(zip(names, (value for values in choice for value in values), strict=True))


class _Reader:
    """Reads the lists of a sweep and keeps what is amiss with them."""

    def __init__(self, data: Mapping[str, Any], places: Places) -> None:
        let = data.get("let")
        self._let: Mapping[str, Any] = let if isinstance(let, Mapping) else {}
        self._places = places
        self._paths: dict[str, Path] = {}
        self.findings: list[Finding] = []

    def paired(self, lists: Any) -> Axis:
        """The names under `zip`, whose lists must be equally long."""
        path: Path = ("sweep", "zip")
        if not isinstance(lists, Mapping) or not lists:
            found = _wrong(self._places, path, "a mapping of names to lists", lists)
            self.findings.append(found)
            return {}
        axis = {name: self.values((*path, name), name, values) for name, values in lists.items()}
        lengths = {name: len(values) for name, values in axis.items()}
        if len(set(lengths.values())) > 1 and all(lengths.values()):
            labels = tuple(
                Label(span, f"{length} value{'s' if length > 1 else ''}")
                for name, length in lengths.items()
                if (span := self._places.own_key((*path, name))) is not None
            )
            problem = "the lists under `zip` are not equally long"
            advice = "make them equally long, or take a name out of `zip` for all combinations"
            self.findings.append(BadSweep(self._places.key(path), problem, advice, labels=labels))
        return axis

    def values(self, path: Path, name: str, values: Any) -> list[Number]:
        """The values of one name; empty with a finding if there is anything amiss."""
        before = len(self.findings)
        if name not in self._let:
            key = self._places.own_key(path)
            found = UnknownName(key, name, tuple(self._let), "not a name under `let`")
            self.findings.append(found)
        elif name in self._paths:
            first = self._places.own_key(self._paths[name])
            labels = (Label(first, "swept here"),) if first else ()
            problem = f"`{name}` is swept twice"
            self.findings.append(BadSweep(self._places.own_key(path), problem, None, labels=labels))
        self._paths[name] = path
        if not isinstance(values, list):
            self.findings.append(_wrong(self._places, path, "a list of numbers", values))
        elif not values:
            problem = f"`{name}` is swept over no values"
            advice = "list at least one value"
            self.findings.append(BadSweep(self._places.value(path), problem, advice))
        else:
            numbers = [self._number((*path, k), value) for k, value in enumerate(values)]
            if len(self.findings) == before:
                return [number for number in numbers if number is not None]
        return []

    def _number(self, path: Path, value: Any) -> Number | None:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        if not isinstance(value, str):
            self.findings.append(_wrong(self._places, path, "a number", value))
            return None
        try:
            return Names({}, {}).number(value)
        except Trouble as trouble:
            span = self._places.part(path, trouble.start, trouble.length)
            message = trouble.message or "a swept value may not refer to names"
            self.findings.append(BadExpression(span, message, trouble.help))
            return None


def _wrong(places: Places, path: Path, needs: str, value: Any) -> Finding:
    return WrongType(places.value(path), spoken(path), needs, described(value))
