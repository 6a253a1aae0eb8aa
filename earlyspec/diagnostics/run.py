"""ES6xx: what happened while running or writing; ES9xx: what is earlyspec's own fault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from earlyspec.diagnostics.finding import Finding, Severity
from earlyspec.source.span import Span


class Diverged(Finding):
    """A seed left the numbers: its loss, or a measurement, became infinite or not a number.

    What it means: the run of that seed stopped at the step named; nothing measured from there on
        enters a verdict, and outcomes that need it are inconclusive.

    Example:
        ```yaml
        train: {layers: both, learning_rate: 1000 * d, steps: 500}
        ```

    Fix: a smaller learning rate; eta lambda_max(K) / n <= 1 (condition `stability`) is what the
        theorems ask for.
    """

    code: ClassVar[str] = "ES601"
    severity: ClassVar[Severity] = Severity.WARNING

    def __init__(self, span: Span | None, where: str, seed: int, step: float, what: str) -> None:
        super().__init__(span)
        self.where, self.seed, self.step, self.what = where, seed, step, what

    def message(self) -> str:
        where = f" at {self.where}" if self.where else ""
        return f"seed {self.seed}{where} diverged at step {self.step:.12g}: {self.what}"

    def help(self) -> str:
        return "lower `train.learning_rate`; for a flow, see `train.solver`"


class CannotWrite(Finding):
    """The report could not be written.

    What it means: the disk is full, the folder is read-only, or the like. What was there before is
        whole: files are written beside their places and moved in only when complete.

    Example:
        ```sh
        earlyspec run specs/quickstart.yaml     # on a full disk
        ```

    Fix: make room or rights, or choose another folder with `--out`.
    """

    code: ClassVar[str] = "ES602"

    def __init__(self, path: str, cause: str) -> None:
        super().__init__(None)
        self.path, self.cause = path, cause

    def message(self) -> str:
        return f"cannot write {self.path}: {self.cause}"

    def help(self) -> str:
        return "the previous report, if any, is untouched; make room, or write elsewhere with --out"


class ExpectationMissed(Finding):
    """A claim came out otherwise than its `expect` says.

    What it means: the run was made and judged; its report says why. `earlyspec run` exits with 1
        whenever a claim misses its `expect`; with `--annotate github` it says so on the claim's
        own line, too.

    Example:
        ```yaml
        claims:
          - {theorem: hu2020/theorem-d.1, expect: supported}   # three seeds at two sizes
        ```

    Fix: read `report.md`: conditions that fail, outcomes that are refuted, and what is missing for
        a verdict. Then change the experiment, or what is expected of it.

    Args:
      span: the claim.
      theorem: its name.
      word: what became of it.
      expect: what was to become of it.
      why: what is missing for a verdict, or what was decided otherwise.
    """

    code: ClassVar[str] = "ES606"

    def __init__(
        self, span: Span | None, theorem: str, word: str, expect: str, why: Sequence[str]
    ) -> None:
        super().__init__(span)
        self.theorem, self.word, self.expect, self.why = theorem, word, expect, tuple(why)

    def message(self) -> str:
        return f"{self.theorem} is {self.word}, and was expected to be {self.expect}"

    def notes(self) -> tuple[tuple[str, str], ...]:
        return tuple(("because", each) for each in self.why)

    def help(self) -> str:
        return "see report.md beside the spec; change the experiment, or what is expected of it"


class DataNotFinite(Finding):
    """The data hold an infinite value or one that is not a number.

    What it means: a file, or a label rule, gave a value that no loss can use. Nothing was trained.

    Example:
        ```yaml
        data: {inputs: {distribution: file, path: with-a-nan.npz}}
        ```

    Fix: clean the file; the finding names the array.
    """

    code: ClassVar[str] = "ES603"

    def __init__(self, span: Span | None, what: str) -> None:
        super().__init__(span)
        self.what = what

    def message(self) -> str:
        return f"{self.what} hold a value that is not finite"

    def help(self) -> str:
        return "remove or repair the rows in question; nothing was trained"


class OutOfMemory(Finding):
    """Memory ran out during a run that the estimate had admitted.

    What it means: other programs took it, or the estimate was too low for this device.

    Example:
        ```sh
        earlyspec run specs/large.yaml --memory 1TiB
        ```

    Fix: free memory, shrink `data.train`, or use `precision: float32`.
    """

    code: ClassVar[str] = "ES604"

    def __init__(self, cause: str) -> None:
        super().__init__(None)
        self.cause = cause

    def message(self) -> str:
        return f"memory ran out: {self.cause}"

    def help(self) -> str:
        return (
            "shrink `data.train` or use `precision: float32`; `earlyspec plan` shows what dominates"
        )


class Internal(Finding):
    """Something in earlyspec itself is wrong.

    What it means: an exception that no part of earlyspec expected. It is not your spec's fault.

    Example:
        ```text
        error[ES900]: earlyspec failed: ValueError: ...
        ```

    Fix: please report it with the plan's hash and the spec; `EARLYSPEC_TRACEBACK=1` shows where.
    """

    code: ClassVar[str] = "ES900"

    def __init__(self, cause: str, plan: str | None) -> None:
        super().__init__(None)
        self.cause, self.plan = cause, plan

    def message(self) -> str:
        return f"earlyspec failed: {self.cause}"

    def notes(self) -> tuple[tuple[str, str], ...]:
        return (("plan", self.plan),) if self.plan else ()

    def help(self) -> str:
        return "please report this with the spec; EARLYSPEC_TRACEBACK=1 shows where it happened"
