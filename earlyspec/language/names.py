"""The names of a spec and their values: `let`, and the spec's own sizes n, m, d and eta."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from pydantic_core import PydanticCustomError

from earlyspec.language import expressions
from earlyspec.language.expressions import Expression, ExpressionError, Number, over_norm
from earlyspec.language.yaml_mark import Path

DERIVED: Mapping[str, Path] = {
    "n": ("data", "train"),
    "m": ("architecture", "width"),
    "d": ("data", "inputs", "dim"),
    "eta": ("train", "learning_rate"),
}
"""The letters of the papers that a spec fixes, and where it does."""


class Trouble(Exception):
    """Why an expression has no value.

    Args:
      problem: `unknown` or `absent` (a name), `relative` (to what only a run knows), `cycle`,
        `syntax` or `broken` (no number, no text).
      path: where the expression stands; None for the one that was asked for.
      start, length: the part of the expression that is to blame; length 0 for all of it.
      names: the unknown or absent name, or those of the cycle.
      message, help: for `syntax`, in words.
    """

    def __init__(
        self,
        problem: str,
        path: Path | None = None,
        part: tuple[int, int] = (0, 0),
        names: Iterable[str] = (),
        message: str = "",
        help: str | None = None,
    ) -> None:
        super().__init__(problem)
        self.problem, self.path, self.names = problem, path, tuple(names)
        self.start, self.length = part
        self.message, self.help = message, help

    def at(self, path: Path | None) -> Trouble:
        """The same, at a place, if it has none yet."""
        if self.path is not None:
            return self
        part = (self.start, self.length)
        return Trouble(self.problem, path, part, self.names, self.message, self.help)


class Names:
    """Values of names, worked out when they are first asked for.

    Args:
      data: the whole spec as plain data.
      let: names and their numbers or expressions, those of the sweep point included.
    """

    def __init__(self, data: Mapping[str, Any], let: Mapping[str, Any]) -> None:
        self._let = let
        self._sources = {name: _at(data, path) for name, path in DERIVED.items()}
        self._values: dict[str, Number | Trouble] = {}
        self._asked: set[str] = set()

    def defined(self) -> tuple[str, ...]:
        """The names under `let`."""
        return tuple(self._let)

    def known(self) -> tuple[str, ...]:
        """Every name that an expression may use."""
        derived = (name for name, source in self._sources.items() if _is_scalar(source))
        return tuple(dict.fromkeys((*self._let, *derived)))

    def used(self) -> set[str]:
        """The names that evaluated expressions refer to, by way of others too."""
        found: set[str] = set()
        todo = list(self._asked)
        while todo:
            name = todo.pop()
            source = self._let.get(name)
            if name not in found and isinstance(source, str):
                parsed = _parsed(source)
                todo += parsed.names if isinstance(parsed, Expression) else ()
            found.add(name)
        return found

    def evaluate(self, text: str) -> Number:
        """The value of an expression in a field.

        Raises: PydanticCustomError of type `expression`; its context's `trouble` is a Trouble.
        """
        try:
            return self.number(text)
        except Trouble as trouble:
            raise PydanticCustomError("expression", "no value", {"trouble": trouble}) from None

    def evaluate_rate(self, text: str) -> tuple[Number, bool]:
        """The value of a learning rate, and whether it is c in `c / norm(ntk)`.

        Raises: as `evaluate`.
        """
        parsed = _parsed(text)
        numerator = over_norm(parsed) if isinstance(parsed, Expression) else None
        if numerator is None:
            return self.evaluate(text), False
        try:
            return self._number(numerator), True
        except Trouble as trouble:
            raise PydanticCustomError("expression", "no value", {"trouble": trouble}) from None

    def number(self, text: str) -> Number:
        """The value of an expression in a field.

        Raises: Trouble.
        """
        parsed = _parsed(text)
        if isinstance(parsed, Trouble):
            raise parsed
        return self._number(parsed)

    def _number(self, parsed: Expression) -> Number:
        self._asked |= parsed.names
        for name in parsed.names:
            self._resolve(name)
        value = self._evaluated(parsed, None)
        if isinstance(value, Trouble):
            raise value
        return value

    def value(self, name: str) -> Number:
        """The value of a name.

        Raises: Trouble, whose path is set unless the name itself is unknown or absent.
        """
        self._resolve(name)
        known = self._values[name]
        if isinstance(known, Trouble):
            raise known
        return known

    def _resolve(self, name: str) -> None:
        """Give a name its value, or its trouble, after those of the names it is defined by."""
        chain: dict[str, Expression] = {}  # each needs the next; a loop, since chains may be long
        todo = [name]
        while todo:
            name = todo[-1]
            if name not in self._values and name not in chain:
                source = self._source(name)
                if isinstance(source, Expression):
                    chain[name] = source
                else:
                    self._values[name] = source
            if name in self._values:
                chain.pop(name, None)
                todo.pop()
                continue
            missing = sorted(each for each in chain[name].names if each not in self._values)
            if not missing:
                self._values[name] = self._evaluated(chain[name], self._path(name))
            elif missing[0] in chain:
                self._blame_cycle(list(chain)[list(chain).index(missing[0]) :])
            else:
                todo.append(missing[0])

    def _source(self, name: str) -> Number | Expression | Trouble:
        source: Any = self._let[name] if name in self._let else self._sources.get(name)
        if name not in self._let and not _is_scalar(source):
            return Trouble("absent" if name in DERIVED else "unknown", names=(name,))
        if not isinstance(source, str):
            number: Number | None = source if _is_scalar(source) else None
            return Trouble("broken", self._path(name)) if number is None else number
        parsed = _parsed(source)
        if name not in self._let and isinstance(parsed, Expression) and over_norm(parsed):
            return Trouble("relative", names=(name,))
        return parsed.at(self._path(name)) if isinstance(parsed, Trouble) else parsed

    def _path(self, name: str) -> Path:
        return ("let", name) if name in self._let else DERIVED[name]

    def _evaluated(self, parsed: Expression, path: Path | None) -> Number | Trouble:
        for name in sorted(parsed.names):
            known = self._values[name]
            if isinstance(known, Trouble):
                if known.path is not None:
                    return known
                return Trouble(known.problem, path, parsed.where(name), known.names)
        try:
            return expressions.evaluate(parsed, self._values.__getitem__)  # type: ignore[arg-type]
        except ExpressionError as error:
            return _syntax(error).at(path)

    def _blame_cycle(self, names: list[str]) -> None:
        """One cycle is one finding, whichever of its names is asked for first."""
        order = [*self._let, *DERIVED]
        first = names.index(min(names, key=order.index))
        names = names[first:] + names[:first]
        trouble = Trouble("cycle", self._path(names[0]), names=names)
        self._values.update(dict.fromkeys(names, trouble))


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Expression | Trouble:
    try:
        return expressions.parse(text)
    except ExpressionError as error:
        return _syntax(error)


def _syntax(error: ExpressionError) -> Trouble:
    part = (error.start, error.length)
    return Trouble("syntax", None, part, (), error.message, error.help)


def _at(data: Any, path: Path) -> Any:
    for key in path:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)
