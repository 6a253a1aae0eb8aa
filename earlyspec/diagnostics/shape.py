"""ES2xx: the text is YAML, but not of the shape that a spec has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from earlyspec.diagnostics.finding import Finding, Told
from earlyspec.diagnostics.suggest import nearest
from earlyspec.source.span import Span


def quoted(names: Sequence[object], limit: int = 24) -> str:
    """Names in back quotes with commas between; the rest is counted."""
    shown = ", ".join(f"`{name}`" for name in names[:limit])
    return f"{shown} and {len(names) - limit} more" if len(names) > limit else shown


class UnknownKey(Finding):
    """A mapping has a key that means nothing there.

    What it means: every key of a spec is one of the language. A misspelt key would otherwise leave
    its default in force, and the experiment that ran would not be the one that was written.

    Example:
    ```yaml
    architecture: {kind: two-layer, widht: 256, activation: erf}
    ```

    Fix: write one of the keys that the finding lists. Each kind has only its own keys.

    Args:
      span: the key.
      key: its text.
      owner: the mapping, as `architecture` (two-layer).
      known: the keys it may have.  given: the keys it has.
    """

    code: ClassVar[str] = "ES201"

    def __init__(
        self, span: Span | None, key: str, owner: str, known: Sequence[str], given: Sequence[str]
    ) -> None:
        super().__init__(span)
        self.key, self.owner, self.known, self.given = key, owner, known, given
        self.missing: str | None = None
        """The one key that the mapping lacks, if it lacks one."""

    def message(self) -> str:
        return f"unknown key `{self.key}` in {self.owner}"

    def label(self) -> str:
        return "not one of its keys"

    def notes(self) -> tuple[tuple[str, str], ...]:
        return (("keys", quoted(self.known) or "it has none"),)

    def help(self) -> str | None:
        meant = nearest(self.key, self.known, self.given)
        if meant:
            return f"a similar key exists: `{meant}`"
        return f"`{self.missing}` is missing here" if self.missing else None

    def stands_for(self, missing: Sequence[str]) -> str | None:
        """The missing key that was probably meant."""
        near = nearest(self.key, self.known, self.given)
        if near in missing:
            return near
        return missing[0] if len(missing) == 1 and not near else None


class MissingKey(Finding):
    """A mapping lacks a key that has no default.

    What it means: some things nobody can guess, such as the learning rate. They must be written.

    Example:
    ```yaml
    train: {layers: both, steps: 100}
    ```

    Fix: add the key that the finding names; `earlyspec explain` tells what it is.

    Args:
      span: the key that owns the mapping.
      key: the key that is not there.
      owner: the mapping.
      meaning: what the key holds, in one sentence; may be empty.
    """

    code: ClassVar[str] = "ES202"

    def __init__(self, span: Span | None, key: str, owner: str, meaning: str = "") -> None:
        super().__init__(span)
        self.key, self.owner, self.meaning = key, owner, meaning

    def message(self) -> str:
        return f"{self.owner} lacks `{self.key}`"

    def label(self) -> str:
        return f"needs `{self.key}`"

    def notes(self) -> tuple[tuple[str, str], ...]:
        return ((self.key, self.meaning),) if self.meaning else ()

    def help(self) -> str | None:
        return f"add `{self.key}: ...`"


class WrongType(Finding):
    """A value is of another type than its key needs.

    What it means: a number is needed and a list is there, or the like. YAML is read as YAML 1.2
    core: `yes` and `on` are text, `1e-3` is a number, `1_000` is neither.

    Example:
    ```yaml
    title: 2020
    controls: no
    ```

    Fix: write a value of the type that the finding names. Quote text that looks like a number.

    Args:
      span: the value.
      owner: the key.
      needs: the type, such as `a whole number`.
      found: what is there, such as a list.
      advice: how to write it; may be None.
    """

    code: ClassVar[str] = "ES203"

    def __init__(
        self, span: Span | None, owner: str, needs: str, found: str, advice: str | None = None
    ) -> None:
        super().__init__(span)
        self.owner, self.needs, self.found, self.advice = owner, needs, found, advice

    def message(self) -> str:
        return f"{self.owner} needs {self.needs}, but here is {self.found}"

    def label(self) -> str:
        return f"needs {self.needs}"

    def help(self) -> str | None:
        return self.advice


class OutOfRange(Finding):
    """A number is outside the range in which it makes sense.

    What it means: there are no fewer than one step, no probability above one.

    Example:
    ```yaml
    train: {layers: both, learning_rate: -0.1, steps: 0}
    ```

    Fix: write a number in the range that the finding names. If the value is an expression, look at
    the names in it.

    Args:
      span: the value.
      owner: the key.
      needs: the range, such as `at least 1`.
      value: the number; of an expression, its value.
    """

    code: ClassVar[str] = "ES204"

    def __init__(self, span: Span | None, owner: str, needs: str, value: str) -> None:
        super().__init__(span)
        self.owner, self.needs, self.value = owner, needs, value

    def message(self) -> str:
        return f"{self.owner} must be {self.needs}, but is {self.value}"

    def label(self) -> str:
        return f"must be {self.needs}"


class UnknownKind(Finding):
    """A value names something that earlyspec does not know.

    What it means: distributions, label rules, activations, theorems and the like are named. The
    name is not one of them.

    Example:
    ```yaml
    architecture: {kind: two-layer, width: 256, activation: reluu}
    ```

    Fix: write one of the names that the finding lists, or see `earlyspec list`.

    Args:
      span: the name.
      name: its text.
      what: what it should name, such as `an activation`.
      known: the names there are.
    """

    code: ClassVar[str] = "ES205"

    def __init__(self, span: Span | None, name: str, what: str, known: Sequence[str]) -> None:
        super().__init__(span)
        self.name, self.what, self.known = name, what, known

    def message(self) -> str:
        return f"`{self.name}` is not {self.what}"

    def label(self) -> str:
        return f"not {self.what}"

    def notes(self) -> tuple[tuple[str, str], ...]:
        return (("known", quoted(self.known)),)

    def help(self) -> str | None:
        meant = nearest(self.name, self.known)
        return f"a similar name exists: `{meant}`" if meant else None


class BadExpression(Told):
    """An expression cannot be read, or has no value.

    What it means: a number may be written as an expression of names, `+ - * / **`, parentheses and
    a few functions. Nothing else gets through, and what would take long is refused.

    Example:
    ```yaml
    architecture: {kind: two-layer, width: 4 * (d + 1, activation: erf}
    ```

    Fix: mend the part that is underlined.
    """

    code: ClassVar[str] = "ES206"


class KeysTogether(Finding):
    """Values of one mapping do not go together.

    What it means: each is fine alone, but not beside another. Of some keys just one may be written,
    others need each other, and some sizes must fit.

    Example:
    ```yaml
    covariance: {kind: diagonal, values: [1, 2], low: 0.5}
    ```

    Fix: follow the rule that the finding states.

    Args:
      span: the mapping, or the value to change.
      owner: its name.
      rule: what must hold.
    """

    code: ClassVar[str] = "ES207"

    def __init__(self, span: Span | None, owner: str, rule: str) -> None:
        super().__init__(span)
        self.owner, self.rule = owner, rule

    def message(self) -> str:
        return f"{self.owner}: {self.rule}"


class Repeated(Finding):
    """A list repeats an item, or is out of order.

    What it means: seeds are distinct, recorded steps rise. A repeated seed would count one run
    twice.

    Example:
    ```yaml
    seeds: [1, 2, 2]
    ```

    Fix: delete the item, or sort the list.

    Args:
      span: the item.
      owner: the key that owns the list.
      value: the item.
      falls: whether it is out of order, and not a repetition.
    """

    code: ClassVar[str] = "ES208"

    def __init__(self, span: Span | None, owner: str, value: str, *, falls: bool = False) -> None:
        super().__init__(span)
        self.owner, self.value, self.falls = owner, value, falls

    def message(self) -> str:
        if self.falls:
            return f"`{self.value}` is below the item before it in {self.owner}"
        return f"`{self.value}` is in {self.owner} twice"

    def help(self) -> str | None:
        return "sort the list" if self.falls else "delete one of them"


class BadName(Finding):
    """A quantity or a profile has a name that it cannot have.

    What it means: names are letters, digits and underscores, and begin with a letter; the names of
    functions and constants are taken. The name of a profile becomes part of a folder's, so it is
    letters, digits, `-` and `_`, 60 at most.

    Example:
    ```yaml
    let: {log: 3, my-width: 256}
    ```

    Fix: choose another name.

    Args:
      span: the name.
      name: its text.
      why: what keeps it from being one; may be empty.
      what: what it would name.
    """

    code: ClassVar[str] = "ES209"

    def __init__(self, span: Span | None, name: str, why: str, what: str = "a quantity") -> None:
        super().__init__(span)
        self.name, self.why, self.what = name, why, what

    def message(self) -> str:
        return f"`{self.name}` cannot name {self.what}"

    def label(self) -> str:
        return self.why

    def help(self) -> str | None:
        if self.what != "a quantity":
            return "use letters, digits, `-` and `_`, and begin with a letter or a digit"
        return "use letters, digits and `_`, and no name of a function"
