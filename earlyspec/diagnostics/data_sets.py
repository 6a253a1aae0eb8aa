"""ES3xx: published data sets that are not there, are broken, or have too few images."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from earlyspec.diagnostics.finding import Finding, Label, Severity
from earlyspec.diagnostics.shape import quoted
from earlyspec.source.span import Span


class DataSetMissing(Finding):
    """The files of a set of images are not where the spec says.

    What it means: earlyspec fetches nothing. CIFAR-10 and MNIST are read from the files that their
    authors publish, at a folder inside the project. Pickled files, as of CIFAR-10's python version,
    are never opened.

    Example:
    ```yaml
    data: {inputs: {distribution: mnist, path: data/nothing-here}}
    ```

    Fix: put the files there, or use `distribution: digits`, which needs none.

    Args:
      span: the path, or the inputs.
      data_set: its name.
      path: where it should be.
      problem: what completes the sentence 'the data set ... at ...'.
      looked: places below the path that were looked at; empty if there is nothing at the path.
      advice: where one gets them.
    """

    code: ClassVar[str] = "ES321"

    def __init__(
        self,
        span: Span | None,
        data_set: str,
        path: str,
        problem: str,
        looked: Sequence[str],
        advice: str | None,
    ) -> None:
        super().__init__(span)
        self.data_set, self.path, self.problem = data_set, path, problem
        self.looked, self.advice = looked, advice

    def message(self) -> str:
        return f"the data set `{self.data_set}` at `{self.path}` {self.problem}"

    def notes(self) -> tuple[tuple[str, str], ...]:
        if not self.looked:
            return (("found", f"nothing is at `{self.path}`"),)
        places = [self.path if each == "." else f"{self.path}/{each}" for each in self.looked]
        return (("looked", f"in {quoted(places)}"),)

    def help(self) -> str | None:
        return self.advice


class DataSetBroken(Finding):
    """The files of a set of images are not what their authors published.

    What it means: a checksum differs, a file is cut short, or it has another format.

    Example:
    ```yaml
    data: {inputs: {distribution: mnist, path: data/half-a-download}}
    ```

    Fix: get the files again. `verify: false` takes files of the right format as they are, such as
    a part of the set that one has made.

    Args:
      span: the path, or the inputs.
      data_set: its name.
      path: where it is.
      problem: what completes the sentence 'the data set ... at ...'.
      advice: what to do; may be None.
    """

    code: ClassVar[str] = "ES322"

    def __init__(
        self, span: Span | None, data_set: str, path: str, problem: str, advice: str | None
    ) -> None:
        super().__init__(span)
        self.data_set, self.path = data_set, path
        self.problem, self.advice = problem, advice

    def message(self) -> str:
        return f"the data set `{self.data_set}` at `{self.path}` {self.problem}"

    def help(self) -> str | None:
        return self.advice or "get the file again"


class TooFewImages(Finding):
    """More images are asked for than there are.

    What it means: CIFAR-10 and MNIST have a training and a test part, and each gives its own;
    `digits` has one part, which training and testing share. Only images of the named classes count.

    Example:
    ```yaml
    data:
      inputs: {distribution: digits, classes: [3, 8]}
      train: 2000
    ```

    Fix: ask for fewer, or name more classes.

    Args:
      span: the number.
      what: what was asked for, in words.
      asked: how many.
      there: how many there are, in words.
    """

    code: ClassVar[str] = "ES323"

    def __init__(self, span: Span | None, what: str, asked: int, there: str) -> None:
        super().__init__(span)
        self.what, self.asked, self.there = what, asked, there

    def message(self) -> str:
        return f"{self.what} {self.asked} images, but {self.there}"

    def help(self) -> str | None:
        return "ask for fewer, or take images of more classes"


class DataSetUnverified(Finding):
    """Nothing vouches for the files of a set of images.

    What it means: their authors published checksums of other files, such as the archive that these
    came from. They may well be right; a damaged copy would go unnoticed.

    Example:
    ```yaml
    data: {inputs: {distribution: cifar-10, path: data/cifar-10-batches-bin}}
    ```

    Fix: name the published file, or say `verify: false`.

    Args:
      span: the path.
      data_set: its name.
      path: where it is.
      why: why there is no checksum, as a clause.
    """

    code: ClassVar[str] = "ES324"
    severity: ClassVar[Severity] = Severity.NOTE

    def __init__(self, span: Span | None, data_set: str, path: str, why: str) -> None:
        super().__init__(span)
        self.data_set, self.path, self.why = data_set, path, why

    def message(self) -> str:
        return f"the data set `{self.data_set}` at `{self.path}` is not verified: {self.why}"

    def help(self) -> str | None:
        return "name the published file, or write `verify: false`"


class LabelsWithoutClasses(Finding):
    """Labels are classes, but the inputs are not of two of them.

    What it means: the rule `class` labels an image of the first class that `inputs` names by -1,
    and one of the second by 1.

    Example:
    ```yaml
    data:
      inputs: {distribution: digits}
      labels: {rule: class}
    ```

    Fix: name two classes of a set of images, or another rule.

    Args:
      span: the labels.
      found: what the inputs are instead, as a clause.
      other: the inputs, if they are to blame.
      known: names of classes that would do.
    """

    code: ClassVar[str] = "ES325"

    def __init__(
        self, span: Span | None, found: str, other: Span | None, known: Sequence[str]
    ) -> None:
        super().__init__(span)
        self.found, self.other, self.known = found, other, known

    def message(self) -> str:
        return f"labels are two classes, but {self.found}"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.other, self.found),) if self.other else ()

    def help(self) -> str | None:
        if not self.known:
            return "write inputs that have classes, such as `digits`, or another `rule`"
        return f"write `classes: [{self.known[0]}, {self.known[1]}]`, or the like"
