"""ES3xx: profiles that cannot be applied, or be told from other specs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from earlyspec.diagnostics.finding import Finding
from earlyspec.diagnostics.shape import quoted
from earlyspec.diagnostics.suggest import nearest
from earlyspec.source.span import Span


class NoSuchProfile(Finding):
    """A profile is asked for that the spec does not have.

    What it means: `--profile NAME` runs the spec with the values that `profiles` gives under NAME.

    Example:
    ```yaml
    profiles: {paper: {d: 50, seeds: 3}}      # and then: earlyspec run --profile papr
    ```

    Fix: name a profile that the spec has, or add one.

    Args:
      span: the profiles; None if there are none.
      name: the name that was asked for.
      known: the names that there are.
    """

    code: ClassVar[str] = "ES316"

    def __init__(self, span: Span | None, name: str, known: Sequence[str]) -> None:
        super().__init__(span)
        self.name, self.known = name, known

    def message(self) -> str:
        return f"there is no profile `{self.name}`"

    def label(self) -> str:
        return f"it has {quoted(self.known)}" if self.known else ""

    def help(self) -> str | None:
        meant = nearest(self.name, self.known)
        if meant:
            return f"a similar profile exists: `{meant}`"
        if self.known:
            return f"write one of {quoted(self.known)}"
        return f"add it to the spec: `profiles: {{{self.name}: {{...}}}}`"


class SharedReportFolder(Finding):
    """A profile's report would go where another spec's report goes.

    What it means: the profile `paper` of `a.yaml` reports into `a.paper.report/`, and so does the
    spec `a.paper.yaml`. Whichever ran last would be there.

    Example:
    ```yaml
    profiles: {paper: {d: 50}}                # in a.yaml, beside a spec a.paper.yaml
    ```

    Fix: give the profile or the other spec another name.

    Args:
      span: the profile's name.
      name: the profile.
      other: the other spec's file name.
      folder: the report's folder.
    """

    code: ClassVar[str] = "ES320"

    def __init__(self, span: Span | None, name: str, other: str, folder: str) -> None:
        super().__init__(span)
        self.name, self.other, self.folder = name, other, folder

    def message(self) -> str:
        return f"the profile `{self.name}` shares its report's folder with {self.other}"

    def label(self) -> str:
        return f"both report into {self.folder}/"

    def help(self) -> str:
        return f"give the profile another name, or rename {self.other}"
