"""What pydantic says is amiss, as findings in the reader's terms, each at its place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from earlyspec import registry
from earlyspec.diagnostics import shape
from earlyspec.diagnostics.finding import Finding
from earlyspec.diagnostics.names import Cycle, UnknownName
from earlyspec.diagnostics.suggest import nearest
from earlyspec.fields import ByForm, Choice, Choices
from earlyspec.language.names import DERIVED, Names, Trouble
from earlyspec.language.places import Places, spoken
from earlyspec.language.spec import Spec
from earlyspec.language.yaml_mark import Path
from earlyspec.record import Record, mark, optional

WHAT = {
    "activations": "an activation",
    "architectures": "an architecture",
    "covariances": "a covariance",
    "distributions": "a distribution of inputs",
    "initialisations": "an initialisation",
    "kernels": "a kernel",
    "label_steps": "a step for labels",
    "labels": "a rule for labels",
    "measurements": "a measurement",
    "reference_models": "a reference model",
    "theorems": "a theorem",
}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_TYPES = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "list_type": "a list",
}


class Faults:
    """Turns the errors of one validation into findings.

    Args:
      data: the spec as plain data.
      places: where its values stand.
      names: its names.
      broken: paths at or below which earlier findings say what is amiss.
    """

    def __init__(self, data: Any, places: Places, names: Names, broken: Collection[Path]) -> None:
        self._data, self._places, self._names, self._broken = data, places, names, broken
        self._found: list[Finding] = []
        self._absent: list[Finding] = []  # for want of what the spec should have anyway

    def add(self, errors: Iterable[Mapping[str, Any]]) -> None:
        """Take the errors of a `pydantic_core.ValidationError`."""
        for error in errors:
            trouble = error.get("ctx", {}).get("trouble")
            if isinstance(trouble, Trouble):
                self._add_trouble(trouble, self._places.path(error["loc"]))
            elif (finding := self._finding(error)) is not None:
                self._found.append(finding)

    def add_let(self, let: Mapping[str, Any], reserved: Collection[str]) -> None:
        """Take what is amiss with the names under `let`, used or not."""
        for name, value in let.items():
            path: Path = ("let", name)
            if name in reserved or not _NAME.match(name):
                key = self._places.key(path)
                why = "taken by a function or a constant" if name in reserved else ""
                self._found.append(shape.BadName(key, name, why))
            elif not isinstance(value, str | int | float) or isinstance(value, bool):
                if not self._is_broken(path):
                    span, found = self._places.value(path), described(value)
                    needs = "a number or an expression"
                    self._found.append(shape.WrongType(span, spoken(path), needs, found))
            else:
                try:
                    self._names.value(name)
                except Trouble as trouble:
                    self._add_trouble(trouble, path)

    def findings(self, *, quiet: bool) -> list[Finding]:
        """One finding for one mistake.

        Args:
          quiet: whether something else is amiss already.
        """
        found = _without_what_was_misspelt(self._found)
        # Who needs a size that the spec lacks by mistake is not mistaken.
        return found if found or quiet else self._absent

    def _add_trouble(self, trouble: Trouble, path: Path) -> None:
        nameless = trouble.problem != "syntax" and ("let",) in self._broken
        if nameless or self._is_broken(trouble.path or path):
            return
        finding = self._trouble(trouble, path)
        if finding is not None:
            (self._absent if trouble.problem == "absent" else self._found).append(finding)

    def _is_broken(self, path: Path) -> bool:
        return any(path[:depth] in self._broken for depth in range(len(path) + 1))

    def _trouble(self, trouble: Trouble, path: Path) -> Finding | None:
        """The finding for an expression at a path without a value; None if another says it."""
        path = trouble.path or path
        span = self._places.part(path, trouble.start, trouble.length)
        if (
            trouble.problem == "cycle"
            and path == DERIVED.get(trouble.names[0])
            and len(trouble.names) == 1
        ):
            # `dim: d` without a `let` name d: nobody means a cycle by that.
            (name,) = trouble.names
            known = [each for each in self._names.known() if each != name]
            return UnknownName(span, name, known, f"this is what gives `{name}` its value")
        if trouble.problem == "cycle":
            return Cycle(self._places.own_key(path), trouble.names)
        if trouble.problem in ("unknown", "absent"):
            (name,) = trouble.names
            why = f"this spec has no {spoken(DERIVED[name])}" if trouble.problem == "absent" else ""
            return UnknownName(span, name, self._names.known(), why)
        if trouble.problem == "relative":
            words = f"`{trouble.names[0]}` is relative to norm(ntk), and has no value before a run"
            advice = "name its number under `let`, and write `learning_rate: NAME / norm(ntk)`"
            return shape.BadExpression(span, words, advice)
        if trouble.problem == "syntax":
            return shape.BadExpression(span, trouble.message, trouble.help)
        return None

    def _finding(self, error: Mapping[str, Any]) -> Finding | None:
        facts: Mapping[str, Any] = error.get("ctx", {})
        location: Path = error["loc"]
        if "field" in facts:
            location = (*location, facts["field"])
        if "index" in facts:
            location = (*location, facts["index"])
        path = self._places.path(location)
        if self._is_broken(path):
            return None
        kind, value = error["type"], error["input"]
        if kind == "extra_forbidden":
            return self._unknown_key(path)
        if kind == "missing":
            return self._missing(path, str(location[-1]))
        if kind.startswith("choice"):
            return self._choice(kind, path, facts)
        if kind == "literal":
            return self._literal(path, value, facts["names"].split(" "))
        if kind in ("list_order", "list_repeat"):
            span = self._places.value(path)
            falls = kind == "list_order"
            return shape.Repeated(span, spoken(path[:-1]), _shown(facts["value"]), falls=falls)
        if kind == "quantity_range":
            span, number = self._places.value(path), _shown(facts["value"])
            return shape.OutOfRange(span, spoken(path), facts["needs"], number)
        return self._type(kind, path, value, facts, error["msg"])

    def _type(
        self, kind: str, path: Path, value: Any, facts: Mapping[str, Any], message: str
    ) -> Finding:
        span = self._places.value(path)
        found, needs, advice = described(value), _TYPES.get(kind), None
        if kind.startswith("quantity"):
            needs = "a whole number" if facts["integer"] else "a number"
            found = described(facts["value"])
        elif kind == "form":
            needs = facts["forms"]
        elif kind == "too_short":
            needs, found = "at least one item", "an empty list"
        elif kind == "bool_type":
            advice = "write `true` or `false`"
        elif kind == "string_type" and isinstance(value, bool | int | float):
            here = self._places.mark(path)
            advice = f'quote it: `"{here.text if here and here.text else value}"`'
        if needs is None:
            return shape.KeysTogether(span, spoken(path), message)
        return shape.WrongType(span, spoken(path), needs, found, advice)

    def _unknown_key(self, path: Path) -> Finding:
        kind, name, tag = self._owner(path[:-1])
        known = [*([tag] if tag else []), *(kind.model_fields if kind else ())]
        given = self._at(path[:-1])
        return shape.UnknownKey(
            self._places.key(path),
            str(path[-1]),
            _called(path[:-1], name),
            known,
            list(given) if isinstance(given, Mapping) else [],
        )

    def _missing(self, owner: Path, key: str) -> Finding:
        kind, name, _ = self._owner(owner)
        field = kind.model_fields.get(key) if kind else None
        words = field.description if field else ""
        return shape.MissingKey(self._places.key(owner), key, _called(owner, name), words)

    def _choice(self, kind: str, path: Path, facts: Mapping[str, Any]) -> Finding:
        family, tag = facts["family"], facts["tag"]
        if kind == "choice_missing_tag":
            given = list(facts["value"])
            for key in given:
                if nearest(key, [tag]) == tag:
                    span = self._places.key((*path, key))
                    return shape.UnknownKey(span, key, spoken(path), [tag], [])
            words = f"the name of {WHAT[family]}"
            return shape.MissingKey(self._places.key(path), tag, spoken(path), words)
        here = (*path, tag) if self._places.own_key((*path, tag)) else path
        span = self._places.value(here)
        if kind == "choice_unknown":
            known = registry.theorems() if family == "theorems" else registry.names(family)
            return shape.UnknownKind(span, facts["name"], WHAT[family], known)
        value = facts["value"]
        needs = f"the name of {WHAT[family]}"
        if here == path:
            needs += f", or a mapping with `{tag}`"
        return shape.WrongType(span, spoken(here), needs, described(value))

    def _literal(self, path: Path, value: Any, known: list[str]) -> Finding:
        span = self._places.value(path)
        if path == ("earlyspec",):
            what = "a version of the language that this earlyspec reads"
            return shape.UnknownKind(span, _shown(value), what, known)
        if isinstance(value, str):
            return shape.UnknownKind(span, value, f"a value of {spoken(path)}", known)
        needs = f"one of {shape.quoted(known)}"
        return shape.WrongType(span, spoken(path), needs, described(value))

    def _owner(self, path: Path) -> tuple[type[Record] | None, str, str]:
        """The class of the mapping at a path, the name of its kind, and the key that names it."""
        kind: type[Record] | None = Spec
        name = tag = ""
        annotation: Any = None
        for depth, key in enumerate(path, 1):
            if isinstance(key, str):
                field = kind.model_fields.get(key) if kind else None
                annotation = field.annotation if field else None
            kind, name, tag = self._kind(annotation, path[:depth])
        return kind, name, tag

    def _kind(self, annotation: Any, path: Path) -> tuple[type[Record] | None, str, str]:
        annotation, _ = optional(annotation) if annotation is not None else (None, False)
        if isinstance(annotation, type) and issubclass(annotation, Record):
            return annotation, "", ""
        marked = mark(annotation)
        value = self._at(path)
        if isinstance(marked, ByForm) and isinstance(value, Mapping):
            return marked.mapping if isinstance(marked.mapping, type) else None, "", ""
        if not isinstance(marked, Choice | Choices):
            return None, "", ""
        tag = registry.tag(marked.family)
        name = value.get(tag) if isinstance(value, Mapping) else value
        try:
            return registry.find(marked.family, str(name)), str(name), tag
        except registry.UnknownName:
            return None, "", tag

    def _at(self, path: Path) -> Any:
        value = self._data
        for key in path:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                return None
        return value


def _without_what_was_misspelt(findings: list[Finding]) -> list[Finding]:
    """`widht` is not also a missing `width`."""
    missing: dict[str, list[str]] = {}
    for each in findings:
        if isinstance(each, shape.MissingKey):
            missing.setdefault(each.owner, []).append(each.key)
    meant = set()
    for each in findings:
        if isinstance(each, shape.UnknownKey):
            each.missing = each.stands_for(missing.get(each.owner, []))
            meant.add((each.owner, each.missing))
    return [
        each
        for each in findings
        if not (isinstance(each, shape.MissingKey) and (each.owner, each.key) in meant)
    ]


def described(value: Any) -> str:
    """A value as a reader would say it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, str):
        return f"the text `{_shown(value)}`"
    if isinstance(value, int | float):
        return f"the number {_shown(value)}"
    return "a mapping" if isinstance(value, Mapping) else "a list"


def _shown(value: Any) -> str:
    if isinstance(value, int) and value.bit_length() > 128:
        return f"of about {value.bit_length() * 0.30103:.0f} digits"
    text = f"{value:g}" if isinstance(value, float) else " ".join(str(value).split())
    return text if len(text) <= 40 else f"{text[:37]}..."


def _called(path: Path, name: str) -> str:
    return f"{spoken(path)} ({name})" if name else spoken(path)
