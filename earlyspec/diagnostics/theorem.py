"""ES4xx: what a claim meets before anything runs."""

from __future__ import annotations

from typing import ClassVar

from earlyspec.diagnostics.finding import Finding, Label, Severity
from earlyspec.source.span import Span


class Hypothesis(Finding):
    """A hypothesis of a claim, decided or not.

    Args:
      span: the field of the spec that decides.
      theorem, condition: the claim's theorem and the condition's id.
      text: the hypothesis in the paper's terms.
      needs, here, by: both sides with their numbers, and how it was decided.
      claim: where the claim stands.
      expect: what the claim expects, if it says so.
    """

    def __init__(
        self,
        span: Span | None,
        theorem: str,
        condition: str,
        text: str,
        needs: str,
        here: str,
        by: str,
        claim: Span | None,
        expect: str | None,
    ) -> None:
        super().__init__(span)
        self.theorem, self.condition, self.text = theorem, condition, text
        self.needs, self.here, self.by = needs, here, by
        self.claim, self.expect = claim, expect

    def label(self) -> str:
        return f"condition `{self.condition}`"

    def labels(self) -> tuple[Label, ...]:
        if self.claim is None or self.claim == self.span:
            return ()
        words = f"expects `{self.expect}`" if self.expect else "claimed here"
        return (Label(self.claim, words),)

    def notes(self) -> tuple[tuple[str, str], ...]:
        needs = self.text if self.needs == self.text else f"{self.text}; {self.needs}"
        return (("needs", needs), ("here", f"{self.here} (by {self.by})"))


class ExpectationImpossible(Hypothesis):
    """A claim expects `supported`, but a hypothesis of its theorem is already false.

    What it means: the theorem does not speak about this experiment, whatever the run shows, so its
        verdict is at best `observed-not-implied`. Nothing is run: no compute could change that.

    Example:
        ```yaml
        train: {layers: both, learning_rate: 1, steps: 10}
        claims:
          - {theorem: hu2020/theorem-3.2, expect: supported}   # 3.2 trains the first layer only
        ```

    Fix: change the field that the finding underlines, claim the theorem that fits, or drop
        `expect` and keep the experiment as a look beyond the theorem.
    """

    code: ClassVar[str] = "ES401"

    def message(self) -> str:
        return f"{self.theorem} cannot be supported here: `{self.condition}` fails"

    def help(self) -> str:
        return (
            f"change what is underlined, or drop `expect: {self.expect}`; "
            f"see `earlyspec explain {self.theorem}`"
        )


class HypothesisFails(Hypothesis):
    """A hypothesis of a claimed theorem is false for this spec.

    What it means: the theorem promises nothing here. That is a legitimate experiment; the verdict
        will be `observed-not-implied` or `not-observed`, or `inconclusive`.

    Example:
        ```yaml
        data: {train: 50}      # n = d: below d^(1+alpha)
        claims: [hu2020/theorem-3.2]
        ```

    Fix: nothing, if you mean to look beyond the theorem; else change the underlined field.
    """

    code: ClassVar[str] = "ES402"
    severity: ClassVar[Severity] = Severity.NOTE

    def message(self) -> str:
        return f"{self.theorem} promises nothing here: `{self.condition}` fails"


class HypothesisOpen(Hypothesis):
    """A hypothesis that the spec could decide is left open by it.

    What it means: something the theorem speaks of is not given, so the claim cannot be more than
        `inconclusive`.

    Example:
        ```yaml
        regime: {horizon: 1}     # no alpha
        claims: [hu2020/theorem-3.2]
        ```

    Fix: give the field that the finding names.
    """

    code: ClassVar[str] = "ES403"
    severity: ClassVar[Severity] = Severity.WARNING

    def message(self) -> str:
        return f"{self.theorem} stays undecided: `{self.condition}` is not known"

    def help(self) -> str:
        return f"it says: {self.here}"
