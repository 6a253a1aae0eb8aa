"""ES62x: committed reports that cannot be read, found, or trusted any longer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from earlyspec.diagnostics.finding import Finding, Severity
from earlyspec.source.span import Span


class ReportFinding(Finding):
    """Something about one report.

    Args:
      path: the report, as the reader is to find it; with `REV:` in front if it is not on disk.
      cause: what is amiss there.
    """

    def __init__(self, path: str, cause: str = "") -> None:
        super().__init__(None)
        self.path, self.cause = path, cause


class ReportCutShort(ReportFinding):
    """A report stops in the middle.

    What it means: whatever copied or wrote it did not finish. earlyspec itself writes a report
        beside its place and moves it there when it is whole.

    Example:
        ```sh
        head -c 4000 old/report.json > new/report.json; earlyspec diff old new
        ```

    Fix: restore the file from version control, or run the spec again.
    """

    code: ClassVar[str] = "ES620"

    def message(self) -> str:
        return f"{self.path} stops in the middle"

    def help(self) -> str:
        return "restore it from version control, or run the spec again"


class ReportIsNewer(ReportFinding):
    """A newer earlyspec wrote the report.

    What it means: its format has a number that this version does not know; what it says could be
        misread, so it is not read at all.

    Example:
        ```text
        {"kind": "earlyspec-report", "format": 99}
        ```

    Fix: update earlyspec; or run the spec again with this version.
    """

    code: ClassVar[str] = "ES621"

    def message(self) -> str:
        return f"{self.path} was written by a newer earlyspec: {self.cause}"

    def help(self) -> str:
        return "update earlyspec, or run the spec again with this version"


class ReportWasEdited(ReportFinding):
    """A report holds something that earlyspec does not write.

    What it means: it was edited by hand, or merged by a tool that does not know what it is, or
        another version with the same format added a field. The place is named.

    Example:
        ```text
        {"claims": [{"word": "proved"}]}
        ```

    Fix: never edit or merge `report.json`: take one side and run the spec again.
    """

    code: ClassVar[str] = "ES622"

    def message(self) -> str:
        return f"{self.path} is not as earlyspec writes it: {self.cause}"

    def help(self) -> str:
        return "restore it from version control, or run the spec again; a report is not for editing"


class NotAReportFile(ReportFinding):
    """A file that was to be compared is no report.

    What it means: it is another JSON, no JSON, or no text at all.

    Example:
        ```sh
        earlyspec diff package.json specs/quickstart.report
        ```

    Fix: name a `report.json`, the folder it is in, or a folder of such folders.
    """

    code: ClassVar[str] = "ES623"

    def message(self) -> str:
        return f"{self.path} is not a report: {self.cause}"

    def help(self) -> str:
        return "name a `report.json`, its folder, or a folder of reports; `earlyspec run` makes one"


class NoReportThere(ReportFinding):
    """There is no report where one was to be compared.

    What it means: the path does not exist, or no folder below it holds a `report.json`.

    Example:
        ```sh
        earlyspec diff specs/never-run.report specs/quickstart.report
        ```

    Fix: run the spec, or correct the path.
    """

    code: ClassVar[str] = "ES624"

    def message(self) -> str:
        return f"{self.path}: {self.cause or 'there is no report'}"

    def help(self) -> str:
        return "run the spec with `earlyspec run`, or correct the path"


class NoRepository(ReportFinding):
    """`--git` was asked for where git cannot help.

    What it means: the path is not in a git repository, git is not installed, or git refused.

    Example:
        ```sh
        cd /tmp && earlyspec diff --git main
        ```

    Fix: go into the repository, or compare two folders: `earlyspec diff OLD NEW`.
    """

    code: ClassVar[str] = "ES625"

    def message(self) -> str:
        return f"cannot compare {self.path} with a revision: {self.cause}"

    def help(self) -> str:
        return "run it inside a git repository, or compare two folders: `earlyspec diff OLD NEW`"


class UnknownRevision(ReportFinding):
    """git knows no commit of that name.

    What it means: the name is misspelt, or the clone is shallow or single-branch and does not have
        it, as is usual in continuous integration.

    Example:
        ```sh
        earlyspec diff --git mian
        ```

    Fix: `git branch -a` lists the names; in a shallow clone, `git fetch origin main` first and
        compare with `origin/main`.
    """

    code: ClassVar[str] = "ES626"

    def message(self) -> str:
        return f"git knows no commit `{self.path}` here"

    def help(self) -> str:
        return "`git branch -a` lists branches; a shallow clone may need `git fetch origin NAME`"


class ReportIsStale(ReportFinding):
    """The report beside a spec is of another plan than the spec's.

    What it means: the spec was edited after the run, or an earlyspec that plans differently is
        installed now. The report's verdicts are about what ran then.

    Example:
        ```yaml
        seeds: 16      # it was 8 when the report was made
        ```

    Fix: run the spec again, and commit the report together with the spec.
    """

    code: ClassVar[str] = "ES627"
    severity: ClassVar[Severity] = Severity.NOTE

    def __init__(self, span: Span | None, path: str, was: str, now: str) -> None:
        super().__init__(path)
        self.span, self.was, self.now = span, was, now

    def message(self) -> str:
        return f"{self.path} is of another plan: it is stale"

    def notes(self) -> tuple[tuple[str, str], ...]:
        return (("report", f"plan {self.was}"), ("spec", f"plan {self.now}"))

    def help(self) -> str:
        return "run the spec again, and commit the report together with it"


class NotReproduced(Finding):
    """A new run does not say what the report that is there says.

    What it means: `earlyspec run --check` ran the spec, wrote nothing, and found a verdict, a
        condition or a number beyond its noise that is not as the report has it. With
        `--annotate github` this is told on the claim's own line; the text output has it in full.

    Example:
        ```sh
        earlyspec run --check --annotate github specs/quickstart.yaml
        ```

    Fix: where the spec, earlyspec or its backend was changed on purpose, run the spec without
        `--check` and commit the report; else find out what changed it.

    Args:
      span: the claim; for what belongs to none, the sweep or the title.
      where: the claim or the point of the sweep.
      changes: (what, both sides) of each fact, those that say most first.
      verdict: whether the verdict of a claim is among them; else it is a warning.
    """

    code: ClassVar[str] = "ES628"
    MOST: ClassVar[int] = 12
    """Facts that are written out; the rest is counted."""

    def __init__(
        self, span: Span | None, where: str, changes: Sequence[tuple[str, str]], verdict: bool
    ) -> None:
        super().__init__(span)
        self.where, self.changes = where, tuple(changes)
        vars(self).update(severity=Severity.ERROR if verdict else Severity.WARNING)

    def message(self) -> str:
        what, sides = self.changes[0]
        more = len(self.changes) - 1
        beside = f", and {more} more {'changes' if more > 1 else 'change'}" if more else ""
        return f"{self.where} did not come out again: {what} {sides}{beside}"

    def notes(self) -> tuple[tuple[str, str], ...]:
        shown = self.changes[1 : self.MOST]
        left = len(self.changes) - 1 - len(shown)
        return (*shown, *((("and", f"{left} more"),) if left else ()))

    def help(self) -> str:
        return "if this is meant, run the spec without `--check` and commit the report"
