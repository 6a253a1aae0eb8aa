"""ES3xx: claims and measurements that ask for what there is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from earlyspec.diagnostics.finding import Finding, Label, Severity
from earlyspec.diagnostics.shape import quoted
from earlyspec.diagnostics.suggest import nearest
from earlyspec.source.span import Span


class NothingToJudge(Finding):
    """The spec claims no theorem and measures nothing.

    What it means: the run would train a network and record its loss, but decide nothing.

    Example:
    ```yaml
    title: A network
    claims: []
    ```

    Fix: claim a theorem (`earlyspec list theorems`) or measure something (`earlyspec list
    measurements`).
    """

    code: ClassVar[str] = "ES309"
    severity: ClassVar[Severity] = Severity.WARNING

    def message(self) -> str:
        return "nothing is claimed and nothing is measured"

    def help(self) -> str | None:
        return "add `claims`, or `measure`; see `earlyspec list theorems`"


class NoSuchModel(Finding):
    """A measurement is of a model that is not followed.

    What it means: beside the network run the models that the claims bring along, and those that it
    is paired with by its own nature, such as the linear model of a two-layer network, `paired`.

    Example:
    ```yaml
    measure: [{kind: prediction-gap, model: pared}]
    ```

    Fix: name a model that there is, or claim the theorem that has it.

    Args:
      span: the measurement.
      name: the model that it names.
      known: the models that there are.
    """

    code: ClassVar[str] = "ES318"

    def __init__(self, span: Span | None, name: str, known: Sequence[str]) -> None:
        super().__init__(span)
        self.name, self.known = name, known

    def message(self) -> str:
        return f"there is no model `{self.name}` to measure"

    def label(self) -> str:
        return f"there are {quoted(self.known)}" if self.known else "there is none"

    def help(self) -> str | None:
        meant = nearest(self.name, self.known)
        if meant:
            return f"a similar model exists: `{meant}`"
        return "claim the theorem that brings it, or leave the measurement out"


class ModelsDiffer(Finding):
    """Two claims mean different models by one name.

    What it means: a model is followed once, under a name that all claims share; these two say
    different things by it.

    Example:
    ```yaml
    claims: [hu2020/theorem-d.1, hu2020/figure-2]
    ```

    Fix: put the claims into two specs.

    Args:
      span: the later claim.
      name: of the model.
    """

    code: ClassVar[str] = "ES319"

    def __init__(self, span: Span | None, name: str) -> None:
        super().__init__(span)
        self.name = name

    def message(self) -> str:
        return f"this claim means another model by `{self.name}` than a claim before it"

    def help(self) -> str | None:
        return "put this claim into a spec of its own"


class OfAnotherModel(Finding):
    """A theorem is claimed of a model that it cannot be held against.

    What it means: going beyond the hypotheses of a theorem is a legitimate experiment. But some of
    what it measures may have no meaning at all for another model: a linear function has no
    activation, and a kernel regression no weights that move.

    Example:
    ```yaml
    architecture: {kind: diagonal-linear, scale: 0.1}
    claims: [hu2020/theorem-d.1]
    ```

    Fix: drop the claim, or choose one of the architectures that are named.

    Args:
      span: the claim.
      theorem: its name.
      known: the architectures that it can be held against.
      kind: the spec's architecture.
      other: where the spec says so.
    """

    code: ClassVar[str] = "ES331"

    def __init__(
        self, span: Span | None, theorem: str, known: Sequence[str], kind: str, other: Span | None
    ) -> None:
        super().__init__(span)
        self.theorem, self.known, self.found, self.other = theorem, known, kind, other

    def message(self) -> str:
        return f"{self.theorem} cannot be held against the architecture `{self.found}`"

    def labels(self) -> tuple[Label, ...]:
        return (Label(self.other, f"is `{self.found}`"),) if self.other else ()

    def notes(self) -> tuple[tuple[str, str], ...]:
        return (("of", quoted(self.known)),)

    def help(self) -> str | None:
        return "drop the claim, or choose one of these architectures"
