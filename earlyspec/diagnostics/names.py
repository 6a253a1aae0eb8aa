"""ES3xx: names and sizes of a spec that do not go together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from earlyspec.diagnostics.finding import Finding, Label, Severity, Told
from earlyspec.diagnostics.shape import quoted
from earlyspec.diagnostics.suggest import nearest
from earlyspec.source.span import Span


class UnknownName(Finding):
    """A name refers to nothing.

    What it means: expressions may use the names under `let` and the spec's own sizes `n`, `m`, `d`
    and `eta`; `sweep` and `--set` may change only what the spec has.

    Example:
    ```yaml
    let: {dim: 50}
    data: {inputs: {distribution: gaussian, dim: dimm}}
    ```

    Fix: correct the name, or define it under `let`.

    Args:
      span: the name.
      name: its text.
      known: names that would do.
      why: a clause about names that exist but not here; may be empty.
    """

    code: ClassVar[str] = "ES301"

    def __init__(self, span: Span | None, name: str, known: Sequence[str], why: str = "") -> None:
        super().__init__(span)
        self.name, self.known, self.why = name, known, why

    def message(self) -> str:
        return f"`{self.name}` refers to nothing"

    def label(self) -> str:
        return self.why or "not a name of this spec"

    def notes(self) -> tuple[tuple[str, str], ...]:
        return (("names", quoted(self.known)),) if self.known else ()

    def help(self) -> str | None:
        # Any two letters are one edit apart, and never meant for each other.
        meant = nearest(self.name, [each for each in self.known if len(each) > 1])
        if meant and len(self.name) > 1:
            return f"a similar name exists: `{meant}`"
        return f"define it: `let: {{{self.name}: ...}}`" if self.name.isidentifier() else None


class SizesDisagree(Finding):
    """Two parts of the spec give one size different values.

    What it means: the theorems speak of n, m and d, so each letter has one value. A spec that says
    `let: {d: 50}` and `dim: 60`, a covariance made for another dimension, or a file whose arrays
    have other shapes than the spec, means two experiments at once.

    Example:
    ```yaml
    let: {d: 50}
    data: {inputs: {distribution: gaussian, dim: 60}}
    ```

    Fix: write the value once and refer to it, as in `dim: d`.

    Args:
      span: the one place.
      what: the size.
      here: its value there, in words.
      there: its value elsewhere, in words.
      other: the other place, if it is in a file.
    """

    code: ClassVar[str] = "ES302"

    def __init__(
        self, span: Span | None, what: str, here: str, there: str, other: Span | None = None
    ) -> None:
        super().__init__(span)
        self.what, self.here, self.there, self.other = what, here, there, other

    def message(self) -> str:
        return f"{self.what} is {self.here} here, but {self.there}"

    def label(self) -> str:
        return self.here

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.other, self.there),) if self.other else ()


class Cycle(Finding):
    """Names are defined by each other.

    What it means: to know the value of one, its own value is needed first.

    Example:
    ```yaml
    let: {a: 2 * b, b: a / 2}
    ```

    Fix: give one of them a number.

    Args:
      span: the first name of the cycle.
      names: the names, each defined by the next.
    """

    code: ClassVar[str] = "ES303"

    def __init__(self, span: Span | None, names: Sequence[str]) -> None:
        super().__init__(span)
        self.names = names

    def message(self) -> str:
        return f"defined by itself: {' -> '.join((*self.names, self.names[0]))}"

    def label(self) -> str:
        return "needs its own value"


class BadSweep(Told):
    """A sweep does not say which experiments to run.

    What it means: each swept name needs at least one value, the lists under `zip` pair their
    values one to one, and a name is swept once.

    Example:
    ```yaml
    sweep: {zip: {d: [32, 64], width: [256]}}
    ```

    Fix: make the lists as long as each other, or move a name out of `zip` for all combinations.
    """

    code: ClassVar[str] = "ES304"


class Unused(Finding):
    """A name is defined, or even swept, and nothing refers to it.

    What it means: the spec would be the same without the name. If it is swept, every point of the
    sweep is the same experiment.

    Example:
    ```yaml
    let: {d: 50, widht: 256}
    data: {inputs: {distribution: gaussian, dim: d}}
    ```

    Fix: refer to the name where it should count, or delete it.

    Args:
      span: the name.
      name: its text.
      swept: whether it is swept.
    """

    code: ClassVar[str] = "ES315"
    severity: ClassVar[Severity] = Severity.WARNING

    def __init__(self, span: Span | None, name: str, swept: bool) -> None:
        super().__init__(span)
        self.name, self.swept = name, swept

    def message(self) -> str:
        done = "swept" if self.swept else "defined"
        return f"`{self.name}` is {done}, but nothing refers to it"

    def help(self) -> str | None:
        return "refer to it in an expression, or delete it"
