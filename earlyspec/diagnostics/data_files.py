"""ES3xx: arrays in files that do not fit the spec."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from earlyspec.diagnostics.finding import Finding
from earlyspec.diagnostics.shape import quoted
from earlyspec.diagnostics.suggest import nearest
from earlyspec.source.span import Span


class BadFile(Finding):
    """A file that the spec names cannot be used.

    What it means: paths are relative to the spec and stay inside its project, the nearest folder
    above with a `.git` or a `pyproject.toml`. A file is an .npz of plain numbers; nothing is ever
    unpickled.

    Example:
    ```yaml
    data: {inputs: {distribution: file, path: ../../elsewhere.npz}}
    ```

    Fix: put the file into the project; write it with `numpy.savez`, arrays of numbers only.

    Args:
      span: the path.
      path: its text.
      problem: what completes the sentence 'the file ...'.
      advice: what to do; may be None.
    """

    code: ClassVar[str] = "ES311"

    def __init__(
        self, span: Span | None, path: str, problem: str, advice: str | None = None
    ) -> None:
        super().__init__(span)
        self.path, self.problem, self.advice = path, problem, advice

    def message(self) -> str:
        return f"the file `{self.path}` {self.problem}"

    def help(self) -> str | None:
        return self.advice


class NoSuchArray(Finding):
    """A file lacks the array that the spec reads from it.

    What it means: an .npz file holds arrays by name.

    Example:
    ```yaml
    data: {inputs: {distribution: file, path: data/mnist.npz, train: x_trian}}
    ```

    Fix: write a name that the file has, or write the array into the file.

    Args:
      span: the name, or the path where the name is the default.
      path: the file.
      array: the name.
      known: the names that the file has.
    """

    code: ClassVar[str] = "ES312"

    def __init__(self, span: Span | None, path: str, array: str, known: Sequence[str]) -> None:
        super().__init__(span)
        self.path, self.array, self.known = path, array, known

    def message(self) -> str:
        return f"the file `{self.path}` has no array `{self.array}`"

    def notes(self) -> tuple[tuple[str, str], ...]:
        return (("arrays", quoted(self.known) or "it has none"),)

    def help(self) -> str | None:
        meant = nearest(self.array, self.known)
        return f"a similar array exists: `{meant}`" if meant else None


class WrongArray(Finding):
    """An array of a file has the wrong shape or type.

    What it means: inputs are rows, labels one number a row, weights as the architecture has them,
    and all of them numbers.

    Example:
    ```yaml
    data:
      inputs: {distribution: file, path: data/mnist.npz}
      train: 100000
    ```

    Fix: change the spec or the file, so that the shapes agree.

    Args:
      span: the path.
      array: the array, with its file.
      found: its shape or type.
      needs: what it should be.
    """

    code: ClassVar[str] = "ES313"

    def __init__(self, span: Span | None, array: str, found: str, needs: str) -> None:
        super().__init__(span)
        self.array, self.found, self.needs = array, found, needs

    def message(self) -> str:
        return f"{self.array} is {self.found}, but must be {self.needs}"


class LabelsWithoutInputs(Finding):
    """Labels come from a file, inputs do not.

    What it means: a label belongs to one input. Inputs that are drawn anew have no labels in a
    file.

    Example:
    ```yaml
    data:
      inputs: {distribution: gaussian, dim: 50}
      labels: {rule: file, path: data/mnist.npz}
    ```

    Fix: read the inputs from the file too, or name a rule.

    Args:
      span: the labels.
    """

    code: ClassVar[str] = "ES314"

    def message(self) -> str:
        return "labels are read from a file, but inputs are drawn"

    def help(self) -> str | None:
        return "write `inputs: {distribution: file, ...}`, or another `rule`"
